import { describe, expect, it, test } from 'vitest'
import { apiOf, call, expectStatus } from './support/api.ts'
import { fromAgent, handoff, mailboxOf, ticket } from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { url, server, fresh } = await testServer()
const guarded = await testServer({ controlToken: 'open sesame' })

const ROOT = '/_control/v1'
const control = (method: string, path: string, body?: unknown) =>
  call(url, method, ROOT + path, body === undefined ? {} : { body })

interface Credentials {
  readonly subdomain: string
  readonly url: string
  readonly email: string
  readonly api_key: string
}

const apiOfCredentials = ({ email, api_key }: Credentials) =>
  apiOf(url, { authorization: `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}` })

async function makeAccount(body: unknown): Promise<Credentials> {
  return expectStatus(await control('POST', '/accounts', body), 201).json as Credentials
}

/** All that the control plane shows of an account. */
async function snapshot(name: string): Promise<string> {
  const parts = ['', '/clock', '/rate-limit', '/journal', '/outbox', '/billing', '/faults']
  const answers = await Promise.all(parts.map((part) => control('GET', `/accounts/${name}${part}`)))
  return [...answers, await control('GET', '/accounts')].map(({ text }) => text).join('\n')
}

describe('a call of the control plane that does not fit', () => {
  test.for<[method: string, path: string, body: unknown, status: number, field: string | undefined]>([
    ['POST', '/accounts', { subdomain: 'Not A Name' }, 400, 'subdomain'],
    ['POST', '/accounts', { subdomain: 5 }, 400, 'subdomain'],
    ['POST', '/accounts', { subdomain: 'acme' }, 409, 'subdomain'],
    ['POST', '/accounts', { plan: 'gold' }, 400, 'plan'],
    ['POST', '/accounts', { from: 'nobody' }, 404, undefined],
    ['POST', '/accounts', { seed: 'unknown' }, 400, 'seed'],
    [
      'POST',
      '/accounts',
      { seed: { users: [{ name: 'R', email: 'r@x.test', role: 'king' }] } },
      400,
      'seed.users.0.role',
    ],
    ['POST', '/accounts', { seed: { unknown: 1 } }, 400, 'seed.unknown'],
    ['POST', '/accounts', { nope: 1 }, 400, 'nope'],
    ['POST', '/accounts/NAME/clock', { mode: 'fast' }, 400, 'mode'],
    ['POST', '/accounts/NAME/clock', { now: 'noon' }, 400, 'now'],
    ['POST', '/accounts/NAME/clock', { now: '2030-01-01T00:00:00Z', advance: 'soon' }, 400, 'advance'],
    ['POST', '/accounts/NAME/clock', { advance: '-PT5M' }, 400, 'advance'],
    ['POST', '/accounts/NAME/clock', { advance: 'P9000Y' }, 400, 'advance'],
    ['POST', '/accounts/NAME/clock', { mode: 'real', advance: 'PT1S' }, 409, 'advance'],
    ['POST', '/accounts/NAME/clock', { mode: 'real', now: START }, 409, 'now'],
    ['PUT', '/accounts/NAME/rate-limit', { capacity: 0 }, 400, 'capacity'],
    ['PUT', '/accounts/NAME/rate-limit', { capacity: 10, window_seconds: 0 }, 400, 'window_seconds'],
    ['PUT', '/accounts/NAME/rate-limit', { capacity: 10, used: -1 }, 400, 'used'],
    ['PUT', '/accounts/NAME/rate-limit', { capacity: 10, used: 11 }, 400, 'used'],
    ['PUT', '/accounts/NAME/rate-limit', { window_seconds: 1e-9 }, 400, 'window_seconds'],
    ['POST', '/accounts/NAME/reset', { foo: 1 }, 400, 'foo'],
    ['DELETE', '/accounts/NAME/faults', { foo: 1 }, 400, 'foo'],
    ['PUT', '/accounts/NAME/rate-limit', { enabled: 'no' }, 400, 'enabled'],
    ['POST', '/accounts/NAME/keys', {}, 400, 'user_id'],
    ['POST', '/accounts/NAME/keys', { user_id: 1 }, 404, 'user_id'],
    ['DELETE', '/accounts/NAME/keys/99', undefined, 404, undefined],
    ['DELETE', '/accounts/NAME/keys/first', undefined, 400, 'id'],
    ['POST', '/accounts/NAME/users/abc/deactivate', undefined, 400, 'id'],
    ['POST', '/accounts/NAME/users/1/deactivate', undefined, 404, undefined],
    ['GET', '/accounts/NAME/billing?month=March', undefined, 400, 'month'],
    ['GET', '/accounts/NAME/billing?month=2026-13', undefined, 400, 'month'],
    ['GET', '/accounts/NAME/billing?year=2026', undefined, 400, 'year'],
    ['POST', '/accounts/NAME/inbound', { from: 'ana', text: 'x' }, 400, 'from'],
    ['POST', '/accounts/NAME/inbound', { from: 'ana@example.com' }, 400, 'text'],
    [
      'POST',
      '/accounts/NAME/inbound',
      { from: 'ana@example.com', text: 'x', ticket_id: 1 },
      400,
      'ticket_id',
    ],
    [
      'POST',
      '/accounts/NAME/faults',
      { operation: 'noSuch', position: 'before', kind: 'reset' },
      400,
      'operation',
    ],
    [
      'POST',
      '/accounts/NAME/faults',
      { operation: 'createTicket', position: 'before', kind: 'status' },
      400,
      'status',
    ],
    [
      'POST',
      '/accounts/NAME/faults',
      { operation: 'createTicket', position: 'between', kind: 'reset' },
      400,
      'position',
    ],
    [
      'POST',
      '/accounts/NAME/faults',
      { operation: 'createTicket', position: 'before', kind: 'reset', first: 0 },
      400,
      'first',
    ],
    ['DELETE', '/accounts/NAME/faults/7', undefined, 404, undefined],
    ['POST', '/accounts/NAME/faults', '{"operation": ', 400, undefined],
    ['GET', '/accounts/nobody-here', undefined, 404, undefined],
    ['DELETE', '/accounts/nobody-here', undefined, 404, undefined],
    ['POST', '/accounts/nobody-here/reset', undefined, 404, undefined],
    ['GET', '/nothing', undefined, 404, undefined],
  ])('is refused by name and changes nothing: %s %s %j', async ([method, path, body, status, field]) => {
    const { account, api } = fresh()
    await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    const before = await snapshot(account.name)
    const answer = expectStatus(await control(method, path.replace('NAME', account.name), body), status)
    const { error } = answer.json as { error: { message: string; field?: string } }
    expect(error.field).toBe(field)
    expect(error.message.length).toBeGreaterThan(10)
    expect(await snapshot(account.name)).toBe(before)
  })
})

