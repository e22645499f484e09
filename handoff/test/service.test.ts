import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createHandoff, openLedger, secret } from '../src/index.ts'
import type { HandoffRequest, Ledger } from '../src/index.ts'
import { runProgram } from '../src/cli/program.ts'
import { createMetrics } from '../src/service/metrics.ts'
import { createService } from '../src/service/service.ts'
import type { ServiceParts } from '../src/service/service.ts'
import { API_KEY, testConfig } from './support/config.ts'
import { fakeClock } from './support/fake-clock.ts'
import { fakeGorgias, json, refuse } from './support/fake-gorgias.ts'
import { testRequest } from './support/request.ts'
import { virtualTime } from './support/virtual-time.ts'

const TOKEN = 'token-0123456789abcdef'
const CLI = fileURLToPath(new URL('../src/cli.ts', import.meta.url))

let folder: string
let files = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'service-'))
})
afterAll(() => rm(folder, { recursive: true }))

const newFile = () => join(folder, `${(files += 1)}.db`)

/** What answers hold, as far as tests look into them. */
interface Answered {
  status: string
  code: string
  message: string
  error: { code: string }
  data: { handoff_id: string }[]
  next_after: string | null
  replayed: number
  handoff_ids: string[]
}

type Response = Awaited<ReturnType<FastifyInstance['inject']>>

const read = (response: Response) => ({ ...response, json: () => JSON.parse(response.body) as Answered })

