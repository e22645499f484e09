import { describe, expect, it, test } from 'vitest'
import type { FaultOrder } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

const order = (more: Partial<FaultOrder>): FaultOrder => ({
  operation: 'createTicket',
  position: 'before',
  kind: 'status',
  ...more,
})

describe('a connection that is reset', () => {
  it('after the commit leaves exactly one ticket, which its external id finds [REQ-075]', async () => {
    const { account, api } = fresh()
    account.addFault(order({ position: 'after-commit', kind: 'reset', first: 1 }))
    await expect(api.post('/api/tickets', handoff({ external_id: 'h-1' }))).rejects.toThrow()
    expect((await api.tickets('?external_id=h-1')).data).toHaveLength(1)
    expect((await api.tickets()).data).toHaveLength(1)
    expect(account.journal()[0]).toMatchObject({ operation: 'createTicket', method: 'POST', status: 0 })
    // The fault is used up: the same call is answered now.
    await api.createTicket(handoff({ external_id: 'h-2' }))
  })

  it('before the operation leaves nothing', async () => {
    const { account, api } = fresh()
    account.addFault(order({ kind: 'reset', first: 1 }))
    await expect(api.post('/api/tickets', ticket())).rejects.toThrow()
    expect((await api.tickets()).data).toEqual([])
    expect(account.readRateLimit().used).toBe(1)
  })
})

describe('a status', () => {
  test.for([500, 502, 503, 504])('%d is a page, and leaves nothing', async (status) => {
    const { account, api } = fresh()
    account.addFault(order({ status }))
    const answer = expectStatus(await api.post('/api/tickets', ticket()), status)
    expect(answer.headers.get('content-type')).toContain('text/html')
    expect(answer.headers.get('x-gorgias-account-api-call-limit')).toBe('0/40')
    expect((await api.tickets()).data).toEqual([])
  })

  test.for([400, 401, 403, 404, 409, 429])('%d speaks the error dialect', async (status) => {
    const { account, api } = fresh()
    account.addFault(order({ status }))
    const answer = expectStatus(await api.post('/api/tickets', ticket()), status)
    expect(answer.json).toEqual({ error: { msg: expect.any(String) as string } })
  })

  it('429 asks to wait as long as it was ordered to', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 429, retry_after: 17, first: 1 }))
    account.addFault(order({ status: 429, first: 2 }))
    expect((await api.post('/api/tickets', ticket())).headers.get('retry-after')).toBe('17')
    expect((await api.post('/api/tickets', ticket())).headers.get('retry-after')).toBe('5')
  })

  it('after the commit hides what was done', async () => {
    const { account, api } = fresh()
    account.addFault(order({ position: 'after-commit', status: 502, first: 1 }))
    expectStatus(await api.post('/api/tickets', ticket()), 502)
    expect((await api.tickets()).data).toHaveLength(1)
  })
})

describe('a fault', () => {
  const statuses = async (api: ReturnType<typeof fresh>['api'], calls: number) => {
    const seen: number[] = []
    for (let i = 0; i < calls; i++) seen.push((await api.post('/api/tickets', ticket())).status)
    return seen
  }

  it('of the first n calls lets the others through', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 503, first: 2 }))
    expect(await statuses(api, 4)).toEqual([503, 503, 201, 201])
    expect(account.faults()).toMatchObject([{ hits: 2, seen: 4 }])
  })

  it('of every n-th call lets the others through', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 503, every: 3 }))
    expect(await statuses(api, 7)).toEqual([201, 201, 503, 201, 201, 503, 201])
  })

  it('after the commit does not count calls that never got there', async () => {
    const { account, api } = fresh()
    account.addFault(order({ position: 'after-commit', status: 503, first: 1 }))
    expectStatus(await api.post('/api/tickets', {}), 400)
    expect(account.faults()).toMatchObject([{ hits: 0, seen: 0 }])
    expect(await statuses(api, 2)).toEqual([503, 201])
  })

  it('strikes its own operation and its own account only', async () => {
    const { account, api } = fresh()
    const other = fresh()
    account.addFault(order({ status: 503 }))
    expectStatus(await api.get('/api/tickets'), 200)
    expectStatus(await other.api.post('/api/tickets', ticket()), 201)
    expect(account.faults()).toMatchObject([{ hits: 0 }])
  })

  it('that was removed strikes no more', async () => {
    const { account, api } = fresh()
    const { id } = account.addFault(order({ status: 503 }))
    expect(await statuses(api, 1)).toEqual([503])
    account.removeFault(id)
    expect(await statuses(api, 1)).toEqual([201])
  })

  it('strikes an operation that is not simulated, too', async () => {
    const { account, api } = fresh()
    account.addFault(order({ operation: 'listMacros', status: 503 }))
    expectStatus(await api.get('/api/macros'), 503)
  })

  test.for<[string, Partial<FaultOrder>]>([
    ['operation', { operation: 'createTickets', status: 500 }],
    ['status', {}],
    ['status', { status: 200 }],
    ['status', { status: 600 }],
    ['first', { status: 500, first: 0 }],
    ['every', { status: 500, every: 1.5 }],
    ['every', { status: 500, first: 1, every: 1 }],
  ])('is refused with the field %s named: %j', ([field, wrong]) => {
    const { account } = fresh()
    expect(() => account.addFault(order(wrong))).toThrow(
      expect.objectContaining({ field, status: 400 }) as Error,
    )
    expect(account.faults()).toEqual([])
  })
})
