import { expect, it, test } from 'vitest'
import { CATALOGUE } from '../src/wire/catalogue.ts'
import { OPERATION_SCOPES, SCOPES } from '../src/wire/scopes.ts'
import { apiOf, expectStatus } from './support/api.ts'
import { ticket } from './support/bodies.ts'
import { addApp, bearer } from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

/** The calls of an app that was allowed some scopes by the admin. */
function withScopes(...scopes: string[]) {
  const { account } = fresh()
  return apiOf(url, bearer(account.createOAuthTokens(addApp(account).client_id, { scopes }).access_token))
}

const missing = (scope: string) => ({
  error: { msg: `You do not have enough permissions to perform this action. Missing scope: ${scope}.` },
})

it('every operation of the catalogue has a scope, and one that apps can ask for', () => {
  expect([...OPERATION_SCOPES.keys()]).toEqual(CATALOGUE.map(([operationId]) => operationId))
  expect(OPERATION_SCOPES.size).toBe(113)
  for (const [operationId, scopes] of OPERATION_SCOPES) {
    expect(scopes.length, operationId).toBeGreaterThan(0)
    expect(
      scopes.filter((scope) => !SCOPES.has(scope)),
      operationId,
    ).toEqual([])
  }
})

it('every scope of a resource is wanted by an operation, but for writing events', () => {
  const wanted = new Set([...OPERATION_SCOPES.values()].flat())
  const idle = [...SCOPES.keys()].filter((scope) => scope.includes(':') && !wanted.has(scope))
  expect(idle).toEqual(['events:write'])
})

test.for<[scope: string, method: string, path: string, body?: unknown]>([
  ['tickets:read', 'GET', '/api/tickets'],
  ['tickets:read', 'GET', '/api/views'],
  ['tickets:read', 'GET', '/api/messages'],
  ['tickets:write', 'POST', '/api/tickets', ticket()],
  ['tickets:write', 'DELETE', '/api/tickets/7'],
  ['customers:read', 'GET', '/api/customers'],
  ['customers:write', 'POST', '/api/customers', { email: 'ana@example.com', channels: [] }],
  ['users:read', 'GET', '/api/users/0'],
  ['users:read', 'GET', '/api/teams'],
  ['account:read', 'GET', '/api/account'],
  ['events:read', 'GET', '/api/events'],
  ['integrations:read', 'GET', '/api/integrations'],
  ['rules:write', 'DELETE', '/api/rules/7'],
  ['tags:read', 'GET', '/api/tags'],
])('without %s, %s %s is refused by its name; with it, it is not', async ([scope, method, path, body]) => {
  const options = body === undefined ? {} : { body }
  const others = [...SCOPES.keys()].filter((name) => name !== scope && name !== 'write:all')
  // A tag is also of the tickets' scope (documented).
  const without = withScopes(...others.filter((name) => !(scope === 'tags:read' && name === 'tickets:read')))
  expect(expectStatus(await without.send(method, path, options), 403).json).toEqual(missing(scope))
  expect((await withScopes(scope).send(method, path, options)).status).not.toBe(403)
})

it('tags are in the scope of tickets, too', async () => {
  expectStatus(await withScopes('tickets:read').get('/api/tags'), 200)
  expectStatus(await withScopes('tickets:write').post('/api/tags', { name: 'vip' }), 201)
})

it('to write does not include to read', async () => {
  const api = withScopes('tickets:write')
  expectStatus(await api.post('/api/tickets', ticket()), 201)
  expectStatus(await api.get('/api/tickets'), 403)
})

it('macros are unarchived with the old scope only', async () => {
  const answer = await withScopes('macros:write').put('/api/macros/unarchive', { ids: [7] })
  expect(expectStatus(answer, 403).json).toEqual(missing('write:all'))
  expect((await withScopes('macros:write').put('/api/macros/archive', { ids: [7] })).status).not.toBe(403)
})

it('the old scope allows everything', async () => {
  const api = withScopes('write:all')
  expectStatus(await api.get('/api/account'), 200)
  expectStatus(await api.post('/api/tickets', ticket()), 201)
  expect((await api.put('/api/macros/unarchive', { ids: [7] })).status).not.toBe(403)
})

it('a refusal for want of a scope counts against the rate limit and changes nothing', async () => {
  const api = withScopes('tickets:read')
  const refused = expectStatus(await api.post('/api/tickets', ticket()), 403)
  expect(refused.headers.get('x-gorgias-account-api-call-limit')).toBe('1/80')
  expect((await api.tickets()).data).toEqual([])
})
