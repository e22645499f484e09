import { recordsOf } from '../../kernel/fidelity.ts'
import type { Entry } from '../../kernel/fidelity.ts'

const OF_THE_API =
  'a ticket that was made through the API gets no message, no tag and no fee of AI Agent; a normal e-mail beside it does (REQ-098, REQ-099)'
const ANSWERS = 'AI Agent answers an e-mail by its script, closes the ticket and tags it'

const shownBy = (file: string, entries: readonly Entry[]) =>
  recordsOf('AI Agent', `mock-server/test/ai-agent/${file}.test.ts`, entries)

/** What is known about AI Agent. What it says is a script here: no model is asked. */
export const AI_AGENT_FIDELITY = [
  ...shownBy('tickets-of-the-api', [
    {
      subject: 'ticket of the API',
      aspect: 'Is never answered, whatever its channel and whatever the call claims as its via.',
      standing: 'inferred',
      source: 'none of its own: the set-up guide of an integration says so',
      test: OF_THE_API,
    },
    {
      subject: 'ticket of the API',
      aspect:
        'Is not answered later either: not when its customer writes, not when an e-mail is merged into it.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a ticket that was made through the API is left alone when its customer answers by e-mail, too (REQ-098)',
    },
    {
      subject: 'ticket of the API',
      aspect: 'Stays one when a ticket that AI Agent has in hand is merged into it: that ends its part.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a ticket that was made through the API gets no answer where a ticket that AI Agent has in hand is merged into it (REQ-098)',
    },
  ]),
  ...shownBy('answers', [
    {
      subject: 'switch',
      aspect: 'Is off in a fresh account: AI Agent is an add-on.',
      standing: 'documented',
      source: 'pricing page, 2026',
      test: 'AI Agent is off in a fresh account, and answers nothing then',
    },
    {
      subject: 'message',
      aspect:
        'Is signed by a bot user of its own; its via is "ai-agent", which the documented list does not have.',
      standing: 'inferred',
      source: 'none: chosen; that list knows no AI Agent',
      test: ANSWERS,
    },
    {
      subject: 'message',
      aspect: 'Leaves about twenty seconds after the customer wrote, with realistic effects.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'AI Agent takes its time, and leaves alone what a person answered or the customer outdid meanwhile',
    },
    {
      subject: 'message',
      aspect: 'Counts with the auto-replies of rules: beyond the bound of an hour the ticket is handed over.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'AI Agent writes to one customer a bounded number of times an hour, and hands over beyond it',
    },
    {
      subject: 'tags',
      aspect: 'ai_ignore keeps AI Agent away.',
      standing: 'documented',
      source: 'help centre, 2026',
      test: 'AI Agent is kept away by the tag ai_ignore, which a rule of tickets created can put on',
    },
    {
      subject: 'tags',
      aspect: 'It puts on ai_close, ai_answered, ai_handover or ai_ignore, as the outcome is.',
      standing: 'inferred',
      source: 'none: chosen; that its tags begin with ai_ is all that is told',
      test: ANSWERS,
    },
    {
      subject: 'hand-over',
      aspect: 'Leaves the event ticket-handed-over, which has the name of the trigger of HTTP integrations.',
      standing: 'inferred',
      source: 'none: chosen; the trigger is documented, the event is not',
      test: 'AI Agent hands over what its script does not know: a tag and an event, and no word to the customer',
    },
    {
      subject: 'hand-over',
      aspect: 'Ends its part: it is silent on that ticket from then on.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'AI Agent hands over with a word to the customer, and is silent on that ticket from then on',
    },
    {
      subject: 'what it leaves alone',
      aspect: 'Spam, closed and trashed tickets, mail of machines, and what a person has answered.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'AI Agent never answers mail that a machine wrote',
    },
  ]),
  ...shownBy('resolutions', [
    {
      subject: 'resolution',
      aspect: 'Costs its fee, beside the ticket, once 72 hours are over without a person.',
      standing: 'documented',
      source: 'pricing page, 2026',
      test: 'a resolution of AI Agent costs a fee and the ticket once 72 hours are over without a person (REQ-087)',
    },
    {
      subject: 'resolution',
      aspect: 'Costs no fee where a person writes to the customer within 72 hours.',
      standing: 'documented',
      source: 'pricing page, 2026',
      test: 'a resolution of AI Agent costs no fee if it is taken over %s within 72 hours',
    },
    {
      subject: 'resolution',
      aspect: 'A note does not take over; answers within 72 hours of it belong to the same one.',
      standing: 'inferred',
      source: 'none: chosen',
      test: 'a resolution of AI Agent is one, however often it answers within 72 hours, and another one after them',
    },
  ]),
]
