import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { startMockServer } from '../src/index.ts'
import type { Har, JournalPage, JournalRow } from '../src/index.ts'
import { apiOf, call, expectStatus } from './support/api.ts'
import { handoff, ticket } from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { fresh, server, url } = await testServer()
const ROOT = '/_control/v1'

const read = async (name: string, part: string) =>
  expectStatus(await call(url, 'GET', `${ROOT}/accounts/${name}/${part}`), 200).json
const page = async (name: string, query = '') => (await read(name, `journal${query}`)) as JournalPage
const ids = (rows: readonly JournalRow[]) => rows.map(({ id }) => id)

describe('a row of the journal', () => {
  it('says when the call came, when it was answered, how long that took and who asked', async () => {
    const { account, api } = fresh()
    await api.send('GET', '/api/account', { headers: { 'X-Correlation-ID': 'c-1', 'user-agent': 'tests' } })
    const [row] = account.journal()
    expect(row).toMatchObject({
      at: START,
      answered_at: START,
      scheme: 'http',
      hung_up: false,
      request_headers: {
        'user-agent': 'tests',
        'x-correlation-id': 'c-1',
        authorization: 'Basic [redacted]',
      },
      response_headers: { 'content-type': 'application/json', 'x-gorgias-account-api-call-limit': '1/40' },
    })
    expect(row?.duration_ms).toBeGreaterThanOrEqual(0)
  })

  it('keeps few headers, and none that are long', async () => {
    const { account, api } = fresh()
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`X-H${i}`, 'v'.repeat(100)]))
    await api.send('GET', '/api/account', { headers: { ...many, 'x-api-key': 's3cret', cookie: 'a=s3cret' } })
    await api.send('GET', '/api/account', { headers: { 'x-long': 'v'.repeat(5_000) } })
    const [first, second] = account.journal()
    expect(Object.keys(first?.request_headers ?? {}).length).toBeLessThanOrEqual(40)
    expect(second?.request_headers['x-long']).toHaveLength(500)
    expect(JSON.stringify(account.journal())).not.toContain('s3cret')
  })
})

describe('a filter', () => {
  async function history() {
    const { account, api } = fresh()
    const first = await api.createTicket(handoff({ external_id: 'h-1' }))
    await account.clock.advance('PT1H')
    const second = await api.createTicket(ticket())
    await api.send('GET', `/api/tickets/${first.id}`, { headers: { 'X-Correlation-ID': 'trace-7' } })
    await api.get('/api/tickets?external_id=h-1')
    await api.get(`/api/messages?ticket_id=${second.id}&limit=5`)
    await api.get('/api/tickets/1')
    await api.reply(second.id, {
      channel: 'internal-note',
      from_agent: true,
      body_text: 'x',
      external_id: 'm-1',
    })
    return { account, first, second }
  }

  it('finds calls by what they were, what came of them, and when', async () => {
    const { account } = await history()
    expect(ids(account.journal({ operation: 'createTicket' }))).toEqual([1, 2])
    expect(ids(account.journal({ method: 'POST' }))).toEqual([1, 2, 7])
    expect(ids(account.journal({ status: '4xx' }))).toEqual([6])
    expect(ids(account.journal({ status: '404' }))).toEqual([6])
    expect(ids(account.journal({ status: '429' }))).toEqual([])
    expect(ids(account.journal({ until: '2026-03-02T09:30:00Z' }))).toEqual([1])
    expect(ids(account.journal({ since: '2026-03-02T09:30:00Z', operation: 'createTicket' }))).toEqual([2])
    expect(ids(account.journal({ cause: 'request:3' }))).toEqual([3])
    expect(ids(account.journal({ cause: 'request' }))).toHaveLength(7)
  })

  it('finds the calls about a ticket', async () => {
    const { account, first, second } = await history()
    expect(ids(account.journal({ ticket_id: first.id }))).toEqual([1, 3])
    expect(ids(account.journal({ ticket_id: second.id }))).toEqual([2, 5, 7])
  })

  it('finds what belongs together', async () => {
    const { account } = await history()
    expect(ids(account.journal({ correlation: 'h-1' }))).toEqual([1, 4])
    expect(ids(account.journal({ correlation: 'm-1' }))).toEqual([7])
    expect(ids(account.journal({ correlation: 'trace-7' }))).toEqual([3])
    const { request_id } = account.journal()[4] as JournalRow
    expect(ids(account.journal({ correlation: request_id }))).toEqual([5])
  })

  it('is the same over HTTP', async () => {
    const { account, second } = await history()
    const { data } = await page(account.name, `?method=POST&status=2xx&ticket_id=${second.id}`)
    expect(ids(data)).toEqual([2, 7])
  })

  test.for([
    ['operation=createTickt', 'operation'],
    ['status=9xx', 'status'],
    ['status=40', 'status'],
    ['method=post', 'method'],
    ['ticket_id=x', 'ticket_id'],
    ['since=yesterday', 'since'],
    ['since=2026-03-03T00:00:00Z&until=2026-03-02T00:00:00Z', 'until'],
    ['limit=0', 'limit'],
    ['limit=1001', 'limit'],
    ['cursor=x', 'cursor'],
    ['tickets=1', 'tickets'],
  ])('that makes no sense is refused by its field: %s', async ([query, field]) => {
    const { account } = fresh()
    const answer = await call(url, 'GET', `${ROOT}/accounts/${account.name}/journal?${query}`)
    expect(expectStatus(answer, 400).json).toMatchObject({
      error: { field, message: expect.stringContaining(`${field}:`) as string },
    })
  })
})

