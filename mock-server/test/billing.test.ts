import { describe, expect, it, test } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import {
  CUSTOMER,
  fromAgent,
  fromCustomer,
  handoff,
  mailboxOf,
  note,
  ticket,
  ticketFrom,
} from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { server, url, fresh, use } = await testServer({ rateLimit: 'off' })

const billing = (name: string) => `/_control/v1/accounts/${name}/billing`

type Desk = ReturnType<typeof fresh>

describe('a ticket becomes billable', () => {
  it('with the first message from the helpdesk, at its time (REQ-085, REQ-086)', async () => {
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

  it('when an agent opens it by writing to a customer (REQ-085)', async () => {
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

  it('in the ticket into which it was merged, which counts once, before and after', async () => {
    const { account, api } = fresh()
    const answered = await api.createTicket(handoff())
    const { id: into } = await api.createTicket(handoff())
    await api.reply(answered.id, fromAgent(mailboxOf(account.name)))
    account.mergeTickets(answered.id, into)
    expect(account.billing().tickets).toMatchObject([{ ticket_id: into }])
    await api.reply(into, fromAgent(mailboxOf(account.name)))
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('and stays so when it is merged into another that was answered, too, or deleted', async () => {
    const { account, api } = fresh()
    const [one, two] = [await api.createTicket(handoff()), await api.createTicket(handoff())]
    for (const { id } of [one, two]) await api.reply(id, fromAgent(mailboxOf(account.name)))
    account.mergeTickets(one.id, two.id)
    expectStatus(await api.delete(`/api/tickets/${two.id}`), 204)
    expect(account.billing().tickets.map(({ ticket_id }) => ticket_id)).toEqual([one.id, two.id])
  })
})

/** Mail of a colleague's that goes to somebody else than the customer. */
const forwarded = (mailbox: string) =>
  fromAgent(mailbox, {
    receiver: null,
    source: { from: { address: mailbox }, to: [{ address: 'carrier@example.com' }] },
  })

test.for<[string, (desk: Desk, id: number) => Promise<unknown>]>([
  ['an e-mail of an agent', ({ api, account }, id) => api.reply(id, fromAgent(mailboxOf(account.name)))],
  ['forwarding it', ({ api, account }, id) => api.reply(id, forwarded(mailboxOf(account.name)))],
  [
    'a chat message of an agent',
    ({ api }, id) =>
      api.reply(id, { channel: 'chat', from_agent: true, body_text: 'Hi', receiver: { email: CUSTOMER } }),
  ],
])('%s bills it (REQ-085)', async ([, act]) => {
  const desk = fresh()
  const { id } = await desk.api.createTicket(handoff())
  expect(desk.account.billing().billable_tickets).toBe(0)
  await act(desk, id)
  expect(desk.account.billing()).toMatchObject({ by: { agent: 1, rule: 0 }, tickets: [{ ticket_id: id }] })
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
  [
    'a message that was sent elsewhere before',
    ({ api, account }, id) => api.reply(id, fromAgent(mailboxOf(account.name), { sent_datetime: START })),
  ],
  [
    'what was answered on a social network itself',
    ({ api }, id) => {
      const native = { channel: 'facebook-messenger', via: 'facebook-messenger', from_agent: true }
      return api.reply(id, {
        ...native,
        sent_datetime: START,
        body_text: 'Hi',
        receiver: { email: CUSTOMER },
      })
    },
  ],
  ['a message that cannot be sent', ({ api }, id) => api.reply(id, fromAgent('nobody@acme.test'))],
])('%s does not bill it (REQ-085)', async ([, act]) => {
  const desk = fresh()
  const { id } = await desk.api.createTicket(handoff())
  await act(desk, id)
  await desk.account.clock.advance('P1D')
  expect(desk.account.billing()).toMatchObject({ billable_tickets: 0, tickets: [] })
})

it('more users take seats and do not change the bill (REQ-083)', () => {
  const users = [1, 2, 3, 4, 5].map((n) => ({
    name: `Agent ${n}`,
    email: `agent${n}@acme.test`,
    role: 'agent' as const,
  }))
  const few = fresh().account.billing()
  const many = fresh({ seed: { users } }).account.billing()
  expect(many).toEqual({
    ...few,
    seats: { used: 6, allowed: null },
    cheapest: { plan: 'basic', amount: '60.00' },
  })
})

it('an answer of AI Agent bills the ticket, and its resolution costs a fee after 72 hours (REQ-085, REQ-087)', async () => {
  const { account } = fresh()
  account.setAiAgent({ enabled: true, channels: ['email'], answers: [{ outcome: 'resolve', text: 'Done.' }] })
  const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'Where is my order?' })
  await account.clock.advance('P4D')
  expect(account.billing()).toMatchObject({
    amount: '61.00',
    by: { agent: 0, rule: 0, 'ai-agent': 1 },
    ai_agent: { resolutions: 1, charged: [{ ticket_id }] },
    tickets: [{ ticket_id, by: { kind: 'ai-agent' } }],
  })
})

it('seats are shown, of which Starter has three; bots take none (REQ-068)', () => {
  const seats = (plan: 'starter' | 'basic') => server.accounts.create({ plan }).billing().seats
  expect(seats('starter')).toEqual({ used: 1, allowed: 3 })
  expect(seats('basic')).toEqual({ used: 1, allowed: null })
})

describe('a bill', () => {
  const busy = async (billable: number) => {
    const { account, api } = use(server.accounts.create({ plan: 'starter' }))
    for (let i = 0; i < billable; i++) {
      const email = `c${i}@example.com`
      await api.createTicket(ticketFrom(email, { messages: [fromAgent(mailboxOf(account.name), {}, email)] }))
    }
    return account
  }

  it('has lines, by term and kind of overage, and names the plan that costs least', async () => {
    const account = await busy(51)
    const plan = { item: 'plan', quantity: 1, unit_amount: '10.00', amount: '10.00' }
    expect(account.billing()).toMatchObject({
      term: 'monthly',
      overage: 'ticket',
      amount: '10.40',
      lines: [plan, { item: 'overage', quantity: 1, unit_amount: '0.40', amount: '0.40' }],
      cheapest: { plan: 'starter', amount: '10.40' },
    })
    const yearly = await call(url, 'GET', `${billing(account.name)}?term=yearly&overage=block`)
    expect(yearly.json).toEqual({
      error: { field: 'term', message: expect.stringContaining('Starter has no published price') as string },
    })
  })

  it('is the same over HTTP, and refuses what it does not know by its name', async () => {
    const { account } = fresh()
    const query = '?month=2026-03&term=yearly&overage=block'
    const answer = expectStatus(await call(url, 'GET', billing(account.name) + query), 200)
    expect(answer.json).toEqual(account.billing('2026-03', { term: 'yearly', overage: 'block' }))
    expect(answer.json).toMatchObject({ amount: '50.00', term: 'yearly', overage: 'block' })
    for (const [wrong, field] of [
      ['term=weekly', 'term'],
      ['overage=none', 'overage'],
      ['month=2026-13', 'month'],
      ['mont=2026-03', 'mont'],
    ]) {
      const refusal = expectStatus(await call(url, 'GET', `${billing(account.name)}?${wrong}`), 400)
      expect(refusal.json).toMatchObject({ error: { field } })
    }
  })

  it('of a month that is over does not change any more', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(handoff())
    await account.setClock({ now: '2026-04-02T00:00:00Z' })
    const march = account.billing('2026-03')
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    await api.createTicket(handoff({ customer: { email: 'ben@example.com' } }))
    const { tickets: _, auto_replies: __, ...later } = account.billing('2026-03')
    expect(march).toMatchObject(later)
  })
})

describe('an auto-reply', () => {
  it('on 100 handoffs, of which 90 are answered, makes 100 billable in place of 90 (REQ-091)', async () => {
    const { account, api } = use(server.accounts.create({ plan: 'starter', seed: 'demo' }))
    for (let i = 0; i < 100; i++) {
      const email = `c${i}@example.com`
      const { id } = await api.createTicket(handoff(ticketFrom(email)))
      if (i < 90) await api.reply(id, fromAgent(mailboxOf(account.name), {}, email))
    }
    expect(account.billing()).toMatchObject({
      billable_tickets: 100,
      amount: '30.00',
      by: { agent: 0, rule: 100 },
      auto_replies: [
        {
          name: 'Auto-reply to Gladly AI handoffs',
          billable_tickets: 100,
          answered_by_rule_alone: 10,
          amount: '4.00',
        },
      ],
    })
  })

  it('makes the ticket billable by the rule, and three answers of agents add nothing (REQ-079)', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(handoff())
    for (let i = 0; i < 3; i++) {
      await account.clock.advance('PT1H')
      await api.reply(id, fromAgent(mailboxOf(account.name)))
    }
    expect(account.billing()).toMatchObject({
      billable_tickets: 1,
      tickets: [
        { by: { kind: 'rule' }, at: '2026-03-02T09:00:00+00:00', answered_at: '2026-03-02T10:00:00+00:00' },
      ],
    })
  })
})

it('beyond what the plan includes, overage is billed (REQ-084)', async () => {
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
  'the API is open on %s (REQ-092)',
  async (plan) => {
    const { api, account } = use(server.accounts.create({ plan }))
    await api.createTicket(handoff())
    expect(account.billing().plan).toBe(plan)
  },
)
