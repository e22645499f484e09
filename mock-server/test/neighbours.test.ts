import { describe, expect, it, test } from 'vitest'
import { startMockServer } from '../src/index.ts'
import type { NeighbourOrder, NeighbourProfile } from '../src/index.ts'
import { apiOf, call, expectStatus } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { addApp } from './support/oauth.ts'
import { START, testServer } from './support/server.ts'

const { url, server, fresh } = await testServer()

const steady = (calls: number, per = 'PT20S'): NeighbourProfile => ({ kind: 'steady', calls, per })
const burst = (calls: number, every = 'PT1H'): NeighbourProfile => ({ kind: 'burst', calls, every })

const control = (name: string, method: string, path: string, body?: unknown) =>
  call(url, method, `/_control/v1/accounts/${name}${path}`, body === undefined ? {} : { body })

describe('a noisy neighbour', () => {
  it('leaves an integration what it does not use itself [REQ-094]', async () => {
    const { account, api } = fresh()
    account.addNeighbour({ name: 'ERP', profile: burst(38) })
    const statuses: number[] = []
    for (let i = 0; i < 5; i++) statuses.push((await api.post('/api/tickets', ticket())).status)
    expect(statuses).toEqual([201, 201, 429, 429, 429])
  })

  it('drains the bucket at the very moment at which a call is judged, between its calls as well', async () => {
    const { account, api } = fresh()
    // One call each second into a bucket that drains two: what was full stays so half as long.
    account.addNeighbour({ name: 'ERP', profile: steady(1, 'PT1S') })
    account.setRateLimit({ used: 40 })
    await account.clock.advance('PT0.5S')
    expectStatus(await api.get('/api/tickets'), 200)
    await account.clock.advance('PT0.5S')
    // What drained since has been used up by the neighbour, at this moment.
    expectStatus(await api.get('/api/tickets'), 429)
    await account.clock.advance('PT0.499999S')
    expectStatus(await api.get('/api/tickets'), 429)
    await account.clock.advance('PT0.001S')
    expectStatus(await api.get('/api/tickets'), 200)
  })

  it('is seen in the header of the next answer', async () => {
    const { account, api } = fresh()
    account.addNeighbour({ name: 'ERP', profile: burst(17) })
    expect((await api.get('/api/tickets')).headers.get('x-gorgias-account-api-call-limit')).toBe('18/40')
  })

  it('calls from its start until its end, by the clock of the account', async () => {
    const { account } = fresh()
    account.addNeighbour({
      name: 'Import',
      profile: steady(60, 'PT1M'),
      starts: '2026-03-02T09:10:00Z',
      ends: '2026-03-02T09:20:00Z',
    })
    const calls = () => account.neighbours()[0]?.calls
    await account.clock.advance('PT9M59.999S')
    expect(calls()).toBe(0)
    await account.clock.advance('PT0.001S')
    expect(calls()).toBe(1)
    await account.clock.advance('P1D')
    expect(calls()).toBe(600)
  })

  it('calls by the hours of its own time zone', async () => {
    const { account } = fresh()
    const calls_per_hour = Array.from({ length: 24 }, (_, hour) => (hour === 11 ? 120 : 0))
    account.addNeighbour({
      name: 'Shop',
      profile: { kind: 'by-hour', calls_per_hour, time_zone: 'Europe/Paris' },
    })
    const calls = () => account.neighbours()[0]?.calls
    // It is ten in Paris.
    await account.clock.advance('PT59M59S')
    expect(calls()).toBe(0)
    await account.clock.advance('PT1H')
    expect(calls()).toBe(120)
    await account.clock.advance('P1D')
    expect(calls()).toBe(240)
  })

  it('comes in bursts, the first one when it is told to', async () => {
    const { account } = fresh()
    account.addNeighbour({
      name: 'Sync',
      profile: { kind: 'burst', calls: 50, every: 'PT1H', first: 'PT10M' },
    })
    await account.clock.advance('PT9M59S')
    expect(account.neighbours()[0]).toMatchObject({ calls: 0, refused: 0, starts: START })
    await account.clock.advance('PT1H1S')
    expect(account.neighbours()[0]).toMatchObject({ calls: 100, refused: 20, held_back: 0 })
  })

  it('that obeys Retry-After waits instead of being refused again', () => {
    const { account } = fresh()
    account.addNeighbour({ name: 'Sync', profile: burst(50), obeys_retry_after: true })
    expect(account.neighbours()[0]).toMatchObject({ calls: 41, refused: 1, held_back: 9 })
  })

  it('makes the same of a day in one step and in many', async () => {
    const [one, other] = [fresh(), fresh()].map(({ account }) => {
      account.addNeighbour({ name: 'ERP', profile: steady(55) })
      account.addNeighbour({ name: 'Sync', profile: burst(30, 'PT7M') })
      return account
    })
    if (one === undefined || other === undefined) throw new Error('There are two accounts.')
    await one.clock.advance('P1D')
    for (let hour = 0; hour < 24; hour++) {
      await other.clock.advance('PT1H')
      other.readRateLimit()
    }
    expect(one.neighbours()).toEqual(other.neighbours())
    expect(one.readRateLimit()).toEqual(other.readRateLimit())
  })

  it('sets no timer: until-idle ends where nothing else is due', async () => {
    const { account } = fresh()
    account.addNeighbour({ name: 'ERP', profile: steady(55) })
    expect(await account.clock.advance('until-idle')).toMatchObject({ timers: 0, stopped_by: null })
  })

  it('fills nothing while the limit is off, and begins once it is on', async () => {
    const { account } = fresh()
    account.setRateLimit({ enabled: false })
    account.addNeighbour({ name: 'ERP', profile: steady(2000) })
    await account.clock.advance('PT1H')
    expect(account.neighbours()[0]).toMatchObject({ calls: 360_001, refused: 0 })
    expect(account.setRateLimit({ enabled: true })).toMatchObject({ used: 0, used_by: [] })
    await account.clock.advance('PT1H')
    expect(account.neighbours()[0]?.refused).toBeGreaterThan(300_000)
    expect(account.readRateLimit().used).toBe(40)
  })

  it('fills by the limit as it was when it called, and not as it is when somebody asks', () => {
    const { account } = fresh()
    account.setRateLimit({ capacity: 10 })
    account.addNeighbour({ name: 'Sync', profile: burst(30) })
    account.setRateLimit({ capacity: 40 })
    expect(account.neighbours()[0]).toMatchObject({ calls: 30, refused: 20 })
  })

  it('calls no more once it is sent away; what it poured drains', async () => {
    const { account } = fresh()
    const { id } = account.addNeighbour({ name: 'ERP', profile: burst(30) })
    account.removeNeighbour(id)
    expect(account.neighbours()).toEqual([])
    expect(account.readRateLimit().used).toBe(30)
    await account.clock.advance('PT20S')
    expect(account.readRateLimit().used).toBe(0)
  })

  it('calls by a real clock from its first moment on, too', async () => {
    await using real = await startMockServer()
    real.account.addNeighbour({ name: 'Sync', profile: burst(30, 'P1D') })
    expect(real.account.neighbours()[0]).toMatchObject({ calls: 30 })
  })

  it('leaves OAuth apps alone: each has a bucket of its own', async () => {
    const { account } = fresh()
    account.addNeighbour({ name: 'ERP', profile: burst(100) })
    const { client_id } = addApp(account)
    const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
    const app = apiOf(url, { authorization: `Bearer ${access_token}` })
    const answer = expectStatus(await app.get('/api/tickets'), 200)
    expect(answer.headers.get('x-gorgias-account-api-call-limit')).toBe('1/80')
  })
})

