import { describe, expect, it, test } from 'vitest'
import { startMockServer } from '../src/index.ts'
import type { FaultOrder } from '../src/index.ts'
import { apiOf, expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { rawCall, until } from './support/raw.ts'
import { noNetwork, START, testServer } from './support/server.ts'

const { fresh, url } = await testServer()

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

  it('that was ordered with others is removed with them, and outages stay', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 503 }))
    account.addFault(order({ operation: 'listTickets', status: 503 }))
    const { id } = account.addOutage({ from: '2027-01-01T00:00:00Z' })
    expect(() => account.removeFault(id)).toThrow(expect.objectContaining({ status: 404 }) as Error)
    account.removeFaults()
    expect(account.faults()).toEqual([])
    expect(account.outages()).toMatchObject([{ id }])
    expect(() => account.removeOutage(id + 1)).toThrow(expect.objectContaining({ status: 404 }) as Error)
    expect(await statuses(api, 1)).toEqual([201])
  })

  it('stands in the journal with what it struck, and nowhere else', async () => {
    const { account, api } = fresh()
    const { id } = account.addFault(order({ status: 503, every: 2 }))
    await statuses(api, 2)
    expect(account.journal().map(({ fault_id, status }) => [fault_id, status])).toEqual([
      [null, 201],
      [id, 503],
    ])
  })

  it('by chance strikes the same calls of every server with the same seed', async () => {
    const play = async (randomSeed: number) => {
      const options = { clock: 'virtual', callOut: noNetwork, rateLimit: 'off', randomSeed } as const
      await using server = await startMockServer(options)
      const { account } = server
      const api = apiOf(server.url, account)
      const [status, times] = [503, 6]
      account.addFault(order({ operation: 'listTickets', status, probability: 0.4, times }))
      const seen: number[] = []
      for (let call = 0; call < 30; call++) seen.push((await api.get('/api/tickets')).status)
      expect(seen.filter((one) => one === 503)).toHaveLength(times)
      account.reset()
      account.addFault(order({ operation: 'listTickets', status, probability: 0.4, times }))
      for (let call = 0; call < 30; call++) seen.push((await api.get('/api/tickets')).status)
      expect(seen.slice(30)).toEqual(seen.slice(0, 30))
      return seen
    }
    expect(await play(1)).toEqual(await play(1))
    expect(await play(1)).not.toEqual(await play(2))
  })

  it('changes no id and no key: its chance is its own', async () => {
    const ids = async (fault: Partial<FaultOrder>) => {
      await using server = await startMockServer({ clock: 'virtual', now: START, callOut: noNetwork })
      server.account.addFault(order({ status: 500, ...fault }))
      const api = apiOf(server.url, server.account)
      const { id, customer } = await api.createTicket(handoff())
      return [id, customer.id, server.account.createKey(server.account.keys()[0]?.user_id ?? 0).api_key]
    }
    expect(await ids({ probability: 0.000_001 })).toEqual(await ids({ after: 9 }))
  })
})

describe('an error', () => {
  it.for([
    [401, 'Unauthorized.'],
    [403, 'You do not have enough permissions to perform this action.'],
    [409, 'The resource already exists.'],
    [413, 'The request body is too large.'],
    [429, 'Rate limit exceeded.'],
  ] as const)('of status %d says what the API says: %s', async ([status, msg]) => {
    const { account, api } = fresh()
    account.addFault(order({ status }))
    expect((await api.post('/api/tickets', ticket())).json).toEqual({ error: { msg } })
  })

  it('says what it was ordered to say', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 403, message: 'Your plan does not include this.' }))
    const { json } = await api.post('/api/tickets', ticket())
    expect(json).toEqual({ error: { msg: 'Your plan does not include this.' } })
  })
})

