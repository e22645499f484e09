import { describe, expect, it, onTestFinished } from 'vitest'
import { startMockServer } from '../src/index.ts'
import type { Account, FaultOrder } from '../src/index.ts'
import { apiOf, expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { rawCall, until } from './support/raw.ts'
import { noNetwork, START, testServer } from './support/server.ts'

const { fresh, url } = await testServer()

const POST = { method: 'POST', path: '/api/tickets', body: handoff({ external_id: 'h-1' }) }

const latency = (more: Partial<FaultOrder> = {}): FaultOrder => ({
  operation: 'createTicket',
  position: 'before',
  kind: 'latency',
  delay: 'PT40S',
  first: 1,
  ...more,
})

/** Resolves once a call is held. */
const held = (account: Account) => until(() => account.faults().some(({ waiting }) => waiting > 0))

/** A promise, and whether it is settled by now. */
function watched<T>(promise: Promise<T>) {
  const state = { settled: false, promise }
  const settle = () => void (state.settled = true)
  promise.then(settle, settle)
  return state
}

describe('latency', () => {
  it('before the operation holds the call until the clock has moved so far, and no longer', async () => {
    const { account, api } = fresh()
    account.addFault(latency())
    const answer = watched(api.post('/api/tickets', ticket()))
    await held(account)
    await account.clock.advance('PT39.999S')
    expect((await api.tickets()).data).toEqual([])
    expect(answer.settled).toBe(false)
    await account.clock.advance('PT0.001S')
    expectStatus(await answer.promise, 201)
    expect((await api.tickets()).data).toHaveLength(1)
    expect(account.faults()).toMatchObject([{ hits: 1, remaining: 0, waiting: 0 }])
  })

  it('after the commit holds the answer only', async () => {
    const { account, api } = fresh()
    account.addFault(latency({ position: 'after-commit' }))
    const answer = watched(api.post('/api/tickets', ticket()))
    await held(account)
    expect((await api.tickets()).data).toHaveLength(1)
    expect(answer.settled).toBe(false)
    await account.clock.advance('PT40S')
    expectStatus(await answer.promise, 201)
  })

  it("lets a client's time-out strike in virtual time, and the operation happen after it [REQ-075]", async () => {
    const { account, api } = fresh()
    account.addFault(latency())
    const client = rawCall(url, account.authorization, POST)
    const timeout = account.clock.sleep(30_000).then(() => client.socket.destroy())
    await held(account)
    await account.clock.advance('PT30S')
    await timeout
    expect(client.text()).toBe('')
    expect((await api.tickets('?external_id=h-1')).data).toEqual([])
    await account.clock.advance('PT10S')
    await until(() => account.faults()[0]?.waiting === 0)
    expect((await api.tickets('?external_id=h-1')).data).toHaveLength(1)
  })

  it('of a range is drawn, the same in every run', async () => {
    const waits = async () => {
      const server = await startMockServer({
        clock: 'virtual',
        now: START,
        callOut: noNetwork,
        rateLimit: 'off',
      })
      onTestFinished(() => server.close())
      const { account } = server
      account.addFault(latency({ operation: 'listTickets', delay: { min: 'PT1S', max: 'PT9S' }, first: 20 }))
      const api = apiOf(server.url, account)
      const seconds: number[] = []
      for (let call = 0; call < 20; call++) {
        const answer = api.get('/api/tickets')
        await held(account)
        const from = account.clock.now()
        const due = account.clock.nextDue() ?? 0
        await account.clock.advance(due - from)
        await answer
        seconds.push((due - from) / 1000)
      }
      return seconds
    }
    const first = await waits()
    expect(await waits()).toEqual(first)
    expect(Math.min(...first)).toBeGreaterThanOrEqual(1)
    expect(Math.max(...first)).toBeLessThanOrEqual(9.001)
    expect(new Set(first).size).toBeGreaterThan(15)
  })

  it('of any other fault passes before it strikes', async () => {
    const { account, api } = fresh()
    account.addFault({ ...latency(), kind: 'status', status: 504 })
    const answer = watched(api.post('/api/tickets', ticket()))
    await held(account)
    expect(answer.settled).toBe(false)
    await account.clock.advance('PT40S')
    expectStatus(await answer.promise, 504)
    expect((await api.tickets()).data).toEqual([])
  })

  it('of a broken body passes before any of it is sent', async () => {
    const { account } = fresh()
    account.addFault({ ...latency(), kind: 'truncated', position: 'mid-body' })
    const client = rawCall(url, account.authorization, POST)
    await held(account)
    expect(client.text()).toBe('')
    await account.clock.advance('PT40S')
    expect(await client.ended).toBe('end')
    expect(client.status()).toBe(201)
  })

  it('ends with the connection when the account is reset, and nothing happens', async () => {
    const { account, api } = fresh()
    account.addFault(latency())
    const client = rawCall(url, account.authorization, POST)
    await held(account)
    account.reset()
    expect(await client.ended).toBe('ECONNRESET')
    expect(account.faults()).toEqual([])
    expect((await api.tickets()).data).toEqual([])
  })

  it('ends with the connection when an earlier state is restored: its time will not come', async () => {
    const { account, api } = fresh()
    account.snapshot('before')
    account.addFault(latency())
    const client = rawCall(url, account.authorization, POST)
    await held(account)
    account.restore('before')
    expect(await client.ended).toBe('ECONNRESET')
    expect(account.faults()).toMatchObject([{ hits: 1, waiting: 0 }])
    expectStatus(await api.post('/api/tickets', ticket()), 201)
  })

  it('ends with the connection when the account is deleted', async () => {
    const { account } = fresh()
    account.addFault(latency({ position: 'after-commit' }))
    const client = rawCall(url, account.authorization, POST)
    await held(account)
    account.delete()
    expect(await client.ended).toBe('ECONNRESET')
  })
})

describe('an interval', () => {
  it("is one of the account's clock", async () => {
    const { account, api } = fresh()
    const fault = { operation: 'listTickets', position: 'before', kind: 'status', status: 500 } as const
    account.addFault({ ...fault, from: '2026-03-02T10:00:00Z', until: '2026-03-02T12:00:00+01:00' })
    const statuses: number[] = []
    for (let half = 0; half < 5; half++) {
      statuses.push((await api.get('/api/tickets')).status)
      await account.clock.advance('PT30M')
    }
    expect(statuses).toEqual([200, 200, 500, 500, 200])
  })
})

describe('an outage', () => {
  it('is met by every call while it lasts, and by none of another account', async () => {
    const { account, api } = fresh()
    const other = fresh()
    account.addFault({ operation: '*', position: 'before', kind: 'status', status: 404 })
    const { id } = account.addOutage({ from: '2026-03-02T10:00:00Z', duration: 'PT20M', status: 502 })
    const state = () => account.outages().map((outage) => outage.state)
    expect(state()).toEqual(['scheduled'])
    expectStatus(await api.get('/api/tickets'), 404)
    await account.clock.advance('PT1H')
    expect(state()).toEqual(['active'])
    for (const path of ['/api/tickets', '/api/views', '/api/no-such-thing'])
      expect(expectStatus(await api.get(path), 502).text).toContain('cloudflare')
    expectStatus(await api.post('/api/tickets', ticket()), 502)
    expectStatus(await other.api.get('/api/tickets'), 200)
    expect(account.journal().at(-1)).toMatchObject({ status: 502, fault_id: id })
    await account.clock.advance('PT20M')
    expect(state()).toEqual(['over'])
    expectStatus(await api.get('/api/tickets'), 404)
    expect(account.outages()).toMatchObject([{ id, hits: 4, until: '2026-03-02T10:20:00+00:00' }])
    expect(account.faults()).toMatchObject([{ hits: 2 }])
  })

  it('lasts from now until it is removed, with 503, if nothing else is said', async () => {
    const { account, api } = fresh()
    const outage = account.addOutage()
    expect(outage).toMatchObject({ from: START, until: null, kind: 'status', status: 503, state: 'active' })
    expectStatus(await api.get('/api/tickets'), 503)
    account.removeFaults()
    await account.clock.advance('P30D')
    expectStatus(await api.get('/api/tickets'), 503)
    account.removeOutage(outage.id)
    expectStatus(await api.get('/api/tickets'), 200)
  })

  it('refuses connections if that was ordered', async () => {
    const { account, api } = fresh()
    account.addOutage({ kind: 'refused', duration: 'PT1H' })
    expect(await rawCall(url, account.authorization, POST).ended).toBe('ECONNRESET')
    await account.clock.advance('PT1H')
    expect((await api.tickets()).data).toEqual([])
  })

  it('that makes slow only holds each call', async () => {
    const { account, api } = fresh()
    account.addOutage({ kind: 'latency', delay: 'PT5S', duration: 'PT1H' })
    const answer = watched(api.get('/api/tickets'))
    await until(() => account.outages()[0]?.waiting === 1)
    expect(answer.settled).toBe(false)
    await account.clock.advance('PT5S')
    expectStatus(await answer.promise, 200)
  })
})
