import { recordsOf } from '../../kernel/fidelity.ts'
import { ruleAction } from './actions.ts'
import { languageFidelity } from './language/fidelity.ts'

const ONCE = 'the auto-reply rule fires once in five minutes for one customer, however many tickets [REQ-081]'
const NOT_API =
  'the auto-reply rule does not answer messages of the channel api, nor a ticket of notes alone [REQ-081]'
const texts = (name: string) => ({
  file: 'mock-server/src/helpdesk/templates.test.ts',
  name: `renderTemplate ${name}`,
})
const SHOWN = {
  file: 'mock-server/test/resources/rules.test.ts',
  name: 'texts of a rule show tags by their names and times as text; conditions compare times',
}

const engine = recordsOf('Rules at work', 'mock-server/test/rules.test.ts', [
  {
    subject: 'triggers',
    aspect: 'Run in order: ticket created, then new message, then ticket updated.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'rules run by trigger: ticket created, then new message, then ticket updated [REQ-081]',
  },
  {
    subject: 'triggers',
    aspect: 'A tag that comes by a later call is no ticket-created.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'the auto-reply rule does not fire for a tag that comes by a later call [REQ-080]',
  },
  {
    subject: 'triggers',
    aspect: 'Rules on messages look at the message that came.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'rules on messages look at the message that came, on tickets updated at the change',
  },
  {
    subject: 'triggers',
    aspect: 'An imported ticket sets off no rule.',
    standing: 'inferred',
    source: 'none: chosen; the reference does not say what an import does to rules',
    test: 'the auto-reply rule does not answer imported tickets',
  },
  {
    subject: 'order',
    aspect: 'Rules of one trigger run in their listed order.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'rules of one trigger run in their listed order, and see what those before did [REQ-081]',
  },
  {
    subject: 'order',
    aspect: 'Every rule that matches runs, and sees what those before it did.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'rules of one trigger run in their listed order, and see what those before did [REQ-081]',
  },
  {
    subject: 'actions',
    aspect: 'One that is impossible when the rule runs is left out as a whole; the others are carried out.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'rules that ask for the impossible do everything else, and are on record',
  },
  {
    subject: 'actions',
    aspect: 'A rule of which no action could be carried out leaves no rule-executed.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'rules that do nothing but the impossible are not on record',
  },
  {
    subject: 'loop protection',
    aspect: 'A rule never answers to a change that it caused itself, however indirectly.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'rules that set each other off come to an end',
  },
  {
    subject: 'auto-reply',
    aspect: 'One customer gets no more than one in five minutes.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: ONCE,
  },
  {
    subject: 'auto-reply',
    aspect: 'Those five minutes are counted for each rule by itself.',
    standing: 'inferred',
    source: 'none: chosen',
    test: {
      file: 'mock-server/test/rule-language.test.ts',
      name: 'two rules that reply each have five minutes of their own',
    },
  },
  {
    subject: 'auto-reply',
    aspect: 'Does not answer messages of the channel api.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: NOT_API,
  },
  {
    subject: 'auto-reply',
    aspect: 'Does not answer a ticket of notes alone.',
    standing: 'inferred',
    source: 'none: chosen',
    test: NOT_API,
  },
  {
    subject: 'auto-reply',
    aspect: 'Does not answer mail of a mailing list: any with cc recipients.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'the auto-reply rule does not answer mail with cc recipients, and does all else that the rule asks for',
  },
  {
    subject: 'auto-reply',
    aspect: 'Does answer spam, unless the rule excludes it.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'the auto-reply rule does answer spam, unless it excludes it [REQ-081]',
  },
  {
    subject: 'auto-reply',
    aspect: 'Leaves as a message via rule, with the rule_id.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the auto-reply rule answers a tagged ticket with the text of the rule, and leaves the others alone [REQ-019, REQ-077, REQ-078]',
  },
  {
    subject: 'business hours',
    aspect: 'Are those of the setting business-hours, in its time zone; 1 is Monday.',
    standing: 'inferred',
    source: 'none: chosen; the setting is on record',
    test: 'business hours in %s of %j: at %s a rule finds the account open: %s',
  },
  {
    subject: 'business hours',
    aspect: 'That end no later than they begin end on the day after.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'business hours that end before they begin go on into the next day: at %s open is %s',
  },
])

const templates = recordsOf('Templates', SHOWN.file, [
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

const filters = recordsOf('View filters', 'mock-server/src/helpdesk/rules/language/evaluate.test.ts', [
  {
    subject: 'current_user',
    aspect: 'Is filled in with the data of the caller.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a view filter fills in who is looking',
  },
  {
    subject: 'variables',
    aspect: 'Are fewer than those of rules; ticket.subject is refused.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: {
      file: 'mock-server/src/helpdesk/rules/language/check.test.ts',
      name: 'a view filter knows fewer variables than a rule',
    },
  },
])

/** What is known about rules at work, and about the language in which they and filters are written. */
export const RULE_FIDELITY = [
  ...engine,
  ...templates,
  ...filters,
  ...languageFidelity((action) => ruleAction(action) !== undefined),
]
