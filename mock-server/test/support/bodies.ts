/** Bodies of calls, as small as they can be; each takes what a test wants otherwise. */

type Fields = Readonly<Record<string, unknown>>

export const CUSTOMER = 'ana@example.com'
/** The built-in mailbox of the account `acme`. */
export const mailboxOf = (subdomain: string): string => `support@${subdomain}.test`

/** A message that a customer wrote by e-mail. */
export const fromCustomer = (more: Fields = {}, email = CUSTOMER): Fields => ({
  channel: 'email',
  from_agent: false,
  sender: { email },
  source: { from: { address: email }, to: [{ address: 'support@acme.test' }] },
  body_text: 'Where is my order?',
  ...more,
})

/** A message that an agent writes to a customer by e-mail, through a mailbox. */
export const fromAgent = (mailbox: string, more: Fields = {}, email = CUSTOMER): Fields => ({
  channel: 'email',
  from_agent: true,
  source: { from: { address: mailbox }, to: [{ address: email }] },
  receiver: { email },
  body_text: 'It is on its way.',
  ...more,
})

export const note = (more: Fields = {}): Fields => ({
  channel: 'internal-note',
  from_agent: true,
  body_text: 'Customer is upset.',
  ...more,
})

export const ticketFrom = (email: string, more: Fields = {}): Fields => ({
  customer: { email },
  messages: [fromCustomer({}, email)],
  ...more,
})

export const ticket = (more: Fields = {}): Fields => ticketFrom(CUSTOMER, more)

/** A handoff as it comes in: the transcript from the customer, the summary as a note. */
export const handoff = (more: Fields = {}): Fields =>
  ticket({
    subject: 'Handed off',
    tags: [{ name: 'gladly-ai' }],
    messages: [fromCustomer(), note()],
    ...more,
  })
