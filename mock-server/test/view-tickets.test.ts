import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { AccountTenant } from '../src/control/accounts/tenant.ts'
import type { Ticket, User } from '../src/helpdesk/model/entities.ts'
import { VIEW_ORDERS } from '../src/helpdesk/model/entities.ts'
import { createTicket } from '../src/helpdesk/tickets/tickets.ts'
import { itemsOf, orderValue, ticketsOfView } from '../src/helpdesk/views/items.ts'
import { demoSeed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import type { ListJson, TicketRowJson } from './support/api.ts'
import { ticketFrom } from './support/bodies.ts'
import { bareApi } from './support/operations.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

const ids = (list: ListJson<TicketRowJson>) => list.data.map((ticket) => ticket.id)
const handoff = { tags: [{ name: 'gladly-ai' }] }

type Api = ReturnType<typeof fresh>['api']

/** The one view of the demo seed. */
async function demoView(api: Api): Promise<number> {
  const { json } = expectStatus(await api.get('/api/views?category=user'), 200)
  return (json as { data: { id: number }[] }).data[0]?.id ?? 0
}

function demo() {
  const { account, api } = fresh({ seed: 'demo' })
  account.setRateLimit({ enabled: false })
  return { account, api }
}

describe('the tickets of a view', () => {
  it('are those with the tag that are open, and no others [REQ-082]', async () => {
    const { api } = demo()
    const tagged: number[] = []
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) {
      const open = await api.createTicket(ticketFrom(email, handoff))
      tagged.push(open.id)
      await api.createTicket(ticketFrom(email))
    }
    const [closed = 0, ...open] = tagged
    await api.updateTicket(closed, { status: 'closed' })
    expect(ids(await api.tickets(`?view_id=${await demoView(api)}`)).sort()).toEqual(open.sort())
    expectStatus(await api.get('/api/tickets?view_id=1'), 400)
  })

  it('come in the order of the view, page by page, unless the call says otherwise', async () => {
    const { account, api } = demo()
    const made: number[] = []
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) {
      made.push((await api.createTicket(ticketFrom(email, handoff))).id)
      await account.clock.advance('PT1M')
    }
    const [first = 0, second = 0, third = 0] = made
    await api.updateTicket(first, { subject: 'The last to be touched' })
    const path = `?view_id=${await demoView(api)}`
    expect(ids(await api.tickets(path))).toEqual([first, third, second])
    expect(ids(await api.tickets(`${path}&order_by=created_datetime:asc`))).toEqual(made)

    const page = await api.tickets(`${path}&limit=2`)
    const rest = await api.tickets(
      `${path}&limit=2&cursor=${encodeURIComponent(page.meta.next_cursor ?? '')}`,
    )
    expect([...ids(page), ...ids(rest)]).toEqual([first, third, second])
  })

  it('are narrowed down by the other filters of the call', async () => {
    const { api } = demo()
    const [a, b] = [
      await api.createTicket(ticketFrom('a@example.com', { ...handoff, external_id: 'a-1' })),
      await api.createTicket(ticketFrom('b@example.com', handoff)),
    ]
    const other = await api.createTicket(ticketFrom('a@example.com'))
    const path = `?view_id=${await demoView(api)}`
    expect(ids(await api.tickets(`${path}&customer_id=${a.customer.id}`))).toEqual([a.id])
    expect(ids(await api.tickets(`${path}&external_id=a-1`))).toEqual([a.id])
    expect(ids(await api.tickets(`${path}&ticket_ids=${b.id}&ticket_ids=${other.id}`))).toEqual([b.id])
  })
})

const DAY = 86_400_000_000

/** An account with many tickets: every tenth open, every hundredth assigned, every five-hundredth in the trash. */
async function accountWith(count: number) {
  const { app, accounts } = await bareApi()
  const tenant = accounts.create({ seed: { ...demoSeed, tags: ['rare', 'common'] } })
  const { world, apiKey } = tenant
  const user = world.rows.users.get(apiKey.user_id) as User
  const actor = { user_id: user.id, context: null }
  world.transact({ kind: 'request', id: 1 }, () => {
    for (let i = 0; i < count; i++) {
      const at = world.now - (count - i) * (DAY / 24)
      const { id } = createTicket(world, actor, {
        imported: true,
        customer: { email: `c${i % 400}@shop.test` },
        created_datetime: at,
        spam: i % 300 === 7,
        status: i % 10 === 0 ? 'open' : 'closed',
        priority: i % 7 === 0 ? 'high' : 'normal',
        tags: [{ name: i % 400 === 0 ? 'rare' : 'common' }],
        ...(i % 100 === 0 && { assignee_user_id: user.id }),
        ...(i % 500 === 3 && { trashed_datetime: at }),
        messages: [{ channel: 'phone', from_agent: false, body_text: 'Hello', created_datetime: at }],
      })
      world.rows.tickets.patch(id, { updated_datetime: at })
    }
  })
  await app.close()
  return { tenant, user }
}

const large = await accountWith(2_000)