test.for<[string, unknown]>([
  ['status', { status: 500 }],
  ['statuses', { statuses: '5xx' }],
  ['filter', 'createTicket'],
])('in a program a filter is refused as over HTTP, with the field %s named: %j', ([field, wrong]) => {
  const { account } = fresh()
  const named = expect.objectContaining({ field, status: 400 }) as Error
  expect(() => account.journal(wrong as never)).toThrow(named)
  expect(() => account.har(wrong as never)).toThrow(named)
  expect(() => account.verdicts({ operation: 'createTicket' } as never)).toThrow(
    expect.objectContaining({ field: 'operation' }) as Error,
  )
  expect(() => account.journalPage({ limit: 0 })).toThrow(
    expect.objectContaining({ field: 'limit' }) as Error,
  )
})

describe('pages', () => {
  it('show each call once, also while new ones come', async () => {
    const { account, api } = fresh()
    for (let i = 0; i < 7; i++) await api.get('/api/account')
    const first = await page(account.name, '?limit=3')
    expect(ids(first.data)).toEqual([1, 2, 3])
    await api.get('/api/account')
    const second = await page(account.name, `?limit=3&cursor=${String(first.meta.next_cursor)}`)
    const third = await page(account.name, `?limit=3&cursor=${String(second.meta.next_cursor)}`)
    expect([ids(second.data), ids(third.data)]).toEqual([
      [4, 5, 6],
      [7, 8],
    ])
    expect(third.meta).toEqual({ next_cursor: null, dropped: 0 })
  })

  it('have a hundred calls where nobody says otherwise', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ enabled: false })
    for (let i = 0; i < 101; i++) await api.get('/api/account')
    const { data, meta } = await page(account.name)
    expect(data).toHaveLength(100)
    expect(meta.next_cursor).not.toBeNull()
    expect(account.journal()).toHaveLength(101)
  })
})

describe('an HTTP archive', () => {
  it('has each call as tools read it, and no secret', async () => {
    const { account, api } = fresh()
    const { api_key } = account.credentials
    await api.createTicket(handoff({ external_id: 'h-1', meta: { token: 's3cret' } }))
    await api.get('/api/tickets?limit=2&access_token=s3cret')
    const har = (await read(account.name, 'journal.har')) as Har
    expect(har.log.version).toBe('1.2')
    const [post, get] = har.log.entries
    expect(post).toMatchObject({
      startedDateTime: START,
      request: { method: 'POST', url: `${url}/api/tickets`, postData: { mimeType: 'application/json' } },
      response: { status: 201, statusText: 'Created', content: { mimeType: 'application/json' } },
    })
    expect(JSON.parse(post?.request.postData?.text ?? '')).toMatchObject({ external_id: 'h-1' })
    expect(JSON.parse(post?.response.content.text ?? '')).toMatchObject({ external_id: 'h-1' })
    expect(post?.time).toBe(post?.timings.wait)
    expect(get?.request.queryString).toEqual([
      { name: 'limit', value: '2' },
      { name: 'access_token', value: '[redacted]' },
    ])
    const text = JSON.stringify(har)
    for (const secret of ['s3cret', api_key, account.authorization]) expect(text).not.toContain(secret)
  })

  it('is filtered as the journal is', async () => {
    const { account, api } = fresh()
    await api.get('/api/account')
    await api.get('/api/tickets')
    expect(account.har({ operation: 'listTickets' }).log.entries).toHaveLength(1)
    const answer = await call(url, 'GET', `${ROOT}/accounts/${account.name}/journal.har?operation=x`)
    expectStatus(answer, 400)
  })
})

