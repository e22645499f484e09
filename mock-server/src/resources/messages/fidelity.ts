import { recordsOf } from '../../kernel/fidelity.ts'

const KEYS = 'a message has the recorded keys, in one order on POST and in another elsewhere'
const NEEDS = 'a message needs channel and from_agent each time it is written, and a sender address by e-mail'

/** What is known about messages on their own endpoints. */
export const messageFidelity = recordsOf('Messages', 'mock-server/test/resources/messages.test.ts', [
  {
    subject: 'listMessages',
    aspect: 'Answers the older envelope with cursors, the newest message in front.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'lists of messages of all tickets have cursors, the newest message in front, and can be of one ticket',
  },
  {
    subject: 'listTicketMessages',
    aspect: 'Still counts pages of 30, although deprecated.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'lists of messages of one ticket count pages, the oldest message in front',
  },
  {
    subject: 'listTicketMessages',
    aspect: 'Has the oldest message in front.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'lists of messages of one ticket count pages, the oldest message in front',
  },
  {
    subject: 'listTicketMessages',
    aspect: 'Redirects with 301, as all below a ticket does, where the ticket was merged into another.',
    standing: 'documented',
    source: 'change log, August 2023',
    test: {
      file: 'mock-server/test/openapi.test.ts',
      name: 'the document of the API says of the right operations that they redirect to what took the place of a resource',
    },
  },
  {
    subject: 'createTicketMessage',
    aspect: 'Answers the message: keys, their order and types.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
    compared: '2026-11-22',
  },
  {
    subject: 'createTicketMessage',
    aspect: 'Needs channel and from_agent.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: NEEDS,
  },
  {
    subject: 'createTicketMessage',
    aspect: 'Refuses an e-mail without source.from in the words that were seen.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: NEEDS,
  },
  {
    subject: 'createTicketMessage',
    aspect:
      'Is 400 for an integration, a macro or a mentioned user that does not exist, as updateTicketMessage is.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a message that names what does not exist is refused with the field: %j',
  },
  {
    subject: 'createTicketMessage',
    aspect: 'Only an internal note takes mention_ids.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a message mentions users, and uses macros and integrations, where they exist; only a note mentions',
  },
  {
    subject: 'getTicketMessage',
    aspect: 'Answers the keys of the message in another order than POST.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: KEYS,
  },
  {
    subject: 'getTicketMessage',
    aspect: 'Is 404 under the path of another ticket.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'a message under the path of another ticket is not there',
  },
  {
    subject: 'updateTicketMessage',
    aspect: 'Needs channel and from_agent.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: NEEDS,
  },
  {
    subject: 'updateTicketMessage',
    aspect: 'A message cannot change between agent and customer.',
    standing: 'inferred',
    source: 'none: chosen',
    test: NEEDS,
  },
  {
    subject: 'updateTicketMessage',
    aspect: 'action=cancel deletes the message.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a message is deleted by action=cancel',
  },
  {
    subject: 'updateTicketMessage',
    aspect: 'action=retry sends a message again whose sending failed.',
    standing: 'inferred',
    source: 'none: chosen; the reference has it for failed external actions',
    test: 'a message that could not be sent is sent again by action=retry, once its sender is put right',
  },
  {
    subject: 'deleteTicketMessage',
    aspect: 'Answers 204 without a body; the count and the excerpt of the ticket follow.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'a message that is deleted takes its place in the count and the excerpt with it',
  },
])
