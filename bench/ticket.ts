const text = 'The lamp arrived with a cracked shade. '.repeat(25)

/** A ticket with two messages, about as large as a handoff. */
export const ticketBody = {
  channel: 'email',
  via: 'api',
  from_agent: false,
  subject: 'Gladly AI Handoff',
  external_id: 'gladly:bench:1',
  customer: { email: 'mara@example.com', name: 'Mara Lindqvist' },
  tags: [{ name: 'gladly-ai' }, { name: 'Order_Status' }],
  messages: [
    {
      channel: 'email',
      via: 'api',
      from_agent: false,
      sender: { email: 'mara@example.com', name: 'Mara Lindqvist' },
      source: {
        type: 'email',
        from: { name: 'Mara Lindqvist', address: 'mara@example.com' },
        to: [{ name: '', address: 'support@acme.test' }],
      },
      body_text: text,
      body_html: `<p>${text}</p>`,
    },
    {
      channel: 'internal-note',
      via: 'api',
      from_agent: true,
      public: false,
      sender: { email: 'admin@acme.test' },
      body_text: text,
    },
  ],
} as const

/** A ticket with three messages from a customer of its own. */
export const ticketOf = (number: number) => {
  const customer = { email: `mara.${number}@example.com`, name: `Mara Lindqvist ${number}` }
  const text = `The lamp of order ${number} arrived with a cracked shade. `.repeat(4)
  const [first, note] = ticketBody.messages
  const received = { ...first, sender: customer, body_text: text, body_html: `<p>${text}</p>` }
  return {
    ...ticketBody,
    customer,
    external_id: `gladly:bench:${number}`,
    messages: [received, { ...note, body_text: text }, received],
  }
}