describe('the token of the control plane', () => {
  const health = (headers: Record<string, string>) => call(guarded.url, 'GET', `${ROOT}/health`, { headers })

  it('is asked for by every call, and opens every call', async () => {
    expectStatus(await health({}), 401)
    expectStatus(await health({ authorization: 'Bearer open' }), 401)
    expectStatus(await call(guarded.url, 'POST', `${ROOT}/accounts`, { body: {} }), 401)
    expectStatus(await health({ authorization: 'Bearer open sesame' }), 200)
    expect(guarded.server.accounts.list()).toHaveLength(1)
  })

  it('is no business of the API', async () => {
    const { api } = guarded.fresh()
    expectStatus(await api.get('/api/tickets'), 200)
  })

  it('is not needed where none was set', async () => {
    expect(expectStatus(await control('GET', '/health'), 200).json).toEqual({ status: 'ok' })
  })
})

it('control calls are not counted by the rate limit and stand in no journal', async () => {
  const { account } = fresh()
  for (let i = 0; i < 45; i++) expectStatus(await control('GET', `/accounts/${account.name}/clock`), 200)
  expect(account.readRateLimit().used).toBe(0)
  expect(account.journal()).toEqual([])
})

describe('an account', () => {
  it('is made with one admin, a key and a mailbox, and nothing else', async () => {
    const credentials = await makeAccount({ subdomain: 'lone-shop' })
    expect(credentials).toEqual({
      subdomain: 'lone-shop',
      url,
      email: 'admin@lone-shop.test',
      api_key: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
    })
    const api = apiOfCredentials(credentials)
    expect((await api.tickets()).data).toEqual([])
    expect((await api.customers()).data).toEqual([])
    expect((await api.get('/api/rules')).json).toMatchObject({ data: [] })
    expect((await api.get('/api/integrations')).json).toMatchObject({
      data: [{ type: 'email', meta: { address: 'support@lone-shop.test' } }],
    })
    expect((await control('GET', '/accounts/lone-shop')).json).toEqual(credentials)
  })

  it('that is the first is called acme; those made later get names and keys of their own', async () => {
    expect(server.account.credentials).toMatchObject({ subdomain: 'acme', email: 'admin@acme.test' })
    const [one, two] = [await makeAccount({}), await makeAccount({})]
    expect(new Set(['acme', one.subdomain, two.subdomain]).size).toBe(3)
    expect(one.api_key).not.toBe(two.api_key)
  })

  it('that is forked goes on from the same state, and neither sees what the other writes', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    const before = (await api.get(`/api/tickets/${id}`)).text
    const fork = apiOfCredentials(await makeAccount({ from: account.name }))
    expect((await fork.get(`/api/tickets/${id}`)).text).toBe(before)

    await fork.updateTicket(id, { subject: 'changed in the fork', tags: [{ name: 'fork' }] })
    await fork.reply(id, fromAgent(mailboxOf(account.name)))
    const made = await fork.createTicket(ticket())
    expect((await api.get(`/api/tickets/${id}`)).text).toBe(before)
    expectStatus(await api.get(`/api/tickets/${made.id}`), 404)
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)

    await api.delete(`/api/tickets/${id}`)
    expect((await fork.ticket(id)).subject).toBe('changed in the fork')
  })

  it('that is forked has a journal, a bucket, faults and a key of its own', async () => {
    const { account, api } = fresh()
    await api.get('/api/tickets')
    account.addFault({ operation: 'listTickets', position: 'before', kind: 'status', status: 503 })
    const credentials = await makeAccount({ from: account.name })
    const fork = server.accounts.get(credentials.subdomain)
    expect(fork.journal()).toEqual([])
    expect(fork.faults()).toEqual([])
    expect(fork.readRateLimit().used).toBe(0)
    expect(credentials.api_key).not.toBe(account.credentials.api_key)
    expect(credentials.email).toBe(account.credentials.email)
    expect((await apiOfCredentials(credentials).tickets()).data).toEqual([])
  })

  it('that is forked after its admin was deactivated lets another admin in', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const me = expectStatus(await api.get('/api/users/0'), 200).json as { id: number }
    account.deactivateUser(me.id)
    const credentials = await makeAccount({ from: account.name })
    expect(credentials.email).toBe('gladly-integration@acme.test')
    expectStatus(await apiOfCredentials(credentials).get('/api/tickets'), 200)
  })

  it('that is reset is what it was when it was made, and its key still gets in', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const before = (await api.get('/api/tickets')).text
    await api.createTicket(handoff())
    account.setRateLimit({ capacity: 7, used: 3 })
    account.addFault({ operation: 'getTicket', position: 'before', kind: 'reset' })
    await account.clock.advance('P1D')
    expect(expectStatus(await control('POST', `/accounts/${account.name}/reset`), 204).text).toBe('')
    expect(account.journal()).toEqual([])
    expect(account.faults()).toEqual([])
    expect(account.outbox()).toEqual([])
    expect(account.readClock()).toEqual({ mode: 'virtual', now: START })
    expect(account.readRateLimit()).toEqual({
      enabled: true,
      capacity: 40,
      window_seconds: 20,
      used: 0,
      used_by: [],
    })
    expect((await api.get('/api/tickets')).text).toBe(before)
  })

  it('that is reset makes the same again of the same calls', async () => {
    const { account, api } = fresh()
    const first = expectStatus(await api.post('/api/tickets', handoff()), 201).text
    account.reset()
    expect(expectStatus(await api.post('/api/tickets', handoff()), 201).text).toBe(first)
  })

  it('that is deleted is gone, and its key gets in nowhere', async () => {
    const { account, api } = fresh()
    expectStatus(await control('DELETE', `/accounts/${account.name}`), 204)
    expectStatus(await api.get('/api/tickets'), 401)
    expectStatus(await control('GET', `/accounts/${account.name}`), 404)
    await makeAccount({ subdomain: account.name })
    expectStatus(await api.get('/api/tickets'), 401)
  })
})

