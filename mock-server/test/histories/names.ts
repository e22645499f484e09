/** Who takes part in a history: few, so that they meet. */
export const AGENTS = ['robin@acme.test', 'sasha@acme.test'] as const

/** What a rule can only name by its id, which nobody knows before: it is filled in when the rule is made. */
export const ROBIN = '%ROBIN%'
export const TEAM = '%TEAM%'
export const MACRO = '%MACRO%'

export const MAILBOX = 'support@acme.test'
/** No mailbox of the account: what is sent from there fails. */
export const NO_MAILBOX = 'elsewhere@acme.test'

/** Customers by e-mail; at one of the addresses nobody can be reached, and one is written to by rules. */
export const PEOPLE = [
  'ana@example.com',
  'Ben@Example.com',
  'cy@bounces.invalid',
  'boss@example.com',
] as const

/** A customer of the chat without an address. */
export const VISITOR = 'visitor-7'

export const TAGS = ['gladly-ai', 'vip', 'later', 'ai_ignore'] as const

/** The words of customers; some of them look like something else. */
export const WORDS = [
  'Hello',
  'Thanks, that is all',
  'I want a refund',
  '{{ticket.messages.body_text}}',
  '<b>Bold</b> & "quoted"',
  'boss@example.com',
  'Yes\n\nOn Mon, Mar 2, 2026, at 09:00 AM, Support <support@acme.test> wrote:\n> Is it?',
] as const

/** Texts of the shop, with whatever variables may hold what is not for customers. */
export const TEMPLATES = [
  'Hi {{ticket.customer.firstname|fallback("there")}}, we have it.',
  'You wrote: {{message.text}} {{message.body_text}} {{message.stripped_text}} {{message.body_html}}',
  'So far: {{ticket.messages.body_text}} {{ticket.messages.body_html}} {{ticket.messages.stripped_text}}',
  'First: {{ticket.messages[0].body_text}}, then: {{ticket.messages[1].body_text}} {{ticket.messages[2].body_text}}',
  '{{ticket.subject}}: {{ticket.excerpt}} {{ticket.tags}} {{ticket.messages.subject}}',
  'What do you think? {{satisfaction_survey_url}}',
] as const

/** With this begins every word that nobody but the team may read; each note has one of its own. */
export const SECRET = 'zqnote'
/** What an answer says that the account only keeps: another system sent it. */
export const ELSEWHERE = 'Sent by another system.'
