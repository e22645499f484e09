import type { Seed } from './document.ts'

/** The rule of the set-up guide: it confirms each handoff by e-mail, at the price of a billable ticket. */
const AUTO_REPLY = `if (containsAny(ticket.tags.name, ["gladly-ai"])) {
    Action("replyToTicket", {
        body_text: "Hi {{ticket.customer.firstname}}, we have your request. A colleague will answer by e-mail soon.",
        body_html: "<p>Hi {{ticket.customer.firstname}},</p><p>we have your request. A colleague will answer by e-mail soon.</p>"
    })
}`

/** A small shop that is set up for handoffs. */
export const demoSeed: Seed = {
  plan: 'basic',
  users: [
    { name: 'Gladly Integration', email: 'gladly-integration@acme.test', role: 'admin' },
    { name: 'Robin Agent', email: 'robin@acme.test', role: 'agent' },
  ],
  teams: [{ name: 'Returns', members: ['robin@acme.test'] }],
  tags: ['gladly-ai'],
  rules: [
    {
      name: 'Auto-reply to Gladly AI handoffs',
      description: 'Confirms each handoff to the customer by e-mail.',
      event_types: 'ticket-created',
      code: AUTO_REPLY,
    },
    {
      name: 'Keep Gladly AI handoffs apart',
      description: 'Auto-merge must not put a handoff into an older ticket of the same customer.',
      event_types: 'ticket-created',
      code: 'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("excludeTicketFromAutoMerge", {}) }',
    },
  ],
  views: [
    {
      name: 'Gladly AI',
      slug: 'gladly-ai',
      filters: 'containsAny(ticket.tags.name, ["gladly-ai"]) && eq(ticket.status, "open")',
    },
  ],
  customers: [
    {
      name: 'Mara Lindqvist',
      email: 'mara.lindqvist@example.com',
      phone: '+15550100',
      integrations: {
        '130200': {
          __integration_type__: 'shopify',
          orders: [{ name: '#1047', financial_status: 'paid', total_price: '129.00' }],
        },
      },
      tickets: [
        {
          subject: 'Do you ship to Norway?',
          status: 'closed',
          messages: [
            { from: 'customer', text: 'Hi, do you ship to Norway?' },
            { from: 'agent', text: 'We do, in three to five days.' },
          ],
          calls: [{ direction: 'outbound', agent: 'robin@acme.test', duration: 95, recorded: true }],
        },
      ],
    },
  ],
}
