import { describe, expect, it, test } from 'vitest'
import type { FaultOrder, OutageOrder } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { START, testServer } from './support/server.ts'

const { fresh, url } = await testServer()

const order = (more: Partial<FaultOrder>): FaultOrder => ({
  operation: 'createTicket',
  position: 'before',
  kind: 'status',
  ...more,
})

describe('an order', () => {
  const latency = { kind: 'latency', delay: 'PT1S' } as const
  const status = 500

  test.for<[string, Partial<FaultOrder>]>([
    ['firts', { status, firts: 1 } as Partial<FaultOrder>],
    ['operation', { operation: null as never, status }],
    ['match.boddy', { status, match: { boddy: 1 } as never }],
    ['operation', { operation: 'createTickets', status }],
    ['operation', { operation: [], status }],
    ['operation', { operation: ['createTicket', '*'], status }],
    ['operation', { operation: 'deleteTicket', kind: 'malformed', position: 'mid-body' }],
    ['kind', { kind: 'explode' as 'reset' }],
    ['position', { position: 'mid-body', status }],
    ['position', { kind: 'refused', position: 'after-commit' }],
    ['position', { kind: 'truncated' }],
    ['status', {}],
    ['status', { status: 200 }],
    ['status', { status: 600 }],
    ['status', { kind: 'reset', status }],
    ['message', { kind: 'reset', message: 'No.' }],
    ['retry_after', { status: 500, retry_after: 5 }],
    ['retry_after', { status: 429, retry_after: 0.5 }],
    ['delay', { kind: 'latency' }],
    ['delay', { kind: 'slow', position: 'mid-body' }],
    ['delay', { ...latency, delay: 'soon' }],
    ['delay', { ...latency, delay: 'PT0S' }],
    ['delay', { ...latency, delay: -1 }],
    ['delay', { ...latency, delay: 'P2D' }],
    ['delay', { ...latency, delay: { min: 'PT2S', max: 'PT1S' } }],
    ['delay.max', { ...latency, delay: { min: 'PT2S', max: 'later' } }],
    ['delay', { kind: 'refused', delay: 'PT1S' }],
    ['first', { status, first: 0 }],
    ['every', { status, every: 1.5 }],
    ['every', { status, first: 1, every: 1 }],
    ['after', { status, after: -1 }],
    ['times', { status, times: 0 }],
    ['times', { status, first: 1, times: 1 }],
    ['probability', { status, probability: 0 }],
    ['probability', { status, probability: 1.1 }],
    ['probability', { status, probability: NaN }],
    ['probability', { status, probability: 0.5, every: 2 }],
    ['from', { status, from: 'tomorrow' }],
    ['until', { status, until: '2026-03-02T08:00:00Z' }],
    ['until', { status, from: '2026-03-02T10:00:00Z', until: '2026-03-02T10:00:00Z' }],
    ['match', { status, match: {} }],
    ['match', { kind: 'refused', match: { external_id: 'h-1' } }],
    ['match.method', { status, match: { method: 'GET' } }],
    ['match.path', { status, match: { path: 'api/tickets' } }],
    ['match.path', { status, match: { path: '/api/nothing' } }],
    ['match.path', { status, match: { path: '/api/tickets/1' } }],
    ['match.path', { status, operation: '*', match: { path: '/_control' } }],
    ['match.user_id', { status, match: { user_id: 99_999 } }],
    ['match.key_id', { status, match: { key_id: 99_999 } }],
    ['match.client_id', { status, match: { client_id: 'nobody' } }],
    ['match.header.name', { status, match: { header: { name: 'bad header\n' } } }],
    ['match.header.pattern', { status, match: { header: { name: 'x', equals: 'a', pattern: 'a*' } } }],
    ['match.body', { status, match: { body: { path: 'subject' } } }],
    ['match.body.equals', { status, match: { body: { path: 'subject', equals: 'a', contains: 'a' } } }],
    ['match.body.equals', { status, match: { body: { path: 'subject', equals: undefined as never } } }],
    ['match.external_id', { status, operation: 'listTickets', match: { external_id: 'h-1' } }],
  ])('is refused with the field %s named: %j', ([field, wrong]) => {
    const { account } = fresh()
    expect(() => account.addFault(order(wrong))).toThrow(
      expect.objectContaining({
        field,
        status: 400,
        message: expect.stringContaining(`${field}: `) as string,
      }) as Error,
    )
    expect(account.faults()).toEqual([])
  })

  it('may say a delay in milliseconds, as a program does', () => {
    const { account } = fresh()
    account.addFault(order({ ...latency, delay: 5 }))
    account.addFault(order({ ...latency, delay: { min: 5, max: 'PT1S' } }))
    account.addOutage({ duration: 60_000 })
    expect(account.outages()).toMatchObject([{ until: '2026-03-02T09:01:00+00:00' }])
  })

  test.for<[string, OutageOrder]>([
    ['kind', { kind: 'slow' as 'reset' }],
    ['durations', { durations: 'PT1H' } as OutageOrder],
    ['order', [] as OutageOrder],
    ['status', { status: 302 }],
    ['status', { kind: 'refused', status: 502 }],
    ['delay', { kind: 'latency' }],
    ['from', { from: 'noon' }],
    ['until', { until: '2026-03-02T08:00:00Z' }],
    ['duration', { duration: 'PT0S' }],
    ['duration', { duration: 'PT1H', until: '2026-03-03T08:00:00Z' }],
  ])('of an outage is refused with the field %s named: %j', ([field, wrong]) => {
    const { account } = fresh()
    expect(() => account.addOutage(wrong)).toThrow(expect.objectContaining({ field, status: 400 }) as Error)
    expect(account.outages()).toEqual([])
  })

  it('for an operation that does not exist names the nearest ones', () => {
    const { account } = fresh()
    expect(() => account.addFault(order({ operation: 'createTickets', status }))).toThrow(
      /no operation "createTickets"\. The nearest: createTicket, /,
    )
  })

  test.for<Partial<FaultOrder>>([
    { operation: '*', match: { path: '/api/nothing' } },
    { operation: '*', match: { path: '/' } },
    { operation: 'getTicket', match: { path: '/api/tickets/812' } },
    { operation: ['listTickets', 'listTicketMessages'], match: { path: '/api/tickets/812/messages/' } },
    { match: { header: { name: 'X-Any' } } },
  ])('that some call fits is taken: %j', (fits) => {
    fresh().account.addFault(order({ status, ...fits }))
  })

  it('is one of five hundred at the most', () => {
    const { account } = fresh()
    for (let number = 0; number < 500; number++) account.addFault(order({ status, first: 1 }))
    expect(() => account.addOutage()).toThrow(expect.objectContaining({ status: 409 }) as Error)
    account.removeFault(7)
    account.addOutage()
  })
})

