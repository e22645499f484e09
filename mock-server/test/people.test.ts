import { describe, expect, it, test } from 'vitest'
import type { Account } from '../src/index.ts'
import { apiOf, call, expectStatus } from './support/api.ts'
import { basic } from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, server, fresh } = await testServer({ rateLimit: 'off' })

const control = (account: Account, method: string, path: string, body?: unknown) =>
  call(url, method, `/_control/v1/accounts/${account.name}${path}`, body === undefined ? {} : { body })

const person = (name: string, role = 'agent') => ({ name, email: `${name}@acme.test`, role: { name: role } })

/** An account with a second admin, and the calls that this admin's own key allows. */
async function setUp() {
  const { account, api } = fresh()
  const { id } = expectStatus(await api.post('/api/users', person('sam', 'admin')), 201).json as {
    id: number
  }
  const key = account.createKey(id)
  return { account, api, id, key, sam: apiOf(url, basic(key.email, key.api_key)) }
}

type Desk = Awaited<ReturnType<typeof setUp>>

describe('an API key', () => {
  test.for<[string, (desk: Desk) => unknown]>([
    ['is revoked', ({ account, key }) => control(account, 'DELETE', `/keys/${key.id}`)],
    ['is reset', ({ account, key }) => control(account, 'POST', `/keys/${key.id}/reset`)],
    ['loses its user, who is deactivated', ({ account, id }) => account.deactivateUser(id)],
    ['loses its user, who is deleted', ({ api, id }) => api.delete(`/api/users/${id}`)],
  ])('that %s is refused at once with 401, for whatever call (REQ-065, REQ-066)', async ([, end]) => {
    const desk = await setUp()
    expectStatus(await desk.sam.get('/api/account'), 200)
    await end(desk)
    const unauthorized = { error: { msg: 'Unauthorized.' } }
    expect(expectStatus(await desk.sam.get('/api/account'), 401).json).toEqual(unauthorized)
    expect(expectStatus(await desk.sam.post('/api/tickets', {}), 401).json).toEqual(unauthorized)
    expectStatus(await desk.api.get('/api/account'), 200)
  })

  it('whose user is no admin any more still opens what their role may: the rest is 403 at once', async () => {
    const { api, sam, id } = await setUp()
    expectStatus(await sam.get('/api/rules'), 200)
    expectStatus(await api.put(`/api/users/${id}`, { role: { name: 'agent' } }), 202)
    expectStatus(await sam.get('/api/rules'), 403)
    expectStatus(await sam.post('/api/users', person('kim')), 403)
    expectStatus(await sam.get('/api/tickets'), 200)
  })

  it('that is reset has a successor, which gets in at once', async () => {
    const { account, key } = await setUp()
    const next = expectStatus(await control(account, 'POST', `/keys/${key.id}/reset`), 201).json as typeof key
    expect(next).toMatchObject({ user_id: key.user_id, email: key.email })
    expect(next.api_key).not.toBe(key.api_key)
    expectStatus(await apiOf(url, basic(next.email, next.api_key)).get('/api/account'), 200)
    expectStatus(await control(account, 'POST', `/keys/${key.id}/reset`), 409)
    expectStatus(await control(account, 'POST', '/keys/99/reset'), 404)
  })

  it('is not reset where its user may have none, and lives on then', async () => {
    const { account, api, key, sam, id } = await setUp()
    await api.put(`/api/users/${id}`, { role: { name: 'agent' } })
    const answer = expectStatus(await control(account, 'POST', `/keys/${key.id}/reset`), 409)
    expect(answer.text).toContain('only admins make keys')
    expectStatus(await sam.get('/api/tickets'), 200)
  })

  it('of somebody who is let in again opens as before, unless it was revoked', async () => {
    const { account, sam, key, id } = await setUp()
    account.deactivateUser(id)
    expectStatus(await control(account, 'POST', `/users/${id}/reactivate`), 204)
    expectStatus(await sam.get('/api/account'), 200)
    account.deactivateUser(id)
    account.revokeKey(key.id)
    account.reactivateUser(id)
    expectStatus(await sam.get('/api/account'), 401)
  })

  it('is listed without its text, with what became of it', async () => {
    const { account, key } = await setUp()
    account.revokeKey(key.id)
    const listed = expectStatus(await control(account, 'GET', '/keys'), 200)
    expect(listed.json).toMatchObject({
      data: [
        { email: account.credentials.email, active: true, revoked_datetime: null },
        { id: key.id, user_id: key.user_id, active: false, revoked_datetime: account.readClock().now },
      ],
    })
    expect(listed.text).not.toContain(key.api_key)
    expect(listed.text).not.toContain(account.credentials.api_key)
  })

  it('is for admins alone, and for nobody who was deleted (REQ-060)', async () => {
    const { account, api, id } = await setUp()
    const kim = expectStatus(await api.post('/api/users', person('kim')), 201).json as { id: number }
    expectStatus(await control(account, 'POST', '/keys', { user_id: kim.id }), 409)
    expectStatus(await api.delete(`/api/users/${id}`), 204)
    expectStatus(await control(account, 'POST', '/keys', { user_id: id }), 404)
    expectStatus(await control(account, 'POST', `/users/${id}/reactivate`), 404)
  })
})