/** How many rows of tickets are read, through whatever door. */
function rowsRead({ world }: AccountTenant, run: () => void): number {
  const { tickets } = world.rows
  let read = 0
  function* counted(rows: Iterable<Ticket>): Generator<Ticket, undefined> {
    for (const row of rows) {
      read++
      yield row
    }
  }
  const [walk, values] = [tickets.walk.bind(tickets), tickets.values.bind(tickets)]
  const spies = [
    vi.spyOn(tickets, 'walk').mockImplementation((...options) => counted(walk(...options))),
    vi.spyOn(tickets, 'values').mockImplementation(() => counted(values())),
  ]
  try {
    run()
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
  return read
}

function firstPage(filters: string, order: (typeof VIEW_ORDERS)[number]): number[] {
  const { world } = large.tenant
  const found: number[] = []
  const items = itemsOf(world, { type: 'ticket-list', filters, search: null }, large.user)
  for (const { id } of items.inOrder(order, { downwards: true })) {
    found.push(id)
    if (found.length === 31) break
  }
  return found
}

describe('a page of a view', () => {
  const MINE = 'eq(ticket.assignee_user.id, "{{current_user.id}}")'
  const OPEN = 'eq(ticket.status, "open")'
  const yesterday = new Date(large.tenant.world.now / 1000 - DAY / 1000).toISOString()

  it.for([
    [OPEN, 'last_message_datetime', 40],
    [`(${OPEN}) && (isEmpty(ticket.assignee_user.id))`, 'last_message_datetime', 45],
    ['eq(ticket.status, "closed")', 'last_message_datetime', 40],
    [OPEN, 'updated_datetime', 40],
    ['', 'created_datetime', 40],
    [`${MINE} && ${OPEN}`, 'last_message_datetime', 50],
    ['isNotEmpty(ticket.trashed_datetime)', 'last_message_datetime', 10],
    ['eq(ticket.spam, true)', 'last_message_datetime', 20],
    [`containsAny(ticket.tags.name, ["rare"]) && ${OPEN}`, 'updated_datetime', 20],
    ['containsAll(ticket.tags.name, ["common", "rare"])', 'priority', 2_010],
    ['containsAny(ticket.tags.name, ["no such tag"])', 'priority', 0],
    [`gte(ticket.created_datetime, "${yesterday}")`, 'priority', 30],
    [`gte(ticket.created_datetime, "${yesterday}")`, 'created_datetime', 30],
    ['gteTimedelta(ticket.updated_datetime, "83d")', 'closed_datetime', 30],
    ['eq(ticket.priority, "high")', 'updated_datetime', 300],
  ] as const)('of %s by %s reads no more than %i tickets of 2,000', ([filters, order, most]) => {
    const found: number[][] = []
    expect(rowsRead(large.tenant, () => found.push(firstPage(filters, order)))).toBeLessThanOrEqual(most)
    const { world } = large.tenant
    const all = [...world.rows.tickets.values()]
    const items = itemsOf(world, { type: 'ticket-list', filters, search: null }, large.user)
    const expected = all
      .filter((ticket) => items.holds(ticket))
      .sort((a, b) => orderValue(order, b) - orderValue(order, a) || b.id - a.id)
    expect(found[0]).toEqual(expected.slice(0, 31).map(({ id }) => id))
  })
})

describe('whatever a view asks for', async () => {
  // Enough for the walks along an order: what is less than five hundred is sorted.
  const count = 700
  const { tenant, user } = await accountWith(count)
  const { world } = tenant
  const at = (i: number) => new Date(world.now / 1000 - (i * DAY) / 24_000).toISOString()
  const tag = ([...world.rows.tags.values()].at(-1)?.id ?? 0).toString()
  const test = fc.constantFrom(
    'eq(ticket.status, "open")',
    'eq(ticket.status, "lost")',
    'neq(ticket.status, "open")',
    'eq(ticket.assignee_user.id, "{{current_user.id}}")',
    'eq(ticket.assignee_user.id, null)',
    'isEmpty(ticket.assignee_team.id)',
    `eq(ticket.customer.id, ${[...world.rows.customers.values()].at(-1)?.id ?? 0})`,
    'eq(ticket.customer.id, "x")',
    `containsAny(ticket.tags.id, ["${tag}", "7"])`,
    'containsAny(ticket.tags.name, ["rare", "common"])',
    'containsAll(ticket.tags.name, [])',
    'containsAny(ticket.tags.name, [])',
    'notContainsAny(ticket.tags.name, ["common"])',
    'eq(ticket.tags.name, "rare")',
    'eq(ticket.spam, true)',
    'neq(ticket.spam, true)',
    'isNotEmpty(ticket.trashed_datetime)',
    'isEmpty(ticket.snooze_datetime)',
    `gte(ticket.created_datetime, "${at(500)}")`,
    `lt(ticket.created_datetime, "${at(300)}")`,
    `eq(ticket.updated_datetime, "${at(200)}")`,
    `lte(ticket.updated_datetime, "${at(150)}")`,
    'lteTimedelta(ticket.updated_datetime, "25d")',
    'eq(ticket.priority, "high")',
  )
  const condition = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      test,
      fc
        .tuple(tie('any'), fc.constantFrom('&&', '&&', '||'), tie('any'))
        .map((parts) => `(${parts.join(' ')})`),
      tie('any').map((inner) => `!(${inner})`),
    ),
  })).any

  it('is the same, in the same order, as if each ticket were looked at', () => {
    fc.assert(
      fc.property(
        condition,
        fc.constantFrom(...VIEW_ORDERS),
        fc.boolean(),
        fc.option(fc.nat(count - 1)),
        (filters, order, downwards, from) => {
          const view = { type: 'ticket-list', filters, search: null } as const
          const items = itemsOf(world, view, user)
          const all = [...world.rows.tickets.values()]
          const sign = downwards ? -1 : 1
          const compare = (a: Ticket, b: Ticket) =>
            sign * (orderValue(order, a) - orderValue(order, b) || a.id - b.id)
          const start = from === null ? undefined : all[from]
          const expected = all
            .filter((ticket) => items.holds(ticket) && (!start || compare(ticket, start) > 0))
            .sort(compare)
          const after = start && ([orderValue(order, start), start.id] as const)
          const found = [...items.inOrder(order, { after, downwards })]
          expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
          if (start === undefined)
            expect(new Set(ticketsOfView(world, view, user))).toEqual(new Set(expected))
        },
      ),
      { numRuns: 150 },
    )
  })
})
