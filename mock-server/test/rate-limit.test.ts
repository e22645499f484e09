import { describe, expect, it } from 'vitest'
import { apiOf, call, expectStatus } from './support/api.ts'
import type { Answer } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { addApp, bearer } from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, server, use, fresh } = await testServer()

const callLimit = (answer: Answer) => answer.headers.get('x-gorgias-account-api-call-limit')

async function times<T>(count: number, run: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let i = 0; i < count; i++) results.push(await run())
  return results
}

describe('the rate limit', () => {
  it('refuses the 41st call of one moment, and says how long to wait [REQ-093]', async () => {
    const { api } = fresh()
    const answers = await times(40, () => api.get('/api/tickets'))
    expect(answers.map((answer) => answer.status)).toEqual(new Array<number>(40).fill(200))
    expect(answers.map(callLimit)).toEqual(answers.map((_, i) => `${i + 1}/40`))
    expect(answers.map((answer) => answer.headers.get('retry-after'))).toEqual(answers.map(() => null))
    const refused = expectStatus(await api.get('/api/tickets'), 429)
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(callLimit(refused)).toBe('40/40')
    expect(refused.json).toEqual({ error: { msg: 'Rate limit exceeded.' } })
  })

  it('leaks: a call fits again after half a second, all of them after twenty [REQ-093]', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ used: 40 })
    await account.clock.advance('PT0.499S')
    expectStatus(await api.get('/api/tickets'), 429)
    await account.clock.advance('PT0.001S')
    expect(callLimit(expectStatus(await api.get('/api/tickets'), 200))).toBe('40/40')
    await account.clock.advance('PT20S')
    expect(callLimit(await api.get('/api/tickets'))).toBe('1/40')
  })

  it('asks for enough time: after Retry-after the call gets through', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ capacity: 2, window_seconds: 60, used: 2 })
    const refused = expectStatus(await api.get('/api/tickets'), 429)
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBe(30)
    await account.clock.advance(seconds * 1000)
    expectStatus(await api.get('/api/tickets'), 200)
  })

  it('is shared by all keys of an account, and by no two accounts [REQ-094]', async () => {
    const { account, api } = fresh()
    const user = expectStatus(await api.get('/api/users/0'), 200).json as { id: number }
    const other = account.createKey(user.id)
    const authorization = `Basic ${Buffer.from(`${other.email}:${other.api_key}`).toString('base64')}`
    const second = apiOf(url, { authorization })
    account.setRateLimit({ used: 38 })
    expectStatus(await second.get('/api/tickets'), 200)
    expectStatus(await api.get('/api/tickets'), 200)
    expectStatus(await second.get('/api/tickets'), 429)
    expectStatus(await api.get('/api/tickets'), 429)
    expectStatus(await fresh().api.get('/api/tickets'), 200)
  })

  it('lets two of five handoffs pass when another integration has used 38 calls [REQ-094]', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ used: 38 })
    const answers = await times(5, () => api.post('/api/tickets', ticket()))
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 429, 429, 429])
    account.setRateLimit({ used: 0 })
    expect((await api.tickets()).data).toHaveLength(2)
  })

  it('is decided before any effect: a refused call leaves nothing and costs nothing', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ used: 40 })
    const { id } = expectStatus(await api.post('/api/tickets', ticket()), 429) as unknown as { id?: number }
    expect(id).toBeUndefined()
    await times(10, () => api.post('/api/tickets', ticket()))
    expect(account.readRateLimit().used).toBe(40)
    await account.clock.advance('PT0.5S')
    expect((await api.tickets()).data).toEqual([])
  })

  it('counts calls that fail, but none without valid credentials', async () => {
    const { account, api } = fresh()
    expect(callLimit(expectStatus(await api.post('/api/tickets', {}), 400))).toBe('1/40')
    expect(callLimit(expectStatus(await api.get('/api/tickets/1'), 404))).toBe('2/40')
    expect(callLimit(expectStatus(await api.get('/api/nothing'), 404))).toBe('3/40')
    const { email } = account.credentials
    const headers = { authorization: `Basic ${Buffer.from(`${email}:wrong`).toString('base64')}` }
    expectStatus(await call(url, 'GET', '/api/tickets', { headers }), 401)
    expect(account.readRateLimit().used).toBe(3)
  })

  it('gives each OAuth app a bucket of its own, twice as large', async () => {
    const { account, api } = fresh()
    const [one, other] = ['One', 'Other'].map((name) => {
      const { client_id } = addApp(account, name)
      const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
      return apiOf(url, bearer(access_token))
    })
    if (one === undefined || other === undefined) throw new Error('There are two apps.')
    account.setRateLimit({ used: 40 })
    const answers = await times(80, () => one.get('/api/tickets'))
    expect(answers.map(callLimit)).toEqual(answers.map((_, i) => `${i + 1}/80`))
    const refused = expectStatus(await one.get('/api/tickets'), 429)
    expect(callLimit(refused)).toBe('80/80')
    expect(callLimit(expectStatus(await other.get('/api/tickets'), 200))).toBe('1/80')
    expectStatus(await api.get('/api/tickets'), 429)
    await account.clock.advance('PT0.25S')
    expect(callLimit(expectStatus(await one.get('/api/tickets'), 200))).toBe('80/80')
    expectStatus(await api.get('/api/tickets'), 429)
  })

  it('counts all tokens of an app together, and follows the capacity that is set', async () => {
    const { account } = fresh()
    const { client_id } = addApp(account)
    account.setRateLimit({ capacity: 2, window_seconds: 60 })
    const answers = await times(5, () => {
      const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
      return apiOf(url, bearer(access_token)).get('/api/tickets')
    })
    expect(answers.map(callLimit)).toEqual(['1/4', '2/4', '3/4', '4/4', '4/4'])
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 429])
    expect(account.readRateLimit()).toEqual({
      enabled: true,
      capacity: 2,
      window_seconds: 60,
      used: 0,
      used_by: [],
    })
  })

  it('of an Enterprise account is the same number of calls in half the time', async () => {
    const { account, api } = use(server.accounts.create({ plan: 'enterprise' }))
    account.setRateLimit({ used: 40 })
    await account.clock.advance('PT0.249S')
    expectStatus(await api.get('/api/tickets'), 429)
    await account.clock.advance('PT0.001S')
    expect(callLimit(expectStatus(await api.get('/api/tickets'), 200))).toBe('40/40')
    account.reset()
    expect(account.readRateLimit()).toMatchObject({ capacity: 40, window_seconds: 10 })
    const { client_id } = addApp(account)
    const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
    expect(callLimit(await apiOf(url, bearer(access_token)).get('/api/tickets'))).toBe('1/80')
  })

  it('can be switched off', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ enabled: false, capacity: 1 })
    const answers = await times(3, () => api.get('/api/tickets'))
    expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
  })

  it('of a fork starts with an empty bucket', async () => {
    const { account } = fresh()
    account.setRateLimit({ used: 40 })
    const { api } = use(account.fork())
    expect(callLimit(expectStatus(await api.get('/api/tickets'), 200))).toBe('1/40')
  })

  it('does not hold on to a bucket that was filled in a later time', async () => {
    const { account, api } = fresh()
    await account.setClock({ now: '2031-01-01T00:00:00Z' })
    expectStatus(await api.get('/api/tickets'), 200)
    await account.setClock({ now: '2026-03-02T09:00:00Z' })
    expect(callLimit(expectStatus(await api.get('/api/tickets'), 200))).toBe('1/40')
    await account.setClock({ now: '2999-01-01T00:00:00Z' })
    expectStatus(await api.get('/api/tickets'), 200)
    await account.setClock({ mode: 'real' })
    expect(callLimit(expectStatus(await api.get('/api/tickets'), 200))).toBe('1/40')
  })
})
