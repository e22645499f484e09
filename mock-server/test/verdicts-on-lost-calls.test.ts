import { describe, expect, it } from 'vitest'
import type { Account, FaultOrder, Finding } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { rawCall, until } from './support/raw.ts'
import { testServer } from './support/server.ts'

const { fresh, url } = await testServer()

const findingsOf = (account: Account, code: string): readonly Finding[] =>
  account.verdicts().data.filter((finding) => finding.code === code)
const requestsOf = (account: Account, code: string) =>
  findingsOf(account, code).map(({ requests }) => requests)

/** Fills the bucket, so that the next call is refused and asked to wait a second. */
const atTheLimit = () => {
  const desk = fresh()
  desk.account.setRateLimit({ capacity: 2, window_seconds: 20, used: 2 })
  return desk
}

describe('what tells two POSTs apart', () => {
  const outage = (account: Account) =>
    account.addFault({ operation: 'createTicket', position: 'before', kind: 'status', status: 503 })
  const blind = (account: Account) => requestsOf(account, 'retry-without-lookup')

  it('is what they say, and not how long they are', async () => {
    const { account, api } = fresh()
    outage(account)
    for (const external_id of ['h-1', 'h-2']) await api.post('/api/tickets', handoff({ external_id }))
    expect(blind(account)).toEqual([])
    await api.post('/api/tickets', handoff({ external_id: 'h-1', subject: 'Once more, and longer' }))
    expect(blind(account)).toEqual([[1, 3]])
  })

  it('is looked up by its own id, where the first was answered by an outage, too', async () => {
    const { account, api } = fresh()
    outage(account)
    await api.post('/api/tickets', handoff({ external_id: 'h-1' }))
    await api.tickets('?external_id=h-2')
    await api.post('/api/tickets', handoff({ external_id: 'h-1' }))
    expect(blind(account)).toEqual([[1, 3]])
  })
})

describe('an answer that came late', () => {
  const POST = { method: 'POST', path: '/api/tickets', body: ticket() }
  const slow = { operation: 'createTicket', delay: 'PT20S', first: 1 } as const
  const held = (account: Account) => until(() => account.faults()[0]?.waiting === 1)

  it.for<FaultOrder>([
    { ...slow, position: 'before', kind: 'latency' },
    { ...slow, position: 'after-commit', kind: 'latency' },
    { ...slow, position: 'mid-body', kind: 'slow' },
  ])('is known all the same: %j', async (fault) => {
    const { account, api } = fresh()
    account.addFault(fault)
    const answer = api.createTicket(ticket())
    await held(account)
    for (let second = 0; second < 20; second++) await account.clock.advance('PT1S')
    await answer
    await api.createTicket(ticket())
    expect(requestsOf(account, 'retry-without-lookup')).toEqual([])
  })

  it.for<FaultOrder>([
    { ...slow, position: 'after-commit', kind: 'latency' },
    { ...slow, position: 'mid-body', kind: 'slow' },
  ])('is unknown where the caller had gone: %j', async (fault) => {
    const { account, api } = fresh()
    account.addFault(fault)
    const { socket } = rawCall(url, account.authorization, POST)
    await held(account)
    socket.destroy()
    for (let second = 0; second < 20; second++) await account.clock.advance('PT1S')
    await until(() => account.journal()[0]?.hung_up === true)
    await api.createTicket(ticket())
    expect(requestsOf(account, 'retry-without-lookup')).toEqual([[1, 2]])
  })

  it.for(['truncated', 'malformed', 'empty-body', 'reset'] as const)(
    'is unknown where its body was %s',
    async (kind) => {
      const { account, api } = fresh()
      const position = kind === 'empty-body' ? 'after-commit' : 'mid-body'
      account.addFault({ operation: 'createTicket', position, kind, first: 1 })
      await api.post('/api/tickets', ticket()).catch(() => undefined)
      await api.createTicket(ticket())
      expect(account.journal()[0]).toMatchObject({ status: 201, broken: true })
      expect(requestsOf(account, 'retry-without-lookup')).toEqual([[1, 2]])
    },
  )
})

describe('an account that went back', () => {
  it('knows no waits, no lost calls and no ids of what was undone', async () => {
    const { account, api } = atTheLimit()
    account.snapshot('s')
    const get = (status: number) => api.get('/api/account').then((answer) => expectStatus(answer, status))
    await get(429)
    account.restore('s')
    await get(200)
    account.addFault({ operation: 'createTicket', position: 'after-commit', kind: 'reset', first: 1 })
    await expect(api.post('/api/tickets', handoff({ external_id: 'h-1' }))).rejects.toThrow()
    account.restore('s')
    await api.createTicket(handoff({ external_id: 'h-1' }))
    account.restore('s')
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(account.verdicts()).toMatchObject({ data: [{ code: 'rate-limited' }], calls: 5 })
  })

  it('is judged for what it did in each of its pasts', async () => {
    const { account, api } = fresh()
    account.snapshot('s')
    for (let i = 0; i < 2; i++) await api.createTicket(handoff({ external_id: 'h-1' }))
    account.restore('s')
    expect(requestsOf(account, 'duplicate-external-id')).toEqual([[1, 2]])
  })

  it('has calls that were held when it did on the side where they came', async () => {
    const { account, api } = fresh()
    account.snapshot('s')
    const latency = { operation: 'createTicket', position: 'after-commit', kind: 'latency' } as const
    account.addFault({ ...latency, delay: 'PT1H', first: 1 })
    const lost = expect(api.post('/api/tickets', handoff({ external_id: 'h-1' }))).rejects.toThrow()
    await until(() => account.faults()[0]?.waiting === 1)
    account.restore('s')
    await lost
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expect(account.journal({ operation: 'createTicket' }).map(({ status }) => status)).toEqual([0, 201])
    expect(account.verdicts().data).toEqual([])
  })

  it('ends all waits where its clock is set back', async () => {
    const { account, api } = atTheLimit()
    expectStatus(await api.get('/api/account'), 429)
    await account.setClock({ now: '2026-03-01T09:00:00Z' })
    await api.get('/api/account')
    expect(findingsOf(account, 'early-retry')).toEqual([])
  })

  it('by a reset knows nothing of a call that was held', async () => {
    const { account, api } = fresh()
    const latency = { operation: 'createTicket', position: 'after-commit', kind: 'latency' } as const
    account.addFault({ ...latency, delay: 'PT1H' })
    const lost = expect(api.post('/api/tickets', handoff({ external_id: 'h-1' }))).rejects.toThrow()
    await until(() => account.faults()[0]?.waiting === 1)
    account.reset()
    await lost
    await api.createTicket(handoff({ external_id: 'h-1' }))
    account.verify({ expect: { operation: 'createTicket' }, times: 1, nothing_else: true })
    expect(account.verdicts()).toMatchObject({ data: [], calls: 1, complete: true })
  })
})