/** A service on a file, with fakes behind it; it works a ledger off when it is told to. */
async function startService(changes: Partial<ServiceParts> = {}, ledgerChanges: Partial<Ledger> = {}) {
  const clock = fakeClock()
  const time = changes.clock ?? clock
  const gorgias = fakeGorgias(clock)
  const metrics = createMetrics()
  const mails: string[] = []
  const memory = await openLedger(newFile(), { logger: metrics.logger })
  const ledger = { ...memory.ledger, ...ledgerChanges }
  const handoff = createHandoff(testConfig(), {
    clock: time,
    random: () => 0,
    fetch: gorgias.fetch,
    ledger,
    logger: memory.runs,
    mailer: {
      send: ({ text }) => {
        mails.push(text)
        return Promise.resolve('sent')
      },
    },
  })
  const stop = new AbortController()
  const app = createService({
    handoff,
    ledger,
    runs: memory.runs,
    metrics,
    clock,
    stop: stop.signal,
    ...changes,
  })
  const post = async (path: string, body?: unknown, headers = {}) =>
    read(
      await app.inject({
        method: 'POST',
        url: path,
        headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    )
  const get = async (path: string, headers = {}) => read(await app.inject({ url: path, headers }))
  return {
    app,
    gorgias,
    handoff,
    ledger,
    mails,
    stop,
    clock,
    post,
    get,
    workOff: () => handoff.work({ untilIdle: true }),
    [Symbol.asyncDispose]: async () => {
      await app.close()
      await handoff.close()
      await memory.ledger.close()
    },
  }
}

describe('POST /handoffs', () => {
  it('answers 202 when the handoff is on disk, before anything is called', async () => {
    await using service = await startService()
    const answer = await service.post('/handoffs', testRequest())
    expect(answer.statusCode).toBe(202)
    expect(answer.json()).toEqual({
      status: 'accepted',
      handoff_id: 'h-1',
      conversation_id: 'c-1',
      external_id: 'gladly:c-1:h-1',
      accepted_at: '2026-03-02T09:00:00.000Z',
    })
    expect(answer.headers.location).toBe('/handoffs/h-1')
    expect(service.gorgias.calls).toEqual([])
    expect(await service.ledger.get('h-1')).toMatchObject({ state: 'accepted' })
  })

  it('gives the same answer for the same id, before and after its ticket, and makes one (REQ-007)', async () => {
    await using service = await startService()
    const bodies = [
      await service.post('/handoffs', testRequest()),
      await service.post('/handoffs', testRequest()),
    ]
    await service.workOff()
    service.clock.advance(60_000)
    bodies.push(await service.post('/handoffs', testRequest()))
    await service.workOff()
    expect(new Set(bodies.map(({ body }) => body)).size).toBe(1)
    expect(new Set(bodies.map(({ statusCode }) => statusCode))).toEqual(new Set([202]))
    expect(service.gorgias.tickets).toHaveLength(1)
  })

  it('takes a failed handoff that comes again as a new try with the new request', async () => {
    await using service = await startService()
    const withoutEmail = { ...testRequest(), customer: { ...testRequest().customer, emails: [] } }
    await service.post('/handoffs', withoutEmail)
    await service.workOff()
    expect(await service.ledger.get('h-1')).toMatchObject({ state: 'failed', outcome: { code: 'no_email' } })
    service.clock.advance(1_000)
    expect((await service.post('/handoffs', testRequest())).statusCode).toBe(202)
    const again = await service.ledger.get('h-1')
    expect(again).toMatchObject({ state: 'accepted', request: { customer: testRequest().customer } })
    expect(again).not.toHaveProperty('outcome')
    await service.workOff()
    expect(service.gorgias.tickets).toHaveLength(1)
  })

  it('keeps no card number, whatever the customer wrote', async () => {
    await using service = await startService()
    const request = testRequest()
    const [item] = request.items
    const said = { ...item, text: 'My card is 4111 1111 1111 1111.' } as HandoffRequest['items'][number]
    await service.post('/handoffs', { ...request, items: [said] })
    const kept = JSON.stringify(await service.ledger.get('h-1'))
    expect(kept).toContain('My card is')
    expect(kept).not.toContain('4111 1111')
  })

  it.each<[string, unknown, number, object]>([
    ['what is no JSON', '{"text": zebra', 400, { code: 'unreadable_input' }],
    ['an empty body', '', 400, { code: 'unreadable_input' }],
    ['a request that lacks a field', { ...testRequest(), customer: undefined }, 422, { field: 'customer' }],
    ['a list that is nested deeply', '['.repeat(100_000), 400, { code: 'unreadable_input' }],
    ['another list that is', '['.repeat(100_000) + ']'.repeat(100_000), 422, { code: 'invalid_request' }],
  ])('refuses %s with code and field, and does not repeat it', async (_, body, status, outcome) => {
    await using service = await startService()
    const answer = await service.post('/handoffs', body)
    expect(answer.json()).toMatchObject({ status: 'failed', ...outcome })
    expect(answer.statusCode).toBe(status)
    expect(answer.body).not.toContain('zebra')
  })

  it('answers anything at all without a mistake of its own', async () => {
    await using service = await startService()
    const fields = fc.constantFrom(...Object.keys(testRequest()))
    const bodies = fc.oneof(
      fc.string(),
      fc.jsonValue(),
      fc.tuple(fields, fc.jsonValue()).map(([field, value]) => ({ ...testRequest(), [field]: value })),
    )
    await fc.assert(
      fc.asyncProperty(bodies, fc.boolean(), async (body, gladly) => {
        const { statusCode, json } = await service.post(`/handoffs?gladly=${gladly}`, body)
        expect([200, 202, 400, 409, 422]).toContain(statusCode)
        expect(json().status).toMatch(/^(accepted|failed|not_needed)$/)
      }),
      { numRuns: 200 },
    )
  })

  it('tells a person of a conversation that a wrong request leaves behind (REQ-073)', async () => {
    await using service = await startService()
    const answer = await service.post('/handoffs', { ...testRequest(), customer: undefined })
    expect(answer.json()).toMatchObject({ conversation_id: 'c-1', notified: 'pending' })
    expect(service.mails.join()).toContain('https://acme.gladly.test/conversation/c-1')
  })

  it.each([null, [], {}, 'words', { handoffId: 'h' }])('e-mails nobody about %j', async (body) => {
    await using service = await startService()
    const answer = await service.post('/handoffs', JSON.stringify(body))
    expect(answer.json()).toMatchObject({ status: 'failed', notified: 'not_tried' })
    expect(service.mails).toEqual([])
  })

  it('refuses the id of another conversation with 409', async () => {
    await using service = await startService()
    await service.post('/handoffs', testRequest())
    const { conversation } = testRequest()
    const answer = await service.post('/handoffs', {
      ...testRequest(),
      conversation: { ...conversation, id: 'c-2' },
    })
    expect([answer.statusCode, answer.json().code]).toEqual([409, 'handoff_id_reused'])
  })

  it('answers 200 for a conversation that the AI has resolved, and keeps nothing (REQ-001)', async () => {
    await using service = await startService()
    const answer = await service.post('/handoffs', { ...testRequest(), outcome: 'resolved' })
    expect([answer.statusCode, answer.json().status]).toEqual([200, 'not_needed'])
    expect(await service.ledger.list({ limit: 5 })).toEqual([])
  })

  it('says 503 when the ledger cannot be written, and tells nobody that it was accepted', async () => {
    await using service = await startService({}, { accept: () => Promise.reject(new Error('disk full')) })
    const answer = await service.post('/handoffs', testRequest())
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'ledger_unavailable'])
    expect(answer.headers['retry-after']).toBe('5')
    expect(service.gorgias.calls).toEqual([])
  })

  it('refuses what is too large, and what is not called JSON', async () => {
    await using service = await startService({ bodyLimit: 1_000 })
    const large = await service.post('/handoffs', `"${'x'.repeat(2_000)}"`)
    const form = await service.post('/handoffs', 'a=b', {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect([large.statusCode, large.json().error.code]).toEqual([413, 'too_large'])
    expect([form.statusCode, form.json().error.code]).toEqual([415, 'not_json'])
  })

  it("takes what Gladly's API answers", async () => {
    await using service = await startService()
    for (const [path, headers] of [
      ['/handoffs?gladly=true', {}],
      ['/handoffs', { 'content-type': 'application/vnd.gladly+json' }],
    ] as const) {
      const answer = await service.post(path, { handoffId: 'h' }, headers)
      expect(answer.json().message).not.toContain('requestedAt')
      expect(answer.statusCode).toBe(422)
    }
  })
})

describe('GET /handoffs', () => {
  it('says what happened to a conversation: time, attempts, status, duration, ticket (REQ-101)', async () => {
    const time = virtualTime()
    await using service = await startService({ clock: time.clock })
    service.gorgias.posts.push(refuse(503, 'Down.'))
    await service.post('/handoffs', testRequest())
    await time.run(service.workOff())
    const answer = await service.get('/handoffs/h-1')
    expect(answer.json()).toMatchObject({
      handoff_id: 'h-1',
      state: 'created',
      attempts: 2,
      outcome: { ticket_id: 1000 },
      notices: [],
      log: [
        { event: 'attempt', http_status: 503 },
        { event: 'wait' },
        { event: 'look_up' },
        { event: 'attempt', http_status: 201 },
        {
          event: 'settled',
          status: 'created',
          ticket_id: 1000,
          attempts: 2,
          duration_ms: expect.any(Number) as number,
        },
      ],
    })
  })

  it('shows nothing that the customer wrote', async () => {
    await using service = await startService()
    service.gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await service.post('/handoffs', testRequest())
    await service.workOff()
    for (const path of ['/handoffs', '/handoffs/h-1', '/notices', '/metrics']) {
      const { body, statusCode } = await service.get(path)
      expect(statusCode).toBe(200)
      expect(body).not.toMatch(/zebra|Dana|dana@/)
      expect(body).not.toContain(API_KEY)
    }
  })

  it('filters and pages', async () => {
    await using service = await startService()
    for (const n of [1, 2, 3])
      await service.post('/handoffs', testRequest({ handoffId: `h/${n}`, conversation: conversation(n) }))
    const ids = async (query: string) => {
      const { data, next_after } = (await service.get(`/handoffs?${query}`)).json()
      return [data.map((row) => row.handoff_id), next_after]
    }
    expect(await ids('limit=2')).toEqual([['h/3', 'h/2'], 'h/2'])
    expect(await ids('limit=2&after=h%2F2')).toEqual([['h/1'], null])
    expect(await ids('conversation_id=c-2')).toEqual([['h/2'], null])
    expect(await ids('state=failed')).toEqual([[], null])
    expect((await service.get('/handoffs/h%2F1')).statusCode).toBe(200)
  })

  it.each([
    '/handoffs?state=nope',
    '/handoffs?limit=0',
    '/handoffs?colour=red',
    '/handoffs?after=',
    '/notices?state=x',
  ])('refuses %s', async (path) => {
    await using service = await startService()
    const answer = await service.get(path)
    expect([answer.statusCode, answer.json().error.code]).toEqual([400, 'invalid_query'])
  })

  it('says what it does not know', async () => {
    await using service = await startService()
    expect((await service.get('/handoffs/nope')).json().error.code).toBe('unknown_handoff')
    expect((await service.get('/nope')).json().error.code).toBe('unknown_route')
    expect((await service.post('/handoffs/nope/replay')).statusCode).toBe(404)
    expect((await service.post('/notices/nope/replay')).statusCode).toBe(404)
  })
})

const conversation = (n: number) => ({ ...testRequest().conversation, id: `c-${n}` })

describe('dead letters', () => {
  it('are replayed one by one, and get their ticket', async () => {
    await using service = await startService()
    service.gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await service.post('/handoffs', testRequest())
    await service.workOff()
    expect((await service.get('/handoffs?state=failed')).json().data).toHaveLength(1)
    expect((await service.post('/handoffs/h-1/replay')).statusCode).toBe(202)
    expect((await service.post('/handoffs/h-1/replay')).json().error.code).toBe('not_failed')
    await service.workOff()
    expect((await service.get('/handoffs/h-1')).json()).toMatchObject({
      state: 'created',
      notices: [{ state: 'sent', code: 'unauthorized' }],
    })
  })

  it('are replayed by their code, as many as are asked for, the oldest first', async () => {
    await using service = await startService()
    for (const n of [1, 2, 3, 4]) {
      service.gorgias.posts.push(n === 2 ? refuse(403, 'No.') : refuse(401, 'Unauthorized.'))
      await service.post('/handoffs', testRequest({ handoffId: `h-${n}`, conversation: conversation(n) }))
      await service.workOff()
    }
    const answer = await service.post('/handoffs/replay?code=unauthorized&limit=2')
    expect(answer.json()).toEqual({ replayed: 2, handoff_ids: ['h-3', 'h-4'] })
    expect((await service.post('/handoffs/replay')).json().handoff_ids).toEqual(['h-1', 'h-2'])
  })

  it('e-mails that were given up are sent again when somebody asks', async () => {
    await using service = await startService()
    service.gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await service.post('/handoffs', testRequest())
    await service.workOff()
    const [sent] = await service.ledger.notices({ limit: 1 })
    if (!sent) throw new Error('There is no notice.')
    await service.ledger.putNotice({ ...sent, state: 'dead', tries: 11 })
    const id = encodeURIComponent(sent.notice_id)
    expect((await service.get('/notices?state=dead')).json().data).toHaveLength(1)
    expect((await service.post(`/notices/${id}/replay`)).statusCode).toBe(202)
    expect((await service.post('/notices/replay')).json().replayed).toBe(0)
    service.clock.advance(60_000)
    await service.workOff()
    expect(service.mails).toHaveLength(2)
  })
})

describe('who may call', () => {
  it('is told by the token, health apart', async () => {
    await using service = await startService({ token: secret(TOKEN) })
    const statusWith = async (path: string, authorization?: string) =>
      (await service.get(path, authorization === undefined ? {} : { authorization })).statusCode
    expect(await statusWith('/handoffs')).toBe(401)
    expect(await statusWith('/handoffs', 'Bearer wrong')).toBe(401)
    expect(await statusWith('/handoffs', `Basic ${TOKEN}`)).toBe(401)
    expect(await statusWith('/metrics')).toBe(401)
    expect(await statusWith('/handoffs', `Bearer ${TOKEN}`)).toBe(200)
    expect(await statusWith('/healthz')).toBe(200)
    expect(await statusWith('/readyz')).toBe(200)
    expect((await service.post('/handoffs', testRequest())).statusCode).toBe(401)
    expect(await service.ledger.list({ limit: 1 })).toEqual([])
  })

  it('without a token is this machine, under its own names', async () => {
    await using service = await startService()
    expect((await service.get('/handoffs', { host: 'evil.test' })).statusCode).toBe(403)
    expect((await service.get('/handoffs', { host: '127.0.0.1:4020' })).statusCode).toBe(200)
  })

  it('a service that others can reach does not start without a token', async () => {
    let said = ''
    const code = await runProgram(['serve', '--host', '0.0.0.0', '--port', '0', '--ledger', newFile()], {
      env: environment('http://127.0.0.1:1'),
      read: () => Promise.reject(new Error('nothing to read')),
      out: () => undefined,
      err: (text) => (said += text),
      interrupted: AbortSignal.abort(),
    })
    expect([code, said]).toEqual([2, expect.stringContaining('HANDOFF_TOKEN')])
  })
})

describe('readiness and figures', () => {
  it('says when it takes nothing more', async () => {
    await using service = await startService()
    expect((await service.get('/readyz')).statusCode).toBe(200)
    service.stop.abort()
    expect((await service.get('/readyz')).statusCode).toBe(503)
    expect((await service.get('/healthz')).statusCode).toBe(200)
    expect((await service.post('/handoffs', testRequest())).json().error.code).toBe('draining')
  })

  it('is not ready when the ledger does not answer', async () => {
    await using service = await startService({}, { get: () => Promise.reject(new Error('gone')) })
    const answer = await service.get('/readyz')
    expect([answer.statusCode, answer.json().error.code]).toEqual([503, 'ledger_unavailable'])
    expect(answer.body).not.toContain('gone')
  })

  it('counts answers, calls, ends and what waits', async () => {
    await using service = await startService()
    service.gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await service.post('/handoffs', testRequest())
    await service.workOff()
    await service.post('/handoffs', testRequest({ handoffId: 'h-2' }))
    const { body } = await service.get('/metrics')
    for (const line of [
      'gorgias_handoff_answers_total{status="accepted",code=""} 2',
      'gorgias_handoff_settled_total{status="failed",code="unauthorized"} 1',
      'gorgias_handoff_call_seconds_count{call="create",status="401"} 1',
      'gorgias_handoff_ledger_handoffs{state="accepted"} 1',
      'gorgias_handoff_ledger_handoffs{state="failed"} 1',
      'gorgias_handoff_pacer{calls="admitted"} 1',
    ])
      expect(body).toContain(line)
  })
})

const environment = (url: string): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  GORGIAS_URL: url,
  GORGIAS_EMAIL: 'bot@acme.test',
  GORGIAS_API_KEY: API_KEY,
  GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
  ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
  GLADLY_BASE_URL: 'https://acme.gladly.test',
})