describe('the only admin', () => {
  it('can be neither demoted nor deleted, by themselves or anybody, until there is another', async () => {
    const { api } = fresh()
    for (const role of ['agent', 'observer-agent']) {
      const answer = expectStatus(await api.put('/api/users/0', { role: { name: role } }), 409)
      expect(answer.text).toContain('is the only active admin')
    }
    expectStatus(await api.delete('/api/users/0'), 409)
    expectStatus(await api.put('/api/users/0', { role: { name: 'admin' }, bio: 'Still here' }), 202)
    const other = expectStatus(await api.post('/api/users', person('sam', 'admin')), 201).json as {
      id: number
    }
    expectStatus(await api.put('/api/users/0', { role: { name: 'agent' } }), 202)
    expect((await api.get(`/api/users/${other.id}`)).json).toMatchObject({ role: { name: 'admin' } })
  })

  it('is so although there is one more who is deactivated', async () => {
    const { account, api, id } = await setUp()
    account.deactivateUser(id)
    expectStatus(await api.delete('/api/users/0'), 409)
    account.reactivateUser(id)
    expectStatus(await api.delete('/api/users/0'), 204)
  })
})

describe('the seats of Starter', () => {
  /** A Starter account in which all three seats are taken. */
  async function full() {
    const account = server.accounts.create({ plan: 'starter' })
    const api = apiOf(url, account)
    const ids: number[] = []
    for (const name of ['two', 'three'])
      ids.push((expectStatus(await api.post('/api/users', person(name)), 201).json as { id: number }).id)
    return { account, api, ids }
  }

  it('are three: a fourth user is refused in the words of the API, and accepted on Basic (REQ-068)', async () => {
    const { account, api } = await full()
    const refused = expectStatus(await api.post('/api/users', person('integration', 'admin')), 403)
    expect((refused.json as { error: { msg: string } }).error.msg).toContain('The Starter plan has 3 seats')
    expect(expectStatus(await control(account, 'PUT', '/plan', { plan: 'basic' }), 200).json).toEqual({
      plan: 'basic',
    })
    expectStatus(await api.post('/api/users', person('integration', 'admin')), 201)
    expect(account.billing().amount).toBe('60.00')
  })

  it('are not taken by bots, nor by who is deactivated; to come back takes one', async () => {
    const { account, api, ids } = await full()
    account.setAiAgent({ enabled: true })
    account.deactivateUser(ids[0] ?? 0)
    expectStatus(await api.post('/api/users', person('four')), 201)
    const answer = expectStatus(await control(account, 'POST', `/users/${ids[0] ?? 0}/reactivate`), 403)
    expect(answer.text).toContain('3 seats')
    account.changePlan('pro')
    account.reactivateUser(ids[0] ?? 0)
    expect((await api.get(`/api/users/${ids[0] ?? 0}`)).json).toMatchObject({
      active: true,
      deactivated_datetime: null,
    })
  })

  it('are too few for four: the plan cannot be changed to it, and stays what it was', async () => {
    const { account, api } = await full()
    account.changePlan('basic')
    await api.post('/api/users', person('four'))
    const answer = expectStatus(await control(account, 'PUT', '/plan', { plan: 'starter' }), 409)
    expect(answer.json).toMatchObject({ error: { field: 'plan' } })
    expect(account.billing().plan).toBe('basic')
    expectStatus(await control(account, 'PUT', '/plan', { plan: 'gold' }), 400)
  })
})

it('Enterprise has its own rate limit from the moment of the change, and keeps it no longer', () => {
  const { account } = fresh()
  account.setRateLimit({ capacity: 7 })
  account.changePlan('enterprise')
  expect(account.readRateLimit()).toMatchObject({ capacity: 7, window_seconds: 10 })
  account.changePlan('pro')
  expect(account.readRateLimit()).toMatchObject({ capacity: 7, window_seconds: 20 })
})

it('a bot is neither let in nor shut out', async () => {
  const { account, api } = fresh()
  const { data } = (await api.get('/api/users?roles=bot')).json as { data: { id: number }[] }
  for (const deed of ['deactivate', 'reactivate'])
    expectStatus(await control(account, 'POST', `/users/${data[0]?.id ?? 0}/${deed}`), 409)
})
