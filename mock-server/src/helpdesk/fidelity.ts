import { recordsOf } from '../kernel/fidelity.ts'
import { AI_AGENT_FIDELITY } from './ai-agent/fidelity.ts'
import { BILLING_FIDELITY } from './billing/fidelity.ts'
import { HTTP_INTEGRATION_FIDELITY } from './http-integrations/fidelity.ts'
import { LIFECYCLE_FIDELITY } from './lifecycle-fidelity.ts'
import { MAIL_FIDELITY } from './mail/fidelity.ts'
import { RULE_FIDELITY } from './rules/fidelity.ts'

const KNOWN_NAME = 'a ticket compares addresses without case and blanks, and keeps a known name [REQ-035]'

const ticketMerges = recordsOf('Ticket merge', 'mock-server/test/ticket-merge.test.ts', [
  {
    subject: 'merged ticket',
    aspect: 'Answers each of its paths with a 301 to the same path of the ticket that remains.',
    standing: 'documented',
    source: 'change log, August 2023',
    test: 'a ticket that was merged into another answers each of its paths with a 301 to the same path of the other, and so do its calls to change',
  },
  {
    subject: 'merged ticket',
    aspect: 'Gives its messages and tags to the ticket that remains, which keeps all else.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket that was merged into another gives it its messages and tags; subject and customer stay; lists have one ticket',
  },
  {
    subject: 'merged ticket',
    aspect: 'Gives its survey to the ticket that remains; where that has one, its own goes.',
    standing: 'inferred',
    source: 'none: chosen; that a ticket has one survey at most is documented',
    test: 'a ticket that was merged into another gives it its survey, unless it has one of its own',
  },
  {
    subject: 'merged ticket',
    aspect: 'Leaves a ticket-merged event with source_ticket_id on the ticket that remains.',
    standing: 'inferred',
    source: 'none: chosen; the type of the event is documented',
    test: 'a ticket that was merged into another leaves an event on the other, and leads on where that is merged in its turn',
  },
  {
    subject: 'merged ticket',
    aspect: 'Stays billable if it was answered before.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket that was merged into another stays on the bill, each ticket that was answered once',
  },
])

const asynchronous = recordsOf('Asynchronous facts', 'mock-server/test/asynchronous-facts.test.ts', [
  {
    subject: 'language',
    aspect: 'Is null in the answer that creates a ticket and told from the text a moment later.',
    standing: 'recorded',
    source: 'recorded answers, August 2026; how it is told is chosen',
    test: 'the language of a ticket is null in the answer that creates it, and told a moment later',
    compared: '2026-11-22',
  },
  {
    subject: 'language',
    aspect: 'Is not told from short texts; does not change once it is there.',
    standing: 'documented',
    source: 'reference, mid 2026; what is short is chosen',
    test: 'the language of a ticket stays what it is, told or given',
  },
  {
    subject: 'usage of a tag',
    aspect: 'Follows a moment after a ticket got or lost the tag.',
    standing: 'recorded',
    source: 'recorded answers, August 2026; the delay is chosen',
    test: 'the usage of a tag is counted a moment after a ticket got or lost it',
    compared: '2026-11-22',
  },
  {
    subject: 'bounce',
    aspect: 'Sent, failed about ten seconds later with an HTML sentence, not retriable, shown on the ticket.',
    standing: 'recorded',
    source: 'recorded answers, November 2024',
    test: 'an e-mail that nobody can receive is sent, and comes back some seconds later: failed, not to be sent again, and on the ticket',
    compared: '2026-11-22',
  },
  {
    subject: 'bounce',
    aspect: 'Addresses below .invalid bounce, all others receive.',
    standing: 'inferred',
    source: 'none: chosen, since nobody can have such an address',
    test: 'an e-mail that nobody can receive is sent, and comes back some seconds later: failed, not to be sent again, and on the ticket',
  },
])

const customers = recordsOf('Customer matching', 'mock-server/test/customer-matching.test.ts', [
  {
    subject: 'e-mail address',
    aspect: 'Finds the profile that has it, whatever the case; the profile holds it in lower case.',
    standing: 'recorded',
    source: 'recorded answers, November 2024',
    test: KNOWN_NAME,
    compared: '2026-11-22',
  },
  {
    subject: 'e-mail address',
    aspect: 'Stays in the source of a message as it was typed.',
    standing: 'recorded',
    source: 'recorded answers, November 2024',
    test: 'a ticket keeps the address as it was typed where the message says how it travelled',
    compared: '2026-11-22',
  },
  {
    subject: 'unknown address',
    aspect: 'Becomes one profile with the address as its preferred channel.',
    standing: 'documented',
    source: 'documentation of 2020',
    test: 'a ticket of an unknown address makes one profile with address and name [REQ-034]',
  },
  {
    subject: 'known name',
    aspect: 'Is kept when a ticket or message names another.',
    standing: 'inferred',
    source: 'set-up guide of Gladly; the documentation of 2020 lets more fields change a profile',
    test: KNOWN_NAME,
  },
  {
    subject: 'nameless profile',
    aspect: 'Is given the name that comes with a later ticket or message.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket gives a nameless profile the name that comes with a later one',
  },
  {
    subject: 'customer of a ticket',
    aspect: 'Where the ticket names none: who wrote, or receives, its first message.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket without a customer of its own belongs to who wrote its first message',
  },
  {
    subject: 'customer of a ticket',
    aspect: 'May be named by id.',
    standing: 'documented',
    source: 'documentation of 2020',
    test: 'a ticket may name its customer by id, and a profile without address by its external id [REQ-031]',
  },
  {
    subject: 'customer of a ticket',
    aspect: 'Is found by external id, where there is no address.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket may name its customer by id, and a profile without address by its external id [REQ-031]',
  },
  {
    subject: 'customer of a ticket',
    aspect: 'Is found by any of the addresses of a profile.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket finds a profile by any of its addresses',
  },
  {
    subject: 'customer of a ticket',
    aspect: 'Is refused where id and address belong to two profiles.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket is refused where id and address belong to two profiles, and changes neither',
  },
  {
    subject: 'customer of a ticket',
    aspect: 'A ticket of nobody is refused.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a ticket of nobody is refused',
  },
])