describe('the clock', () => {
  const clock = async (name: string, body: unknown) =>
    expectStatus(await control('POST', `/accounts/${name}/clock`, body), 200).json

  it('is set and moved on in one call, and says what came up on the way', async () => {
    const { account } = fresh()
    expect(await clock(account.name, { now: '2026-06-01T00:00:00Z', advance: 'P1M' })).toMatchObject({
      mode: 'virtual',
      now: '2026-07-01T00:00:00+00:00',
      timers: 0,
    })
    expect((await control('GET', `/accounts/${account.name}/clock`)).json).toEqual({
      mode: 'virtual',
      now: '2026-07-01T00:00:00+00:00',
    })
  })

  it('moves for one account and for no other', async () => {
    const [one, other] = [fresh(), fresh()]
    await clock(one.account.name, { advance: 'P1Y' })
    expect(other.account.readClock().now).toBe(START)
  })

  it('becomes real and virtual again', async () => {
    const { account, api } = fresh()
    expect(await clock(account.name, { mode: 'real' })).toMatchObject({ mode: 'real' })
    expectStatus(await api.get('/api/tickets'), 200)
    expect(await clock(account.name, { mode: 'virtual', now: START })).toMatchObject({ now: START })
  })

  it('of the library sleeps in the time of the account', async () => {
    const { account } = fresh()
    const woken: number[] = []
    const start = account.clock.now()
    const sleeper = account.clock.sleep(60_000).then(() => woken.push(account.clock.now() - start))
    expect(account.clock.nextDue()).toBe(start + 60_000)
    await account.clock.advance('PT59S')
    expect(woken).toEqual([])
    await account.clock.advance(1_000)
    await sleeper
    expect(woken).toEqual([60_000])
  })
})

