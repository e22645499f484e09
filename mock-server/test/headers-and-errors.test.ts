import { describe, expect, it, test } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import type { Answer, CallOptions } from './support/api.ts'
import { fromCustomer, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

const ALWAYS: Readonly<Record<string, RegExp>> = {
  'content-type': /^application\/json$/,
  'x-gorgias-account-api-call-limit': /^\d+\/40$/,
  'x-gorgias-release': /^[0-9a-f]{40}$/,
  'x-request-id': /^[0-9a-f]{32}$/,
  'strict-transport-security': /^max-age=31556926; includeSubDomains$/,
  'x-frame-options': /^Deny$/,
  'x-content-type-options': /^nosniff$/,
  'x-xss-protection': /^1; mode=block$/,
  'referrer-policy': /^strict-origin$/,
  'cross-origin-opener-policy': /^same-origin-allow-popups$/,
  vary: /^Cookie$/,
}

function expectHeaders({ headers }: Answer): void {
  for (const [name, pattern] of Object.entries(ALWAYS)) expect(headers.get(name) ?? '', name).toMatch(pattern)
}

/** Calls that go wrong in every way there is. */
const REFUSED: readonly (readonly [number, string, string, CallOptions])[] = [
  [400, 'POST', '/api/tickets', { body: {} }],
  [400, 'POST', '/api/tickets', { body: '{"messages": [' }],
  [400, 'POST', '/api/tickets', { body: '{"__proto__": {"a": 1}}' }],
  [
    400,
    'POST',
    '/api/tickets',
    { body: `{"meta": ${'{"a":'.repeat(6000)}1${'}'.repeat(6000)}, "messages": []}` },
  ],
  [400, 'GET', '/api/tickets?status=open', {}],
  [404, 'GET', '/api/tickets/1', {}],
  [404, 'GET', '/api/tickets/abc', {}],
  [404, 'GET', '/api/tickets/%zz', {}],
  [404, 'GET', '/api/no-such-thing', {}],
  [404, 'GET', '/api', {}],
  [405, 'DELETE', '/api/tickets', {}],
  [405, 'PATCH', '/api/tickets/1', { body: {} }],
  [413, 'POST', '/api/tickets', { body: { messages: [{ body_text: 'x'.repeat(11 * 1024 * 1024) }] } }],
  [415, 'POST', '/api/tickets', { body: '<ticket/>', headers: { 'content-type': 'application/xml' } }],
  [415, 'POST', '/api/tickets', { body: 'subject=x', headers: { 'content-type': 'text/plain' } }],
  [
    415,
    'POST',
    '/api/tickets',
    { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
]

describe('every answer', () => {
  test.for(REFUSED)('%d to %s %s speaks the error dialect and carries all headers', async (row) => {
    const [status, method, path, options] = row
    const { api } = fresh()
    const answer = expectStatus(await api.send(method, path, options), status)
    expectHeaders(answer)
    expect(answer.json).toEqual({
      error: expect.objectContaining({ msg: expect.any(String) as string }) as object,
    })
    expect(answer.headers.get('retry-after')).toBeNull()
  })

  it('carries them also where credentials are missing or the limit is reached', async () => {
    expectHeaders(expectStatus(await call(url, 'GET', '/api/tickets'), 401))
    const { account, api } = fresh()
    account.setRateLimit({ used: 40 })
    expectHeaders(expectStatus(await api.get('/api/tickets'), 429))
  })

  it('carries them where all is well, with a body or without', async () => {
    const { api } = fresh()
    const created = expectStatus(await api.post('/api/tickets', ticket()), 201)
    const { id } = created.json as { id: number }
    const answers = [
      created,
      expectStatus(await api.get(`/api/tickets/${id}`), 200),
      expectStatus(await api.put(`/api/tickets/${id}`, {}), 202),
    ]
    for (const answer of answers) expectHeaders(answer)
    const tagged = expectStatus(await api.post(`/api/tickets/${id}/tags`, { names: ['vip'] }), 201)
    expectHeaders(tagged)
    expect(tagged.text).toBe('')
    expect(tagged.headers.get('content-length')).toBe('0')
    const deleted = expectStatus(await api.delete(`/api/tickets/${id}`), 204)
    expect(deleted.headers.get('x-gorgias-account-api-call-limit')).toBe('5/40')
  })

  it('has a request id of its own', async () => {
    const { api } = fresh()
    const ids = [await api.get('/api/tickets'), await api.get('/api/tickets')].map((answer) =>
      answer.headers.get('x-request-id'),
    )
    expect(new Set(ids).size).toBe(2)
  })
})

describe('a refusal', () => {
  it('names each field, nested as the body is', async () => {
    const { api } = fresh()
    const body = { messages: [{ channel: 'email', from_agent: true, nope: 1 }, {}], priority: 'urgent' }
    expect(expectStatus(await api.post('/api/tickets', body), 400).json).toEqual({
      error: {
        msg: 'Failed to create ticket',
        data: {
          messages: {
            '0': { nope: ['No such field'] },
            '1': {
              channel: ['Missing data for required field.'],
              from_agent: ['Missing data for required field.'],
            },
          },
          priority: ['Must be one of: critical, high, normal, low.'],
        },
      },
    })
  })

  it('puts data before msg, as the documented example does', async () => {
    const { api } = fresh()
    const { text } = await api.post('/api/tickets', {})
    expect(text).toMatch(/^\{"error":\{"data":\{"messages":\[.*\]\},"msg":"Failed to create ticket"\}\}$/)
  })

  it('of a message without an address to send from says so in the recorded words', async () => {
    const { api } = fresh()
    const body = ticket({ messages: [fromCustomer({ source: null })] })
    expect(expectStatus(await api.post('/api/tickets', body), 400).json).toMatchObject({
      error: { msg: 'From field is missing or empty' },
    })
  })

  it('names the query parameter that is unknown or out of bounds', async () => {
    const { api } = fresh()
    const data = async (query: string) =>
      (expectStatus(await api.get(`/api/tickets?${query}`), 400).json as { error: { data: unknown } }).error
        .data
    expect(await data('status=open')).toEqual({ status: ['No such field'] })
    expect(await data('limit=101')).toEqual({ limit: ['Must be at most 100'] })
    expect(await data('limit=0')).toEqual({ limit: ['Must be at least 1'] })
    expect(await data('limit=few')).toEqual({ limit: ['Not a valid integer.'] })
    expect(await data('cursor=tampered')).toEqual({ cursor: ['Not a valid cursor.'] })
  })

  it('says 404 and 405 in the documented words', async () => {
    const { api } = fresh()
    expect((await api.get('/api/tickets/1')).json).toEqual({ error: { msg: 'Resource not found.' } })
    expect((await api.send('PATCH', '/api/tickets/1')).json).toEqual({
      error: { msg: 'The specified HTTP method is not allowed.' },
    })
  })
})

it.each([
  ['GET', '/api/customers/merge'],
  ['DELETE', '/api/customers/merge'],
  ['GET', '/api/macros/archive'],
  ['GET', '/api/rules/priorities'],
])('%s %s is a 405: the path is no id', async (method, path) => {
  const { api } = fresh()
  expectStatus(await api.send(method, path), 405)
})

it.each(['+7', '%207', '7%20', '7.0', '-7', '0x7'])('an id that is written %s is none', async (id) => {
  const { api } = fresh()
  expectStatus(await api.get(`/api/tickets/${id}`), 404)
})

it('outside the API a path that is not there is a page, as at the edge', async () => {
  const answer = expectStatus(await call(url, 'GET', '/no-such-page'), 404)
  expect(answer.headers.get('content-type')).toContain('text/html')
  expect(answer.text).toContain('Not Found')
})

it('the uri of a list percent-encodes what was asked, blanks too', async () => {
  const { api } = fresh()
  const { uri } = await api.customers('?name=Ana%20Lima&order_by=created_datetime:asc')
  expect(uri).toBe('/api/customers?name=Ana%20Lima&order_by=created_datetime%3Aasc')
})

it('a path may end in a slash', async () => {
  const { api } = fresh()
  expectStatus(await api.get('/api/tickets/'), 200)
})

it('an empty body with a content type stands for no fields', async () => {
  const { api } = fresh()
  const { id } = await api.createTicket(ticket())
  expectStatus(await api.send('PUT', `/api/tickets/${id}`, { body: '' }), 202)
})