describe('neighbours', () => {
  it('stay where the account goes back, and call on from there as they did before', async () => {
    const { account } = fresh()
    account.addNeighbour({ name: 'ERP', profile: steady(55) })
    await account.clock.advance('PT1M')
    account.snapshot('before')
    await account.clock.advance('PT10M')
    const before = account.readRateLimit()
    account.restore('before')
    await account.clock.advance('PT10M')
    expect(account.readRateLimit()).toEqual(before)
  })

  it('are of one account: a fork has none, and a reset sends them away', () => {
    const { account } = fresh()
    account.addNeighbour({ name: 'ERP', profile: burst(30) })
    expect(account.fork().neighbours()).toEqual([])
    account.reset()
    expect(account.neighbours()).toEqual([])
    expect(account.readRateLimit()).toMatchObject({ used: 0, used_by: [] })
  })

  it('go on from the new time where the clock is set back', async () => {
    const { account } = fresh()
    account.addNeighbour({ name: 'ERP', profile: steady(20) })
    await account.clock.advance('P1D')
    await account.setClock({ now: START })
    await account.clock.advance('PT20S')
    expect(account.neighbours()[0]?.calls).toBe(86_400 + 1 + 21)
  })
})

describe('the rate limit', () => {
  it('says who used how much of it in the last window', async () => {
    const { account, api } = fresh()
    account.addNeighbour({ name: 'ERP', profile: steady(20) })
    await account.clock.advance('PT1M')
    for (let i = 0; i < 3; i++) expectStatus(await api.get('/api/tickets'), 200)
    expect(account.readRateLimit().used_by).toEqual([
      { name: 'ERP', kind: 'neighbour', calls: 20 },
      { name: account.credentials.email, kind: 'user', calls: 3 },
    ])
    await account.clock.advance('PT20S')
    expect(account.readRateLimit().used_by).toEqual([{ name: 'ERP', kind: 'neighbour', calls: 20 }])
  })

  it('blames nobody for calls that were refused, and the control plane for what it set', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ used: 40 })
    expectStatus(await api.get('/api/tickets'), 429)
    expect(account.readRateLimit().used_by).toEqual([{ name: 'Control plane', kind: 'control', calls: 40 }])
  })
})

