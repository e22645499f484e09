import { describe, expect, it, test } from 'vitest'
import { OPERATION_IDS } from '../src/wire/catalogue.ts'
import { ALLOWED } from '../src/wire/roles.ts'
import { apiOf, expectStatus } from './support/api.ts'
import { note, ticket } from './support/bodies.ts'
import { addApp, basic, bearer } from './support/oauth.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer({ rateLimit: 'off' })

type Desk = Awaited<ReturnType<typeof setUp>>

/** An account with a ticket, and the calls of a user who was an admin when they got their key. */
async function setUp(role: string) {
  const { account, api: admin } = fresh({ seed: 'demo' })
  const { id: ticketId } = await admin.createTicket(ticket())
  const email = 'sam@acme.test'
  const made = await admin.post('/api/users', { name: 'Sam', email, role: { name: 'admin' } })
  const { id } = expectStatus(made, 201).json as { id: number }
  const { api_key } = account.createKey(id)
  expectStatus(await admin.put(`/api/users/${id}`, { role: { name: role } }), 202)
  return { account, admin, id, ticketId, api: apiOf(url, basic(email, api_key)) }
}

type Act = (desk: Desk) => Promise<{ status: number }>

/** What the roles may do, from the least to the most: each may all that stands above it. */
const ACTS: Readonly<Record<string, readonly (readonly [string, Act])[]>> = {
  'observer-agent': [
    ['look at tickets', ({ api }) => api.get('/api/tickets')],
    ['look at users', ({ api }) => api.get('/api/users')],
    ['look at customers', ({ api }) => api.get('/api/customers')],
    ['look at events', ({ api }) => api.get('/api/events')],
    ['search', ({ api }) => api.post('/api/search', { type: 'customer', query: 'ana@example.com' })],
  ],
  'lite-agent': [
    ['answer', ({ api, ticketId }) => api.post(`/api/tickets/${ticketId}/messages`, note())],
    ['open a ticket', ({ api }) => api.post('/api/tickets', ticket())],
    ['close a ticket', ({ api, ticketId }) => api.put(`/api/tickets/${ticketId}`, { status: 'closed' })],
    [
      'tag a ticket',
      ({ api, ticketId }) => api.post(`/api/tickets/${ticketId}/tags`, { names: ['gladly-ai'] }),
    ],
  ],
  'basic-agent': [
    ['make a customer', ({ api }) => api.post('/api/customers', { email: 'new@example.com', channels: [] })],
  ],
  agent: [
    ['delete a ticket', ({ api, ticketId }) => api.delete(`/api/tickets/${ticketId}`)],
    ['make a tag', ({ api }) => api.post('/api/tags', { name: 'vip' })],
    ['make a view', ({ api }) => api.post('/api/views', { slug: 'mine', name: 'Mine' })],
  ],
  admin: [
    [
      'make a user',
      ({ api }) => api.post('/api/users', { name: 'K', email: 'k@acme.test', role: { name: 'agent' } }),
    ],
    [
      'make a rule',
      ({ api }) => api.post('/api/rules', { name: 'R', code: 'if (eq(ticket.spam, true)) {}' }),
    ],
    [
      'keep the settings',
      ({ api }) =>
        api.post('/api/account/settings', {
          type: 'limits',
          data: { max_integrations: 5, max_active_rules: 5 },
        }),
    ],
    ['look at rules', ({ api }) => api.get('/api/rules')],
  ],
}

const RANKS = Object.keys(ACTS)

describe('a role', () => {
  test.for(
    RANKS.flatMap((role, rank) =>
      RANKS.flatMap((least, i) =>
        (ACTS[least] ?? []).map(([what, act]) => ({ role, what, act, may: i <= rank })),
      ),
    ).map((row) => [row.role, row.may ? 'may' : 'may not', row.what, row] as const),
  )('%s %s %s', async ([role, , , { act, may }]) => {
    const { status } = await act(await setUp(role))
    expect(status < 300 ? 'done' : status).toBe(may ? 'done' : 403)
  })

  it('of the table is one of operations that exist, each once', () => {
    const ids = Object.values(ALLOWED).flat()
    expect(ids.filter((id) => !OPERATION_IDS.has(id))).toEqual([])
    expect(new Set(ids).size).toBe(ids.length)
  })
})

it('a call that the role forbids leaves nothing, and a role counts from the moment it is given', async () => {
  const { admin, api, id, ticketId } = await setUp('observer-agent')
  expectStatus(await api.put(`/api/tickets/${ticketId}`, { subject: 'Changed' }), 403)
  expect((await admin.ticket(ticketId)).subject).not.toBe('Changed')
  expectStatus(await admin.put(`/api/users/${id}`, { role: { name: 'lite-agent' } }), 202)
  expectStatus(await api.put(`/api/tickets/${ticketId}`, { subject: 'Changed' }), 202)
})

it('an app may no more than the user who allowed it', async () => {
  const { account, id, ticketId } = await setUp('lite-agent')
  const { client_id } = addApp(account)
  const { access_token } = account.createOAuthTokens(client_id, { scopes: ['write:all'], user_id: id })
  const api = apiOf(url, bearer(access_token))
  expectStatus(await api.post(`/api/tickets/${ticketId}/messages`, note()), 201)
  expectStatus(await api.delete(`/api/tickets/${ticketId}`), 403)
})

describe('who may not call', () => {
  it('learns that before the body is looked at, whatever it holds', async () => {
    const { api } = await setUp('observer-agent')
    expectStatus(await api.post('/api/rules', {}), 403)
    expectStatus(await api.post('/api/macros', { no: 'such field' }), 403)
    expectStatus(await api.send('POST', '/api/tickets', { body: '{"broken' }), 403)
  })

  it('learns it for want of a scope, too', async () => {
    const { account } = fresh()
    const app = addApp(account)
    const { access_token } = account.createOAuthTokens(app.client_id, { scopes: ['tickets:read'] })
    const api = apiOf(url, bearer(access_token))
    expect(expectStatus(await api.post('/api/rules', {}), 403).text).toContain('Missing scope: rules:write.')
    expectStatus(await api.get('/api/users?colour=red'), 403)
  })
})
