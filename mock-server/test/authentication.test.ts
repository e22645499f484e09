import { expect, it, test } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import { callAs } from './support/host.ts'
import { addApp, basic, bearer } from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, server, fresh } = await testServer()

const UNAUTHORIZED = { error: { msg: 'Unauthorized.' } }
it('an API key gets in with the address of its user, however that is spelt', async () => {
  const { account, api } = fresh()
  expectStatus(await api.get('/api/tickets'), 200)
  const { email, api_key } = account.credentials
  const headers = basic(email.toUpperCase(), api_key)
  expectStatus(await call(url, 'GET', '/api/tickets', { headers }), 200)
})

test.for<[string, (email: string, key: string) => Record<string, string>]>([
  ['no credentials', () => ({})],
  ['a wrong key', (email) => basic(email, 'f'.repeat(64))],
  ['the key cut short', (email, key) => basic(email, key.slice(0, -1))],
  ['the address of somebody else', (_, key) => basic('robin@acme.test', key)],
  ['no address', (_, key) => basic('', key)],
  ['a key as a token', (_, key) => bearer(key)],
  ['a scheme of its own', (_, key) => ({ authorization: `Token ${key}` })],
  ['no scheme', (_, key) => ({ authorization: key })],
  ['two schemes', (email, key) => ({ authorization: `${basic(email, key).authorization}, Bearer ${key}` })],
  ['a second word', (email, key) => ({ authorization: `${basic(email, key).authorization} more` })],
  ['endless credentials', (email, key) => basic(email, `${key}${' '.repeat(2000)}`)],
])('%s is 401', async ([, headersOf]) => {
  const { account } = fresh()
  const { email, api_key } = account.credentials
  const answer = expectStatus(
    await call(url, 'GET', '/api/tickets', { headers: headersOf(email, api_key) }),
    401,
  )
  expect(answer.json).toEqual(UNAUTHORIZED)
})

it('a key that was revoked is 401, and another key of the same user goes on [REQ-065]', async () => {
  const { account, api } = fresh()
  const admin = expectStatus(await api.get('/api/users/0'), 200).json as { id: number }
  const other = account.createKey(admin.id)
  account.revokeKey()
  expect(expectStatus(await api.get('/api/tickets'), 401).json).toEqual(UNAUTHORIZED)
  const headers = basic(other.email, other.api_key)
  expectStatus(await call(url, 'GET', '/api/tickets', { headers }), 200)
})

it('a key ends with its user; a key of a different admin gets in again [REQ-066]', async () => {
  const { account, api } = fresh({
    seed: { users: [{ name: 'Second Admin', email: 'second@acme.test', role: 'admin' }] },
  })
  const users = (await api.get('/api/users')).json as { data: { id: number; email: string }[] }
  const idOf = (email: string) => users.data.find((user) => user.email === email)?.id ?? 0
  account.deactivateUser(idOf(account.credentials.email))
  expect(expectStatus(await api.get('/api/tickets'), 401).json).toEqual(UNAUTHORIZED)
  expect(() => account.createKey(idOf(account.credentials.email))).toThrow('deactivated')
  const { email, api_key } = account.createKey(idOf('second@acme.test'))
  expectStatus(await call(url, 'GET', '/api/tickets', { headers: basic(email, api_key) }), 200)
})

it('only an admin gets an API key [REQ-060]', async () => {
  const { account, api } = fresh({
    seed: { users: [{ name: 'Robin Agent', email: 'robin@acme.test', role: 'agent' }] },
  })
  const users = (await api.get('/api/users?email=robin@acme.test')).json as { data: { id: number }[] }
  expect(() => account.createKey(users.data[0]?.id ?? 0)).toThrow('only admins')
})

it('the token of an app gets in until it expires, and 403 is for what it may not', async () => {
  const { account } = fresh()
  const order = { scopes: ['tickets:read'] }
  const headers = bearer(account.createOAuthTokens(addApp(account).client_id, order).access_token)
  expectStatus(await call(url, 'GET', '/api/tickets', { headers }), 200)
  expectStatus(await call(url, 'GET', '/api/account', { headers }), 403)
  await account.clock.advance('P1D')
  expect(expectStatus(await call(url, 'GET', '/api/tickets', { headers }), 401).json).toEqual(UNAUTHORIZED)
})

it('a key does not wear out: five years later it still gets in [REQ-064]', async () => {
  const { account, api } = fresh()
  await account.clock.advance('P5Y')
  expectStatus(await api.get('/api/tickets'), 200)
})

it('a host name selects the account, and a key of another account does not get in there', async () => {
  const { account } = fresh()
  const { account: other } = fresh()
  const own = { authorization: account.authorization }
  const foreign = { authorization: other.authorization }
  expect(await callAs(url, `${account.name}.gorgias.com`, '/api/account', own)).toMatchObject({ status: 200 })
  expect(await callAs(url, `${account.name}.localhost:4010`, '/api/account', own)).toMatchObject({
    status: 200,
  })
  expect(await callAs(url, `${account.name}.gorgias.com`, '/api/account', foreign)).toMatchObject({
    status: 401,
  })
})

it('a made-up subdomain of gorgias.com is a 404 page, not JSON', async () => {
  const answer = await callAs(url, 'nobody-at-all.gorgias.com', '/api/account', {
    authorization: server.account.authorization,
  })
  expect(answer.status).toBe(404)
  expect(answer.type).toContain('text/html')
  expect(answer.text).toContain('<!doctype html>')
})

it('X-Forwarded-Host selects nothing', async () => {
  const { account } = fresh()
  const { api } = fresh()
  const headers = { 'x-forwarded-host': `${account.name}.gorgias.com` }
  expectStatus(await api.send('GET', '/api/tickets', { headers }), 200)
})

it('the keys of two accounts open their own account only', async () => {
  const { api } = fresh()
  const { api: other } = fresh()
  const { id } = await api.createTicket({
    customer: { email: 'ana@example.com' },
    messages: [{ channel: 'api', from_agent: false }],
  })
  expectStatus(await api.get(`/api/tickets/${id}`), 200)
  expect((await other.tickets()).data).toEqual([])
})