describe('the live stream', () => {
  async function follow(name: string, query = '', headers: Record<string, string> = {}) {
    const response = await fetch(`${url}${ROOT}/accounts/${name}/journal/stream${query}`, { headers })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    const reader = (response.body as ReadableStream<Uint8Array>).getReader()
    let text = ''
    /** Reads on until something was said, or the stream has ended. */
    async function until(said: RegExp): Promise<string> {
      while (!said.test(text)) {
        const { done, value } = await reader.read()
        if (done) break
        text += Buffer.from(value).toString()
      }
      return text
    }
    await until(/retry/)
    return { until, cancel: () => reader.cancel() }
  }

  it('tells of each call as it comes, goes on after Last-Event-ID, and ends with the account', async () => {
    const { account, api } = fresh()
    await api.get('/api/account')
    const stream = await follow(account.name)
    await api.get('/api/tickets')
    expect(await stream.until(/"id":2,/)).toMatch(/^retry: 1000\n\nid: 2\nevent: call\ndata: \{"id":2,/)
    await stream.cancel()
    await api.get('/api/tags')
    const again = await follow(account.name, '', { 'last-event-id': '2' })
    expect(await again.until(/"id":3,/)).not.toContain('"id":2,')
    account.delete()
    await again.until(/never said/)
  })

  it('stays open over a reset', async () => {
    const { account, api } = fresh()
    await api.get('/api/account')
    const stream = await follow(account.name)
    account.reset()
    await api.get('/api/account')
    expect(await stream.until(/event: call/)).toContain('event: call')
    await stream.cancel()
  })

  it('does not keep a server from closing', async () => {
    const other = await startMockServer({ clock: 'virtual' })
    const response = await fetch(`${other.url}${ROOT}/accounts/acme/journal/stream`)
    await other.close()
    await expect(response.text()).resolves.toBe('retry: 1000\n\n')
  })
})

it('the journal has every call and nothing else, whatever was called', async () => {
  const calls = fc.array(
    fc.oneof(
      fc.record({
        method: fc.constant('POST'),
        path: fc.constant('/api/tickets'),
        body: fc.constantFrom(ticket(), {}),
      }),
      fc.record({
        method: fc.constant('GET'),
        path: fc.constantFrom(
          '/api/account',
          '/api/tickets?limit=1',
          '/api/tickets/1',
          '/api/nothing',
          '/api/tickets?x=1',
        ),
      }),
      fc.record({ method: fc.constant('DELETE'), path: fc.constant('/api/tickets/1') }),
    ),
    { maxLength: 12 },
  )
  const small = await startMockServer({ clock: 'virtual', now: START, journal: { entries: 8 } })
  try {
    await fc.assert(
      fc.asyncProperty(calls, fc.boolean(), async (wanted, bounded) => {
        const home = bounded ? small : server
        const account = home.accounts.create()
        const api = apiOf(home.url, account)
        const model: unknown[] = []
        for (const { method, path, ...more } of wanted) {
          const { status, text } = await api.send(method, path, more)
          model.push({ id: model.length + 1, method, path, status, response_body: text })
        }
        const kept = account.journal().map(({ id, method, path, status, response_body }) => ({
          id,
          method,
          path,
          status,
          response_body,
        }))
        expect(kept).toEqual(bounded ? model.slice(-8) : model)
        expect(account.journalPage().meta.dropped).toBe(model.length - kept.length)
        account.delete()
      }),
      { numRuns: 30 },
    )
  } finally {
    await small.close()
  }
})

describe('what a journal keeps', () => {
  it('is nothing where it has no entries', async () => {
    const off = await startMockServer({ clock: 'virtual', journal: { entries: 0 } })
    try {
      await apiOf(off.url, off.account).get('/api/account')
      expect(off.account.journal()).toEqual([])
    } finally {
      await off.close()
    }
  })

  it.for([{ entries: -1 }, { entries: 1.5 }, { bytes: 0 }, { bytes: Infinity }])(
    'is refused where it is no number that can be: %j',
    async (journal) => {
      await expect(startMockServer({ journal })).rejects.toThrow(/journal\.(entries|bytes): must be/)
    },
  )
})