describe('over HTTP', () => {
  const control = (method: string, name: string, path: string, body?: unknown) =>
    call(url, method, `/_control/v1/accounts/${name}${path}`, body === undefined ? {} : { body })

  it('a fault answers with what was ordered and its counts, is listed, and removed', async () => {
    const { account, api } = fresh()
    const ordered = {
      operation: ['createTicket', 'listTickets'],
      position: 'before',
      kind: 'status',
      status: 429,
      retry_after: 3,
      times: 2,
      match: { method: 'GET' },
    }
    const { json } = expectStatus(await control('POST', account.name, '/faults', ordered), 201)
    expect(json).toEqual({ ...ordered, id: 1, seen: 0, hits: 0, remaining: 2, waiting: 0 })
    expectStatus(await api.get('/api/tickets'), 429)
    const listed = await control('GET', account.name, '/faults')
    expect(listed.json).toEqual({ data: [{ ...ordered, id: 1, seen: 1, hits: 1, remaining: 1, waiting: 0 }] })
    expectStatus(await control('DELETE', account.name, '/faults/1'), 204)
    expectStatus(await control('DELETE', account.name, '/faults/1'), 404)
    account.addFault(order({ status }))
    expectStatus(await control('DELETE', account.name, '/faults'), 204)
    expect(account.faults()).toEqual([])
  })

  it('an outage likewise', async () => {
    const { account, api } = fresh()
    const { json } = expectStatus(await control('POST', account.name, '/outages', { duration: 'PT5M' }), 201)
    const outage = {
      id: 1,
      kind: 'status',
      status: 503,
      from: START,
      until: '2026-03-02T09:05:00+00:00',
      state: 'active',
      hits: 0,
      waiting: 0,
    }
    expect(json).toEqual(outage)
    expectStatus(await api.get('/api/tickets'), 503)
    const { json: list } = await control('GET', account.name, '/outages')
    expect(list).toEqual({ data: [{ ...outage, hits: 1 }] })
    expectStatus(await control('DELETE', account.name, '/faults/1'), 404)
    expectStatus(await control('DELETE', account.name, '/outages/1'), 204)
    expectStatus(await api.get('/api/tickets'), 200)
  })

  const status = 500
  const before = { operation: 'createTicket', position: 'before', kind: 'status', status }

  it.for<[string, unknown]>([
    ['body', []],
    ['operation', { ...before, operation: 7 }],
    ['operation', { ...before, operation: [] }],
    ['operation.0', { ...before, operation: [7] }],
    ['kind', { ...before, kind: 'explode' }],
    ['chance', { ...before, chance: 1 }],
    ['delay', { ...before, delay: 5 }],
    ['delay.max', { ...before, delay: { min: 'PT1S' } }],
    ['delay.mean', { ...before, delay: { min: 'PT1S', max: 'PT1S', mean: 'PT1S' } }],
    ['match.key', { ...before, match: { key: 1 } }],
    ['match.method', { ...before, match: { method: 'PATCH' } }],
    ['match.header.name', { ...before, match: { header: {} } }],
    ['match.body.path', { ...before, match: { body: { equals: 1 } } }],
    ['match.external_id', { ...before, match: { external_id: 7 } }],
    ['probability', { ...before, probability: 2 }],
    ['times', { ...before, times: 1e12 }],
    ['message', { ...before, message: 'x'.repeat(1001) }],
  ])('a body is refused with the field %s named: %j', async ([field, body]) => {
    const { account } = fresh()
    const { json } = expectStatus(await control('POST', account.name, '/faults', body), 400)
    expect(json).toMatchObject({ error: { field } })
    expect(account.faults()).toEqual([])
  })
})
