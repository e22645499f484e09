import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { runReport } from '../../src/helpdesk/reporting/report.ts'
import { SCOPES } from '../../src/helpdesk/reporting/scopes.ts'
import { createTicket } from '../../src/helpdesk/tickets/tickets.ts'
import type { Collection, Identified } from '../../src/kernel/collection.ts'
import { bareApi } from '../support/operations.ts'
import { startApi } from './api.ts'
import { ask, MARCH, reply, startShop, ticketAt } from './reports.ts'

describe('a scope', () => {
  it('counts the tickets that are open, closed and replied', async () => {
    await using api = await startShop()
    const [first, second] = api.tickets
    await api.call(201, 'POST', `/api/tickets/${first}/messages`, reply('2026-03-02T09:00:00Z'))
    await api.call(201, 'POST', `/api/tickets/${first}/messages`, reply('2026-03-02T09:30:00Z'))
    await api.call(201, 'POST', `/api/tickets/${second}/messages`, reply('2026-03-03T01:30:00Z'))
    const closed_datetime = '2026-03-03T08:00:00Z'
    for (const id of [first, second])
      await api.call(202, 'PUT', `/api/tickets/${id}`, { status: 'closed', closed_datetime })

    expect(await ask(api.call, 'tickets-open')).toEqual([{ ticketCount: 1 }])
    expect(await ask(api.call, 'tickets-closed')).toEqual([
      {
        ticketCount: 2,
        averageResolutionTime: (24 + 8.5) * 1800,
        medianResolutionTime: (24 + 8.5) * 1800,
        oneTouchPercentage: 50,
      },
    ])
    expect(await ask(api.call, 'tickets-replied')).toEqual([
      { ticketCount: 2, averageFirstResponseTime: 5400, medianFirstResponseTime: 5400 },
    ])
    await api.call(202, 'PUT', `/api/tickets/${second}`, { status: 'open', closed_datetime })
    expect(await ask(api.call, 'tickets-closed', { measures: ['ticketCount'] })).toEqual([{ ticketCount: 1 }])
  })

  it('counts messages that left and that came in, but no notes', async () => {
    await using api = await startShop()
    const at = '2026-03-04T00:00:00Z'
    const messages = `/api/tickets/${api.tickets[0]}/messages`
    await api.call(201, 'POST', messages, reply(at))
    await api.call(201, 'POST', messages, reply(at, { channel: 'internal-note' }))
    await api.call(201, 'POST', messages, { ...reply(at), sent_datetime: undefined })
    expect(await ask(api.call, 'messages-sent')).toEqual([{ messageCount: 1, ticketCount: 1 }])
    expect(await ask(api.call, 'messages-received', { dimensions: ['channel'] })).toEqual([
      { channel: 'chat', messageCount: 1, ticketCount: 1 },
      { channel: 'phone', messageCount: 2, ticketCount: 2 },
    ])
  })

  it('counts the tickets of each tag', async () => {
    await using api = await startShop()
    const tags = await ask(api.call, 'tags', { dimensions: ['tagId'], order: [['ticketCount', 'desc']] })
    expect(tags.map(({ ticketCount }) => ticketCount)).toEqual([2, 1])
    const [late] = tags
    const filters = [...MARCH, { member: 'tagId', operator: 'one-of', values: [late?.tagId] }]
    expect(await ask(api.call, 'tags', { dimensions: ['tagId'], filters })).toEqual([late])
  })

  it('counts surveys, and what customers answered', async () => {
    await using api = await startShop()
    for (const [i, score] of [5, 4, undefined].entries()) {
      const ticket = await api.call(200, 'GET', `/api/tickets/${api.tickets[i]}`)
      const customer_id = (ticket.customer as { id: number }).id
      await api.call(201, 'POST', '/api/satisfaction-surveys', {
        ticket_id: ticket.id,
        customer_id,
        ...(score !== undefined && { score, sent_datetime: '2026-03-06T00:00:00Z' }),
      })
    }
    expect(await ask(api.call, 'satisfaction-surveys')).toEqual([
      {
        surveyCount: 3,
        sentSurveyCount: 2,
        scoredSurveyCount: 2,
        averageScore: 4.5,
        scoredPercentage: 66.67,
      },
    ])
    const measures = ['surveyCount']
    expect(await ask(api.call, 'satisfaction-surveys', { dimensions: ['score'], measures })).toEqual([
      { score: null, surveyCount: 1 },
      { score: 4, surveyCount: 1 },
      { score: 5, surveyCount: 1 },
    ])
  })

  it('tells what each agent did', async () => {
    await using api = await startShop()
    const [first, unassigned] = api.tickets
    const sender = { id: api.agent }
    await api.call(201, 'POST', `/api/tickets/${first}/messages`, reply('2026-03-02T08:10:00Z', { sender }))
    await api.call(201, 'POST', `/api/tickets/${first}/messages`, reply('2026-03-02T08:20:00Z', { sender }))
    await api.call(202, 'PUT', `/api/tickets/${first}`, {
      status: 'closed',
      closed_datetime: '2026-03-02T10:00:00Z',
    })
    await api.call(202, 'PUT', `/api/tickets/${unassigned}`, { status: 'closed' })
    expect(await ask(api.call, 'users', { dimensions: ['agentId'] })).toEqual([
      {
        agentId: api.agent,
        messageCount: 2,
        repliedTicketCount: 1,
        closedTicketCount: 1,
        medianFirstResponseTime: 600,
        medianResolutionTime: 7200,
      },
    ])
  })

  it('leaves out spam, the trash, and what a rule answered where replies are meant', async () => {
    await using api = await startApi()
    const ticket = ticketAt('2026-03-02T08:00:00Z', {}, 'chat')
    const code = 'if (eq(ticket.channel, "chat")) { Action("replyToTicket", { body_text: "Soon." }) }'
    await api.call(201, 'POST', '/api/rules', { name: 'Soon', code, event_types: 'ticket-created' })
    await api.call(201, 'POST', '/api/tickets', ticket)
    const trashed_datetime = '2026-03-02T09:00:00Z'
    await api.call(201, 'POST', '/api/tickets', { ...ticket, trashed_datetime })
    expect(await ask(api.call, 'tickets-created')).toEqual([{ ticketCount: 1 }])
    expect(await ask(api.call, 'messages-sent', { measures: ['messageCount'] })).toEqual([
      { messageCount: 1 },
    ])
    expect(await ask(api.call, 'tickets-replied', { measures: ['ticketCount'] })).toEqual([
      { ticketCount: 0 },
    ])
  })
})

