import { recordsOf } from '../../kernel/fidelity.ts'

const texts = (name: string) => ({
  file: 'mock-server/src/helpdesk/templates/templates.test.ts',
  name: `renderTemplate ${name}`,
})
const SHOWN = {
  file: 'mock-server/test/resources/rules.test.ts',
  name: 'texts of a rule show tags by their names and times as text; conditions compare times',
}
const CHOSEN = 'none: chosen'
const inActions = (name: string) => ({ file: 'mock-server/test/rules-actions.test.ts', name })

/** What is known about the variables in texts of rules and macros. */
export const TEMPLATE_FIDELITY = recordsOf('Templates', SHOWN.file, [
  {
    subject: 'variables',
    aspect: 'Are written as {{ticket.customer.firstname}}.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: texts('fills in variables, with or without blanks inside the braces'),
  },
  {
    subject: 'variables',
    aspect: 'That are unknown or empty become the empty text.',
    standing: 'inferred',
    source: 'none: chosen',
    test: texts('writes nothing for a variable that is unknown or empty'),
  },
  {
    subject: 'variables',
    aspect: 'Go through filters: fallback, default, datetime_format, datetime_timezone.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions('the texts of a rule have filters for what is missing, and for times'),
  },
  {
    subject: 'variables',
    aspect: 'current_user is the agent who acts; in the texts of a rule it is nobody.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions('the texts of a rule of a macro that an agent applies know the agent'),
  },
  {
    subject: 'variables',
    aspect: 'satisfaction_survey_url is the link of the ticket, which has a survey from then on.',
    standing: 'inferred',
    source: 'none: chosen; the variable is documented',
    test: inActions('the texts of a rule can hold the link to the survey of the ticket'),
  },
  {
    subject: 'variables',
    aspect: 'Are escaped in HTML.',
    standing: 'inferred',
    source: 'none: chosen',
    test: texts('escapes values for HTML, and not the template'),
  },
  {
    subject: 'variables',
    aspect: 'Show tags by their names, and times as text.',
    standing: 'inferred',
    source: 'none: chosen',
    test: SHOWN.name,
  },
])