/** Gorgias as a server, which holds its answers back until they are let go. */
async function slowGorgias() {
  const waiting: (() => void)[] = []
  const seen: string[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      const body = text === '' ? {} : (JSON.parse(text) as { external_id?: string })
      seen.push(`${request.method} ${body.external_id ?? ''}`)
      waiting.push(() => {
        const answer = request.method === 'POST' ? { id: 1000 + seen.length, ...body } : { data: [] }
        response.writeHead(request.method === 'POST' ? 201 : 200, { 'content-type': 'application/json' })
        response.end(JSON.stringify(answer))
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    letGo: () => {
      for (const go of waiting.splice(0)) go()
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

describe('a process that is told to end', () => {
  it('says so, ends what runs, begins nothing more, loses nothing, and exits with 0', async () => {
    await using gorgias = await slowGorgias()
    const file = newFile()
    const child = spawn(process.execPath, [CLI, 'serve', '--port', '0', '--ledger', file, '--at-once', '2'], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(gorgias.url),
    })
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const exit = once(child, 'exit') as Promise<[number | null]>
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const { url } = JSON.parse(line) as { url: string }
    for (const n of [1, 2, 3, 4]) {
      const request = testRequest({
        handoffId: `h-${n}`,
        customer: { ...testRequest().customer, id: `cu-${n}` },
      })
      const answer = await fetch(`${url}/handoffs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(request),
      })
      expect(answer.status, await answer.text()).toBe(202)
    }
    await vi.waitUntil(() => gorgias.seen.length === 2, { timeout: 20_000 })
    child.kill('SIGTERM')
    await vi.waitUntil(async () => (await fetch(`${url}/readyz`)).status === 503, { timeout: 20_000 })
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    gorgias.letGo()
    expect((await exit)[0], said).toBe(0)
    expect(gorgias.seen).toHaveLength(2)
    const { ledger } = await openLedger(file)
    expect(await ledger.count()).toMatchObject({ created: 2, accepted: 2, sending: 0, failed: 0 })
    await ledger.close()
  })
})

describe('work that is stopped', () => {
  it('gives back what waits when its time is up, for the next worker to finish', async () => {
    const { ledger, ...memory } = await openLedger(newFile())
    const never = { now: () => 0, sleep: (ms: number, signal?: AbortSignal) => waitForAbort(ms, signal) }
    const gorgias = fakeGorgias(fakeClock())
    gorgias.posts.push(() => json(503, { error: { msg: 'Down.' } }))
    const first = createHandoff(testConfig(), {
      ledger,
      clock: never,
      random: () => 0,
      fetch: gorgias.fetch,
      logger: memory.runs,
    })
    const stop = new AbortController()
    await first.accept(testRequest())
    const work = first.work({ stop: stop.signal, drainMs: 0 })
    await vi.waitUntil(() => gorgias.countOf('POST') === 1)
    stop.abort()
    await work
    expect(await ledger.get('h-1')).toMatchObject({ state: 'accepted', in_doubt: true, attempts: 1 })
    await first.close()

    const second = createHandoff(testConfig(), { ledger, random: () => 0, fetch: gorgias.fetch })
    await second.work({ untilIdle: true })
    expect(gorgias.calls.map(({ method }) => method)).toEqual(['POST', 'GET', 'POST'])
    expect(gorgias.tickets).toHaveLength(1)
    await second.close()
    await ledger.close()
  })
})

/** Time stands still; only the shortest waits end, and those that are ended. */
const waitForAbort = (ms: number, signal?: AbortSignal): Promise<void> =>
  ms === 0
    ? Promise.resolve()
    : new Promise((_, reject) => {
        const end = () => reject(new Error('ended'))
        if (signal?.aborted) end()
        signal?.addEventListener('abort', end, { once: true })
      })

describe('an address that leads nowhere', () => {
  it.each([
    ['//', 404, 'unknown_route', ''],
    ['/%zz', 400, 'bad_request', ''],
    ['/handoffs/%00', 400, 'bad_request', ''],
    ['/handoffs?customer_id=%00', 400, 'invalid_query', 'customer_id'],
    [
      '/handoffs?state=open',
      400,
      'invalid_query',
      'state must be one of accepted, sending, created, failed.',
    ],
    ['/handoffs?limit=900', 400, 'invalid_query', 'limit must be <= 200.'],
    ['/handoffs?page=2', 400, 'invalid_query', 'There is no parameter "page" here.'],
    ['/handoffs?after=nobody', 422, 'unknown_after', 'after'],
  ])('%s is answered %i %s', async (path, status, code, message) => {
    await using service = await startService()
    const answer = await service.get(path)
    expect([answer.statusCode, answer.json()]).toMatchObject([status, { error: { code } }])
    expect((answer.json().error as { message?: string }).message).toContain(message)
  })

  it('is told to nobody without the token', async () => {
    await using service = await startService({ token: secret(TOKEN) })
    for (const path of ['//', '/healthz/x', '/handoffs/%00', '//healthz'])
      expect((await service.get(path)).statusCode).toBe(401)
  })
})

describe('trouble behind the service', () => {
  it('is its own where it is not of the ledger: 500, and told', async () => {
    const told: string[] = []
    const metrics = createMetrics()
    await using service = await startService({
      metrics: {
        ...metrics,
        accepted: () => {
          throw new TypeError('zebra')
        },
      },
      onInternalError: (route) => told.push(route),
    })
    const answer = await service.post('/handoffs', testRequest())
    expect([answer.statusCode, answer.json().error.code]).toEqual([500, 'internal_error'])
    expect(answer.body).not.toContain('zebra')
    expect(told).toEqual(['POST /handoffs'])
  })

  it('lets nobody wait for a ledger that says nothing: /readyz answers 503', async () => {
    const asked = Promise.withResolvers<true>()
    await using service = await startService(
      {},
      {
        get: () => {
          asked.resolve(true)
          return new Promise(() => undefined)
        },
      },
    )
    const answer = service.get('/readyz')
    await asked.promise
    service.clock.advance(3_000)
    expect((await answer).statusCode).toBe(503)
  })
})
