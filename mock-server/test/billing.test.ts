import { describe, expect, it, test } from 'vitest'
import { fromAgent, fromCustomer, handoff, mailboxOf, note, ticket, ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { server, fresh, use } = await testServer({ rateLimit: 'off' })

type Desk = ReturnType<typeof fresh>

describe('a ticket becomes billable', () => {
  it('with the first message from the helpdesk, at its time [REQ-085, REQ-086]', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    await account.clock.advance('P1D')
    const reply = await api.reply(id, fromAgent(mailboxOf(account.name)))
    await account.clock.advance('PT1H')
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.billing()).toMatchObject({
      month: '2026-03',
      billable_tickets: 1,
      tickets: [
        {
          ticket_id: id,
          first_billable_message_id: reply.id,
          by: { kind: 'agent', name: 'Admin' },
          at: '2026-03-03T09:00:00+00:00',
        },
      ],
    })
  })

  it('when an agent opens it by writing to a customer [REQ-085]', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('once for ever: an answer in the next month does not bill it again', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    await account.setClock({ now: '2026-04-01T00:00:00Z' })
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.billing()).toMatchObject({ month: '2026-04', billable_tickets: 0 })
    expect(account.billing('2026-03').billable_tickets).toBe(1)
  })

  it('in the month that its first message left in, to the microsecond', async () => {
    const { account, api } = fresh()
    await account.setClock({ now: '2026-03-31T23:59:59.999999Z' })
    await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    await account.setClock({ now: '2026-04-01T00:00:00Z' })
    await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    expect(account.billing('2026-03').billable_tickets).toBe(1)
    expect(account.billing('2026-04').billable_tickets).toBe(1)
    expect(account.billing('2026-05').billable_tickets).toBe(0)
  })
})

test.for<[string, (desk: Desk, id: number) => Promise<unknown>]>([
  ['a note', ({ api }, id) => api.reply(id, note())],
  ['a change of tags', ({ api }, id) => api.updateTicket(id, { tags: [{ name: 'vip' }] })],
  [
    'an assignment',
    ({ api, account }, id) => api.updateTicket(id, { assignee_user: { email: account.credentials.email } }),
  ],
  ['closing it', ({ api }, id) => api.updateTicket(id, { status: 'closed' })],
  ['a message of the customer', ({ api }, id) => api.reply(id, fromCustomer())],
  [
    "a customer's e-mail",
    async ({ account }, ticket_id) =>
      Promise.resolve(account.inbound({ from: 'ana@example.com', text: 'Hi', ticket_id })),
  ],
  ['a message that cannot be sent', ({ api }, id) => api.reply(id, fromAgent('nobody@acme.test'))],
])('%s does not bill it [REQ-085]', async ([, act]) => {
  const desk = fresh()
  const { id } = await desk.api.createTicket(handoff())
  await act(desk, id)
  await desk.account.clock.advance('P1D')
  expect(desk.account.billing()).toMatchObject({ billable_tickets: 0, tickets: [] })
})

it('more users do not change the bill [REQ-083]', () => {
  const users = [1, 2, 3, 4, 5].map((n) => ({
    name: `Agent ${n}`,
    email: `agent${n}@acme.test`,
    role: 'agent' as const,
  }))
  const few = fresh().account.billing()
  const many = fresh({ seed: { users } }).account.billing()
  expect(many).toEqual(few)
})

it('beyond what the plan includes, overage is billed [REQ-084]', async () => {
  const { account, api } = use(server.accounts.create({ plan: 'starter' }))
  for (let i = 0; i < 52; i++) {
    const email = `c${i}@example.com`
    await api.createTicket(ticketFrom(email, { messages: [fromAgent(mailboxOf(account.name), {}, email)] }))
  }
  expect(account.billing()).toMatchObject({
    plan: 'starter',
    included: 50,
    billable_tickets: 52,
    overage_tickets: 2,
    amount: '10.80',
    currency: 'USD',
  })
})

it('the bill of Enterprise counts, and names no amount', async () => {
  const { account, api } = use(server.accounts.create({ plan: 'enterprise' }))
  await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
  expect(account.billing()).toMatchObject({
    plan: 'enterprise',
    included: null,
    billable_tickets: 1,
    overage_tickets: null,
    amount: null,
    note: expect.stringContaining('by quote') as string,
  })
})

it('the plan that an account is made with wins over the plan of its seed', () => {
  const planOf = (more: { plan?: 'pro' }) => server.accounts.create({ seed: 'demo', ...more }).billing().plan
  expect([planOf({}), planOf({ plan: 'pro' })]).toEqual(['basic', 'pro'])
})

test.for(['starter', 'basic', 'pro', 'advanced', 'enterprise'] as const)(
  'the API is open on %s [REQ-092]',
  async (plan) => {
    const { api, account } = use(server.accounts.create({ plan }))
    await api.createTicket(handoff())
    expect(account.billing().plan).toBe(plan)
  },
)
