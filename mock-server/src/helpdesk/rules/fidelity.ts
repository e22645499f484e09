import { recordsOf } from '../../kernel/fidelity.ts'
import { LANGUAGE_FIDELITY } from './language/fidelity.ts'
import { TEMPLATE_FIDELITY } from './template-fidelity.ts'

const ONCE = 'the auto-reply rule fires once in five minutes for one customer, however many tickets [REQ-081]'
const NOT_API =
  'the auto-reply rule does not answer messages of the channel api, nor a ticket of notes alone [REQ-081]'
const CHOSEN = 'none: chosen'
const inTriggers = (name: string) => ({ file: 'mock-server/test/rules-triggers.test.ts', name })
const inActions = (name: string) => ({ file: 'mock-server/test/rules-actions.test.ts', name })
const inBounds = (name: string) => ({ file: 'mock-server/test/rules-bounds.test.ts', name })

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
    subject: 'triggers',
    aspect: 'Tickets updated and tickets assigned run on an assignment, in this order.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: inTriggers('rules of each trigger run on an assignment: tickets updated, then tickets assigned'),
  },
  {
    subject: 'triggers',
    aspect: 'A team that gets a ticket is no assignment.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: inTriggers(
      'rules of each trigger do not run as assigned when a team alone gets the ticket, nor when a user loses it',
    ),
  },
  {
    subject: 'triggers',
    aspect: 'Ticket self-unsnoozed runs at the end of a snooze.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: inTriggers('rules of each trigger run once a snooze has come to its end, and only then'),
  },
  {
    subject: 'triggers',
    aspect: 'Satisfaction survey responded runs when a survey has a new score.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: inTriggers(
      'rules of each trigger run when a customer has answered the survey of the ticket, and only then',
    ),
  },
  {
    subject: 'triggers',
    aspect:
      'Ticket updated runs on status, assignment, tags, spam, messages, subject, customer, snooze and trash.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: inTriggers('rules on tickets updated run when a ticket is %s'),
  },
  {
    subject: 'triggers',
    aspect: 'Ticket updated does not see that the text of a message was changed.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: inTriggers('rules on tickets updated do not see that the text of a message was changed'),
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
    subject: 'actions',
    aspect: 'Each that was carried out leaves an action-executed, then the rule its rule-executed.',
    standing: 'inferred',
    source: 'none: chosen; the types of the events are documented, their order and data are not',
    test: inActions(
      'the history of a ticket has an event of each action that a rule carried out, then one of the rule',
    ),
  },
  {
    subject: 'actions',
    aspect: 'All rules of one change take 2,000 actions at the most.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds('what one change lets rules do is bounded in actions'),
  },
  {
    subject: 'actions',
    aspect: 'All rules of one change write 2,000,000 characters at the most.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds('what one change lets rules do is bounded in characters'),
  },
  {
    subject: 'conditions',
    aspect: 'All rules of one change take 200,000 steps at the most; 1,024 characters searched are one.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds('what one change lets rules do is bounded in steps, all rules together'),
  },
  {
    subject: 'action sendEmail',
    aspect: 'Is a message of the ticket that leaves, and makes it billable as a forward does.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions(
      'a rule that sends an e-mail writes to any address, as a message of the ticket that leaves and bills it',
    ),
  },
  {
    subject: 'action sendEmail',
    aspect: 'The guards of auto-replies do not hold for it: it answers nobody.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions(
      'a rule that sends an e-mail answers nobody, so it may write about messages of the channel api',
    ),
  },
  {
    subject: 'action sendEmail',
    aspect: 'Refuses more than ten recipients, what is no address, and a sender who is no mailbox.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions('a rule that sends an e-mail sends nothing to %s'),
  },
  {
    subject: 'action applyMacro',
    aspect: 'Macros with actions that rules cannot take, on shops or webhooks, are refused.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: {
      file: 'mock-server/test/resources/rules.test.ts',
      name: 'a rule that applies macros which rules cannot apply is refused with their places',
    },
  },
  {
    subject: 'action applyMacro',
    aspect: 'The text of the macro leaves as the auto-reply of the rule, under the same guards.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions(
      'a rule that applies a macro does what the macro does, sends its text as the reply, and counts its use',
    ),
  },
  {
    subject: 'action facebookHideComment',
    aspect: 'It and facebookLikeComment mark the comment in its meta; on other messages they do nothing.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions('a rule about Facebook comments has no effect on anything else'),
  },
  {
    subject: 'loop protection',
    aspect: 'What rules do in answer to rules is bounded, for each ticket and hour: 500 actions.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds('rules that set each other off come to an end, however many they are'),
  },
  {
    subject: 'loop protection',
    aspect: 'What rules write in answer to rules is bounded, for each ticket and hour: 1,000,000 characters.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds('rules that set each other off do not write without end'),
  },
  {
    subject: 'loop protection',
    aspect: 'What rules look at in answer to rules is bounded, for each ticket and hour: 500,000 steps.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds('what one change lets rules do is bounded in steps where rules answer rules'),
  },
  {
    subject: 'loop protection',
    aspect: 'All rules of an account write 10,000 e-mails an hour at the most, whomever they go to.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds(
      'what rules of an account write within an hour is bounded whomever it goes to, and ends with the hour',
    ),
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
    aspect: 'All rules together write twelve messages an hour to the customer of a ticket at the most.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds(
      'what rules write to a customer within an hour is bounded for all rules together, and ends with the hour [REQ-081]',
    ),
  },
  {
    subject: 'auto-reply',
    aspect: 'All rules together write a hundred e-mails an hour to any other address at the most.',
    standing: 'inferred',
    source: CHOSEN,
    test: inBounds(
      'what rules write to a customer within an hour is more for other addresses, whichever tickets it is about, and bounded as well',
    ),
  },
  {
    subject: 'auto-reply',
    aspect: 'Does not answer mail that says of itself that no person wrote it.',
    standing: 'inferred',
    source: CHOSEN,
    test: inActions('the auto-reply rule does not answer mail that says that no person wrote it'),
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
export const RULE_FIDELITY = [...engine, ...TEMPLATE_FIDELITY, ...filters, ...LANGUAGE_FIDELITY]
