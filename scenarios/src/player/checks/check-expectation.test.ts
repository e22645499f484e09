import { describe, expect, it } from 'vitest'
import type { Expectation } from '../../format/schema/expectation.ts'
import type { TicketWithMessages } from '../desk.ts'
import type { Sight } from '../sight.ts'
import { checkExpectation } from './check-expectation.ts'

const customer = { id: 5, name: 'Dana Ruiz', email: 'dana@example.com' }
const ticket: TicketWithMessages = {
  id: 7,
  subject: 'Gladly AI Handoff',
  status: 'open',
  priority: 'normal',
  channel: 'email',
  tags: [{ name: 'gladly-ai' }],
  customer,
  assignee_team: { id: 2, name: 'Returns' },
  messages: [
    {
      id: 15,
      public: true,
      channel: 'email',
      via: 'rule',
      from_agent: true,
      rule_id: 3,
      sender: { email: 'support@acme.test' },
      body_text: 'We have it.',
      body_html: null,
    },
    {
      id: 16,
      public: false,
      channel: 'internal-note',
      via: 'api',
      from_agent: true,
      rule_id: null,
      sender: { email: 'admin@acme.test' },
      body_text: 'A note.',
      body_html: null,
    },
  ],
}
const ids = { handoff_id: 'h1', conversation_id: 'c1', attempts: 1, waited_ms: 0 }

const sight: Sight = {
  tickets: [ticket],
  earlierTickets: [{ ...ticket, id: 3 }],
  opened: new Map([[7, ticket]]),
  ticketNames: new Map([['lamp', 7]]),
  customers: 1,
  outbox: [
    {
      to: 'dana@example.com',
      from: 'support@acme.test',
      subject: 'Re: lamp',
      text: 'We have it.',
      html: '',
      ticket_id: 7,
      header_message_id: '<1@acme.test>',
    },
  ],
  bill: { plan: 'basic', amount: 60, currency: 'USD', billable_tickets: 0, tickets: [] },
  requests: [{ id: 1, at: '', operation: 'createTicket', method: 'POST', path: '/api/tickets', status: 0 }],
  outcomes: [
    { name: 'lamp', outcome: { ...ids, status: 'created', ticket_id: 7, ticket_url: 'https://x.test/7' } },
    {
      name: undefined,
      outcome: {
        ...ids,
        handoff_id: 'h2',
        status: 'failed',
        code: 'no_email',
        message: 'No address.',
        hint: '',
        notified: 'sent',
      },
    },
  ],
  errorMails: [],
  handoffMessages: [
    {
      handoffId: 'h1',
      conversationId: 'c1',
      customerId: 'x',
      channel: 'chat',
      text: 'Soon.',
      customer: 'dana',
    },
  ],
  followUps: [{ handoffId: 'h2', conversationId: 'c2', code: 'no_email', message: 'No address.' }],
}

const findings = (expectation: Expectation) =>
  checkExpectation(expectation, ['then'], sight).map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('checking what is to be seen', () => {
  it('finds nothing wrong in what is so', () => {
    expect(
      findings({
        tickets: 1,
        ticket: {
          named: 'lamp',
          team: 'Returns',
          tags_contain: ['gladly-ai'],
          tags_lack: ['vip'],
          customer: { name: 'Dana Ruiz', email: 'dana@example.com', tickets: 2 },
          messages: [
            { from: 'rule', public: true, text_contains: 'We have it.' },
            { note: true, from: 'agent' },
          ],
        },
        customers: 1,
        outbox: [{ to: 'dana@example.com', from: 'support@acme.test', subject: 'Re: lamp' }],
        billing: { billable_tickets: 0, amount: 60 },
        requests: [{ operation: 'createTicket', count: 1 }],
        handoffs: { created: 1, failed: 1 },
        handoff: { named: 'lamp', status: 'created', same_ticket_as: 'lamp' },
        error_mails: 0,
        handoff_messages: [{ customer: 'dana', text: 'Soon.' }],
        follow_ups: 1,
      }),
    ).toEqual([])
  })

  it.each<[Expectation, string]>([
    [{ tickets: 0 }, 'then.tickets: expected 0 tickets, found 1: ticket 7 "Gladly AI Handoff" (open)'],
    [{ ticket: { team: null } }, 'then.ticket.team: expected ticket 7 to have team nothing, found "Returns"'],
    [
      { ticket: { tags_lack: ['gladly-ai'] } },
      'then.ticket.tags_lack: expected ticket 7 not to have tag "gladly-ai"; it has gladly-ai',
    ],
    [
      { ticket: { customer: { tickets: 1 } } },
      'then.ticket.customer.tickets: expected the customer of ticket 7 to have this many tickets: 1, found 2',
    ],
    [
      { ticket: { messages: 3 } },
      'then.ticket.messages: expected ticket 7 to have 3 messages, found 2: message 15 from rule (email); message 16 from agent (internal-note)',
    ],
    [
      { ticket: { messages: [{}, { note: false }] } },
      'then.ticket.messages.1.note: expected message 16 to be an internal note: false, found true',
    ],
    [
      { ticket: { messages: [{ from: 'agent' }, {}] } },
      'then.ticket.messages.0.from: expected message 15 to be from "agent", found "rule"',
    ],
    [{ customers: 2 }, 'then.customers: expected 2 customer profiles, found 1'],
    [{ outbox: 0 }, 'then.outbox: expected 0 e-mails, found 1: to dana@example.com, "Re: lamp"'],
    [
      { outbox: [{ to: 'x@example.com' }] },
      'then.outbox.0.to: expected e-mail 1 to go to "x@example.com", found "dana@example.com"',
    ],
    [{ requests: 0 }, 'then.requests: expected 0 requests, found 1; in all: POST /api/tickets unanswered'],
    [
      { requests: [{ operation: 'listTickets', status: 200, count: 1 }] },
      'then.requests.0: expected 1 request (listTickets with status 200), found 0; in all: POST /api/tickets unanswered',
    ],
    [
      { handoffs: { created: 2 } },
      'then.handoffs.created: expected 2 handoffs to end as created, found 1: h2 failed (no_email: No address.)',
    ],
    [
      { handoff: { code: 'unauthorized' } },
      'then.handoff.code: expected the handoff h2 to fail with "unauthorized", found "no_email"',
    ],
    [
      { handoff: { same_ticket_as: 'lamp' } },
      'then.handoff.same_ticket_as: expected the handoff h2 to have ticket 7, found nothing',
    ],
    [{ error_mails: 1 }, 'then.error_mails: expected 1 error mail, found 0'],
    [
      { handoff_messages: [{ text: 'Later.' }] },
      'then.handoff_messages.0.text: expected handoff message 1 to be "Later.", found "Soon."',
    ],
    [{ follow_ups: 0 }, 'then.follow_ups: expected 0 follow-ups, found 1: c2 (no_email)'],
  ])('tells what is not so: %j', (expectation, message) => {
    expect(findings(expectation)).toEqual([message])
  })

  it('says that there is no ticket to look at', () => {
    const empty: Sight = { ...sight, tickets: [], opened: new Map(), ticketNames: new Map() }
    expect(checkExpectation({ ticket: { status: 'open' } }, [], empty)).toEqual([
      { path: ['ticket'], message: 'expected a ticket, found none' },
    ])
  })
})