describe('a match', () => {
  const status = 503

  it('by a field of the body strikes that handoff only, before anything happens', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status, match: { external_id: 'h-2' } }))
    await api.createTicket(handoff({ external_id: 'h-1' }))
    expectStatus(await api.post('/api/tickets', handoff({ external_id: 'h-2' })), 503)
    // It is read before it is validated.
    expectStatus(await api.post('/api/tickets', { external_id: 'h-2' }), 503)
    expect((await api.tickets()).data).toHaveLength(1)
    expect(account.faults()).toMatchObject([{ seen: 2, hits: 2 }])
  })

  it('by the body works after the commit, too', async () => {
    const { account, api } = fresh()
    const body = { path: '/tags/0/name', contains: 'gladly' }
    account.addFault(order({ position: 'after-commit', status, match: { body } }))
    expectStatus(await api.post('/api/tickets', handoff()), 503)
    expectStatus(await api.post('/api/tickets', handoff({ tags: [] })), 201)
    expect((await api.tickets()).data).toHaveLength(2)
  })

  it('by key strikes that integration only', async () => {
    const { account, api } = fresh()
    const user_id = account.keys()[0]?.user_id ?? 0
    const other = account.createKey(user_id)
    account.addFault(order({ operation: 'listTickets', status, match: { key_id: other.id } }))
    const { email } = account.credentials
    const authorization = `Basic ${Buffer.from(`${email}:${other.api_key}`).toString('base64')}`
    expectStatus(await api.get('/api/tickets'), 200)
    expectStatus(await api.send('GET', '/api/tickets', { headers: { authorization } }), 503)
    account.addFault(order({ operation: 'listTickets', status: 504, match: { user_id } }))
    expectStatus(await api.get('/api/tickets'), 504)
    // Whoever is not let in is nobody.
    const wrong = `Basic ${Buffer.from(`${email}x:${other.api_key}`).toString('base64')}`
    expectStatus(await api.send('GET', '/api/tickets', { headers: { authorization: wrong } }), 401)
  })

  it('by app strikes that app only', async () => {
    const { account, api } = fresh()
    const { client_id } = account.addOAuthApp({ name: 'Reports', redirect_uris: ['https://app.test/back'] })
    const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
    account.addFault(order({ operation: 'listTickets', status, match: { client_id } }))
    const headers = { authorization: `Bearer ${access_token}` }
    expectStatus(await api.send('GET', '/api/tickets', { headers }), 503)
    expectStatus(await api.get('/api/tickets'), 200)
  })

  it('by header, path and one of several operations', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    const operation = ['getTicket', 'updateTicket']
    const header = { name: 'User-Agent', pattern: 'shadow/*' }
    account.addFault(order({ operation, status, match: { header } }))
    account.addFault(
      order({ operation: '*', status: 504, match: { path: `/api/tickets/${id}`, method: 'PUT' } }),
    )
    const headers = { 'user-agent': 'shadow/2' }
    expectStatus(await api.send('GET', `/api/tickets/${id}`, { headers }), 503)
    expectStatus(await api.get(`/api/tickets/${id}`), 200)
    expectStatus(await api.send('GET', '/api/tickets', { headers }), 200)
    expectStatus(await api.put(`/api/tickets/${id}`, {}), 504)
    expectStatus(await api.put(`/api/tickets/${id}1`, {}), 404)
  })
})

describe('of several faults', () => {
  const statusesOf = async (api: ReturnType<typeof fresh>['api'], ...bodies: readonly unknown[]) => {
    const seen: number[] = []
    for (const body of bodies) seen.push((await api.post('/api/tickets', body)).status)
    return seen
  }

  it('the first one registered strikes, whatever they look at', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 500, match: { external_id: 'h-1' } }))
    account.addFault(order({ status: 418 }))
    account.addFault(order({ status: 409, match: { external_id: 'h-2' } }))
    const bodies = [handoff({ external_id: 'h-1' }), handoff({ external_id: 'h-2' }), ticket()]
    expect(await statusesOf(api, ...bodies)).toEqual([500, 418, 418])
  })

  it('an outage strikes before all others, one that is slow only, too', async () => {
    const { account, api } = fresh()
    account.addFault(order({ status: 418 }))
    account.addOutage({ kind: 'latency', delay: 'PT5S' })
    const answer = api.post('/api/tickets', ticket())
    await until(() => account.outages()[0]?.waiting === 1)
    await account.clock.advance('PT5S')
    expectStatus(await answer, 201)
  })
})

it.for<[string, Partial<FaultOrder>]>([
  ['any call', {}],
  ['a body', { match: { external_id: 'h-1' } }],
])(
  'a fault before the operation that looks at %s comes before credentials and the bucket',
  async ([, more]) => {
    const { account, api } = fresh()
    account.addFault(order({ status: 503, ...more }))
    account.setRateLimit({ used: 40 })
    const body = handoff({ external_id: 'h-1' })
    expectStatus(await api.post('/api/tickets', body), 503)
    expect(account.readRateLimit().used).toBe(40)
    account.setRateLimit({ used: 0 })
    const host = `${account.name}.gorgias.com`
    const path = '/api/tickets'
    const wrong = rawCall(url, 'Basic eDp5', {
      method: 'POST',
      path,
      body,
      headers: { host, connection: 'close' },
    })
    await wrong.ended
    expect(wrong.status()).toBe(503)
    expect(account.readRateLimit().used).toBe(0)
  },
)

it('a fault meets a body that is no JSON, or too large, and the operation what it would have met', async () => {
  const { account, api } = fresh()
  account.addFault(order({ kind: 'latency', delay: 'PT5S' }))
  const late = async (body: unknown) => {
    const answer = api.post('/api/tickets', body)
    await until(() => account.faults()[0]?.waiting === 1)
    await account.clock.advance('PT5S')
    return (await answer).status
  }
  expect(await late('{"external_id":')).toBe(400)
  expect(await late(ticket({ subject: 'ä€'.repeat(100_000).slice(0, 998) }))).toBe(201)
  expect(await late('"x"'.padEnd(11 * 1024 * 1024))).toBe(413)
  expect(account.faults()).toMatchObject([{ seen: 3, hits: 3 }])
})
