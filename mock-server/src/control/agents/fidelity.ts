import { recordsOf } from '../../kernel/fidelity.ts'

const refused = (name: string) => ({
  file: 'mock-server/test/agent-refusals.test.ts',
  name: `what an agent may not do ${name}`,
})

/** What is known about people who work in the helpdesk. */
export const AGENT_FIDELITY = recordsOf('Agents at work', 'mock-server/test/agents.test.ts', [
  {
    subject: 'reply',
    aspect: 'Has the via "helpdesk", filled stripped bodies and include_thread false.',
    standing: 'recorded',
    source: 'recorded answers, 2024',
    test: 'an agent replies to a handoff: an e-mail from the support address, through the helpdesk, billed once (REQ-006, REQ-014, REQ-021, REQ-079, REQ-086)',
  },
  {
    subject: 'reply',
    aspect: 'Reads and opens the ticket: is_unread is false, opened_datetime the first time.',
    standing: 'inferred',
    source: 'none: chosen; the names of the fields say it',
    test: 'an agent sends and closes in one go, and has opened what they worked on',
  },
  {
    subject: 'reply',
    aspect: 'Is refused where the customer has no address that it could go to.',
    standing: 'inferred',
    source: 'none: chosen',
    test: refused('is to reply where no e-mail can go'),
  },
  {
    subject: 'forward',
    aspect: 'Goes out with the thread and makes the ticket billable.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'an agent forwards an e-mail with its thread but without its notes, and that bills',
  },
  {
    subject: 'forward',
    aspect: 'Makes a customer of its recipient, and is quoted to nobody else.',
    standing: 'inferred',
    source: 'none: chosen',
    test: 'an agent forwards what the customer never sees, not even quoted beneath a later reply',
  },
  {
    subject: 'outgoing ticket',
    aspect: 'Is billable as soon as its first message has left.',
    standing: 'documented',
    source: 'help centre, 2026',
    test: 'an agent opens a ticket by writing to a customer: it goes out, and bills without an answer',
  },
  {
    subject: 'macro',
    aspect: 'Its response text is sent in the name of the agent, with its variables filled in.',
    standing: 'inferred',
    source: 'none: chosen; the variables are documented',
    test: 'an agent applies a macro: its text is sent in their name, its actions are done, its use counts once',
  },
  {
    subject: 'roles',
    aspect: 'Hold at the desk as over the API: observers only look, lite agents answer.',
    standing: 'inferred',
    source: 'none: chosen; that rights depend on the role is documented',
    test: refused('is everything to an observer'),
  },
])