describe('the journal', () => {
  it('has each call in order, with what it was and what came of it', async () => {
    const { account, api } = fresh()
    await api.post('/api/tickets', {})
    const { id } = await api.createTicket(ticket())
    await api.get(`/api/tickets/${id}?relationships=custom_fields`)
    await api.get('/api/no-such-thing')
    const rows = (
      expectStatus(await control('GET', `/accounts/${account.name}/journal`), 200).json as {
        data: object[]
      }
    ).data
    expect(rows).toMatchObject([
      {
        id: 1,
        operation: 'createTicket',
        method: 'POST',
        path: '/api/tickets',
        status: 400,
        request_body: {},
      },
      { id: 2, operation: 'createTicket', status: 201, at: START, cause: { kind: 'request', id: 2 } },
      { id: 3, operation: 'getTicket', path: `/api/tickets/${id}?relationships=custom_fields`, status: 200 },
      { id: 4, operation: null, path: '/api/no-such-thing', status: 404 },
    ])
  })

  it('holds no key', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket())
    const { api_key } = account.credentials
    const journal = JSON.stringify(account.journal())
    expect(journal).not.toContain(api_key)
    expect(journal).not.toContain(account.authorization.slice('Basic '.length))
  })

  it('holds no secret that a body carried, be it well-formed or not', async () => {
    const { account, api } = fresh()
    const http = {
      url: 'https://example.com/hook',
      method: 'POST',
      request_content_type: 'application/json',
      response_content_type: 'application/json',
      headers: { Authorization: 'Bearer "s3cret"' },
      hmac_secret: 's3cret',
    }
    expectStatus(await api.post('/api/integrations', { name: 'Hook', type: 'http', http }), 201)
    expectStatus(await api.send('POST', '/api/integrations', { body: '{"hmac_secret": "s3cret"' }), 400)
    const journal = JSON.stringify(account.journal())
    expect(journal).not.toContain('s3cret')
    expect(journal).toContain('[redacted]')
    expect(account.journal()[0]?.request_body).toMatchObject({
      name: 'Hook',
      http: { hmac_secret: '[redacted]' },
    })
  })
})

it('the control plane describes itself, and the API describes what it serves', async () => {
  const own = expectStatus(await control('GET', '/openapi.json'), 200).json as { paths: object }
  expect(Object.keys(own.paths)).toContain(`${ROOT}/accounts/{account}/faults`)
  const api = expectStatus(await call(url, 'GET', '/openapi.json'), 200).json as { paths: object }
  expect(Object.keys(api.paths)).toContain('/api/tickets/{ticket_id}/tags')
  expect(Object.keys(api.paths).filter((path) => !path.startsWith('/api/'))).toEqual([])
})