describe('over HTTP', () => {
  it('neighbours are taken in, listed and sent away', async () => {
    const { account } = fresh()
    const order = { name: 'ERP', profile: { kind: 'steady', calls: 30, per: 'PT20S' } }
    const added = expectStatus(await control(account.name, 'POST', '/neighbours', order), 201).json
    const neighbour = { ...order, id: 1, obeys_retry_after: false, calls: 0, refused: 0, held_back: 0 }
    expect(added).toMatchObject(neighbour)
    const { json } = expectStatus(await control(account.name, 'GET', '/neighbours'), 200)
    expect(json).toMatchObject({ data: [{ ...neighbour, calls: 1 }] })
    const limit = expectStatus(await control(account.name, 'GET', '/rate-limit'), 200).json
    expect(limit).toMatchObject({ used: 1, used_by: [{ name: 'ERP', kind: 'neighbour', calls: 1 }] })
    expectStatus(await control(account.name, 'DELETE', '/neighbours/1'), 204)
    expectStatus(await control(account.name, 'DELETE', '/neighbours/1'), 404)
  })

  const withProfile = (profile: object) => ({ name: 'X', profile })
  test.for<[body: unknown, status: number, field: string]>([
    [{ profile: steady(1) }, 400, 'name'],
    [{ name: '', profile: steady(1) }, 400, 'name'],
    [{ name: ' ', profile: steady(1) }, 400, 'name'],
    [{ name: 'There', profile: steady(1) }, 409, 'name'],
    [{ name: 'X' }, 400, 'profile'],
    [withProfile({ kind: 'wild' }), 400, 'profile.kind'],
    [withProfile({ kind: 'steady', per: 'PT1S' }), 400, 'profile.calls'],
    [withProfile({ kind: 'steady', calls: 1 }), 400, 'profile.per'],
    [withProfile({ kind: 'steady', calls: 0, per: 'PT1S' }), 400, 'profile.calls'],
    [withProfile({ kind: 'steady', calls: 1.5, per: 'PT1S' }), 400, 'profile.calls'],
    [withProfile({ kind: 'steady', calls: 1, per: 'PT0S' }), 400, 'profile.per'],
    [withProfile({ kind: 'steady', calls: 1, per: 'P2D' }), 400, 'profile.per'],
    [withProfile({ kind: 'steady', calls: 1, per: 'soon' }), 400, 'profile.per'],
    [withProfile({ kind: 'steady', calls: 101, per: 'PT1S' }), 400, 'profile'],
    [withProfile({ kind: 'steady', calls: 1, per: 'PT1S', first: 'PT1S' }), 400, 'profile.first'],
    [withProfile({ kind: 'burst', calls: 1 }), 400, 'profile.every'],
    [withProfile({ kind: 'burst', calls: 1, every: 'PT1S', first: '-PT1S' }), 400, 'profile.first'],
    [withProfile({ kind: 'by-hour' }), 400, 'profile.calls_per_hour'],
    [withProfile({ kind: 'by-hour', calls_per_hour: [1, 2] }), 400, 'profile.calls_per_hour'],
    [withProfile({ kind: 'by-hour', calls_per_hour: new Array(24).fill(0) }), 400, 'profile.calls_per_hour'],
    [
      withProfile({ kind: 'by-hour', calls_per_hour: new Array(24).fill(-1) }),
      400,
      'profile.calls_per_hour.0',
    ],
    [
      withProfile({ kind: 'by-hour', calls_per_hour: new Array(24).fill(1), time_zone: 'Mars' }),
      400,
      'profile.time_zone',
    ],
    [{ ...withProfile(steady(1)), starts: 'noon' }, 400, 'starts'],
    [{ ...withProfile(steady(1)), ends: '2020-01-01T00:00:00Z' }, 400, 'ends'],
    [
      { ...withProfile(steady(1)), starts: '2027-01-01T00:00:00Z', ends: '2026-06-01T00:00:00Z' },
      400,
      'ends',
    ],
    [{ ...withProfile(steady(1)), obeys_retry_after: 'yes' }, 400, 'obeys_retry_after'],
    [{ ...withProfile(steady(1)), nope: 1 }, 400, 'nope'],
  ])('what does not fit is refused by name and changes nothing: %j', async ([body, status, field]) => {
    const { account } = fresh()
    account.addNeighbour({ name: 'There', profile: steady(1) })
    const before = account.neighbours()
    const answer = expectStatus(await control(account.name, 'POST', '/neighbours', body), status)
    const { error } = answer.json as { error: { message: string; field?: string } }
    expect(error.field).toBe(field)
    expect(error.message.length).toBeGreaterThan(10)
    expect(account.neighbours()).toEqual(before)
  })

  it('there are twenty neighbours at the most', () => {
    const { account } = fresh()
    const order = (index: number): NeighbourOrder => ({ name: `N${index}`, profile: steady(1) })
    for (let index = 0; index < 20; index++) account.addNeighbour(order(index))
    expect(() => account.addNeighbour(order(20))).toThrow('20 neighbours already')
    expect(server.accounts.get(account.name).neighbours()).toHaveLength(20)
  })
})