describe('every scope', async () => {
  const api = await startShop()
  afterAll(() => api[Symbol.asyncDispose]())

  it('adds up: the pieces of any division are the whole', async () => {
    const counts = ['ticketCount', 'messageCount', 'surveyCount']
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...[...SCOPES.entries()].filter(([name]) => name !== 'users' && name !== 'tags')),
        fc.constantFrom('hour', 'day', 'week', 'month'),
        fc.constantFrom('UTC', 'Europe/Oslo', 'Pacific/Auckland'),
        fc.constantFrom('channel', 'agentId', 'teamId', 'customerId', 'priority'),
        async ([name, scope], granularity, timezone, dimension) => {
          const [measure = ''] = counts.filter((count) => Object.hasOwn(scope.measures, count)).reverse()
          const time_dimensions = [{ dimension: scope.timeDimension, granularity }]
          const parts = { dimensions: ['ticketId', dimension], time_dimensions, timezone }
          const pieces = await ask(api.call, name, { measures: [measure], ...parts })
          const [whole] = await ask(api.call, name, { measures: [measure] })
          const sum = pieces.reduce((total, row) => total + Number(row[measure]), 0)
          expect(sum).toBe(whole?.[measure])
        },
      ),
      { numRuns: 40 },
    )
  })
})

const DAY = 86_400_000_000

/** Counts the rows that are taken from a collection from now on. */
function countReads(rows: Collection<Identified>): () => number {
  const walk = rows.walk.bind(rows)
  let count = 0
  vi.spyOn(rows, 'walk').mockImplementation(function* (...args) {
    for (const row of walk(...args)) {
      count++
      yield row
    }
  })
  return () => count
}

it.each([
  ['tickets-created', 'tickets', 2],
  ['tickets-closed', 'tickets', 2],
  ['messages-received', 'messages', 2],
] as const)(
  '%s reads of the %s those of the period, and stops behind them',
  async (scope, name, inPeriod) => {
    const { app, accounts } = await bareApi()
    const { world } = accounts.create({ subdomain: 'many' })
    const { now } = world
    world.transact({ kind: 'seed', id: 'many' }, () => {
      for (let day = 1; day <= 50; day++) {
        const created_datetime = now - day * DAY
        const message = { channel: 'phone', from_agent: false, body_text: 'Hm?', created_datetime }
        createTicket(
          world,
          { user_id: null, context: null },
          {
            status: 'closed',
            closed_datetime: created_datetime,
            customer: { email: 'dana@shop.test' },
            messages: [message],
          },
        )
      }
    })
    const reads = countReads(world.rows[name])
    const period = { from: now - 30 * DAY, to: now - 28 * DAY }
    const measures = [name === 'tickets' ? 'ticketCount' : 'messageCount']
    const rows = runReport(world, { scope, period, filters: [], measures, timezone: 'UTC' })
    expect(rows).toEqual([{ [measures[0] ?? '']: inPeriod }])
    expect(reads()).toBe(inPeriod + 1)
    await app.close()
  },
)