const messages = recordsOf('Delivery', 'mock-server/test/messages.test.ts', [
  {
    subject: 'outgoing message',
    aspect: 'Without sent_datetime it is sent after the answer.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: "an agent's reply leaves through the mailbox it names, as part of the ticket [REQ-021]",
  },
  {
    subject: 'outgoing message',
    aspect: 'With sent_datetime it was sent elsewhere, and is only kept.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: "an agent's reply that was sent elsewhere, as its sent_datetime says, is only kept",
  },
  {
    subject: 'outgoing message',
    aspect:
      'From an address that is no mailbox it is a 201 that fails afterwards, with the error that was seen.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: "an agent's reply from an address that is no mailbox is 201, and fails afterwards [REQ-061]",
  },
  {
    subject: 'outgoing message',
    aspect: 'Goes to everybody whom its source names, else to the customer.',
    standing: 'inferred',
    source: 'none: chosen',
    test: "an agent's reply goes to everybody it names, else to the customer",
  },
  {
    subject: 'outgoing message',
    aspect: 'Goes nowhere in the channel phone.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: '%s leaves nothing in the outbox and nothing on the bill [REQ-085]',
  },
  {
    subject: 'outgoing message',
    aspect: 'Goes nowhere in the channel api, nor where it is not public.',
    standing: 'inferred',
    source: 'none: chosen',
    test: '%s leaves nothing in the outbox and nothing on the bill [REQ-085]',
  },
  {
    subject: 'internal note',
    aspect: 'Is only stored.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'no part of a note reaches the customer, not even with the reply that follows it [REQ-039]',
  },
  {
    subject: 'message texts',
    aspect: 'HTML and text are kept as they were sent, neither made from the other.',
    standing: 'recorded',
    source: 'recorded answers, February 2025 and August 2026',
    test: 'HTML and text are kept as they were sent, neither made from the other',
  },
  {
    subject: 'count and excerpt',
    aspect: 'A ticket counts all its messages, and shows the beginning of the newest public one.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'a ticket counts its messages, and shows the beginning of the newest public one',
  },
  {
    subject: 'delays',
    aspect: 'Realistic effects: a message leaves half a second after the answer; 190 to 900 ms were seen.',
    standing: 'recorded',
    source: 'recorded answers, 2024 to 2026',
    test: 'what follows by itself takes its time if effects are realistic',
  },
])

const inbound = recordsOf('Inbound e-mail', 'mock-server/test/inbound.test.ts', [
  {
    subject: 'answer of a customer',
    aspect: 'Comes onto the ticket that it answers, and reopens it.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: "a customer's e-mail that answers one of ours comes onto the same ticket and reopens it [REQ-022]",
  },
  {
    subject: 'new e-mail',
    aspect: 'Opens a ticket of the profile that has the address.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: "a customer's e-mail that answers nothing opens a ticket, of the profile that has the address",
  },
  {
    subject: 'closed ticket',
    aspect: 'A message of the customer over the API reopens it, too.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: {
      file: 'mock-server/test/messages.test.ts',
      name: "a customer's message reopens a closed ticket and marks it unread",
    },
  },
])

const history = recordsOf('History', 'mock-server/test/resources/events.test.ts', [
  {
    subject: 'events of a request',
    aspect: 'Share one context; a new ticket leaves ticket-created, and ticket-updated behind it.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'an event has the recorded keys, and one context with all of its request',
    compared: '2026-11-22',
  },
  {
    subject: 'types of events',
    aspect: 'What the helpdesk writes has names of the documented list.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'the list of events takes every type of event that the helpdesk writes',
  },
])

/** What is known about what Gorgias does by itself. */
export const HELPDESK_FIDELITY = [
  ...ticketMerges,
  ...asynchronous,
  ...customers,
  ...messages,
  ...inbound,
  ...history,
  ...LIFECYCLE_FIDELITY,
  ...MAIL_FIDELITY,
  ...RULE_FIDELITY,
  ...HTTP_INTEGRATION_FIDELITY,
  ...AI_AGENT_FIDELITY,
  ...BILLING_FIDELITY,
]
