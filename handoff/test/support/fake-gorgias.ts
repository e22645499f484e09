import type { Fetch } from '../../src/ports.ts'
import type { FakeClock } from './fake-clock.ts'

export interface Call {
  method: string
  path: string
  /** Time on the fake clock. */
  at: number
  authorization: string
  body: unknown
}

export interface StoredTicket {
  id: number
  external_id: string
  body: Record<string, unknown>
}

/** What a fault gets: the request done as it should be, the clock, and what was sent. */
export interface Incident {
  commit: () => Response
  clock: FakeClock
  authorization: string
}

/** One call that goes another way than it should. */
export type Fault = (incident: Incident) => Response | Promise<Response>

/** Just enough of Gorgias, behind a `fetch`, to see what a client makes of it. */
export interface FakeGorgias {
  fetch: Fetch
  calls: Call[]
  tickets: StoredTicket[]
  /** Faults for the next posts and look-ups, in order; afterwards all is well. */
  posts: Fault[]
  lookUps: Fault[]
  integrations: { type: string; meta: unknown }[]
  countOf(method: string): number
}

export function fakeGorgias(clock: FakeClock): FakeGorgias {
  const calls: Call[] = []
  const tickets: StoredTicket[] = []
  const posts: Fault[] = []
  const lookUps: Fault[] = []
  const integrations = [{ type: 'email', meta: { address: 'support@acme.test' } }]

  function answer(method: string, url: URL, body: Record<string, unknown>): Response {
    if (url.pathname === '/api/integrations')
      return json(200, { data: integrations, meta: { next_cursor: null } })
    if (url.pathname === '/api/users/0')
      return json(200, { id: 1, email: 'bot@acme.test', active: true, role: { name: 'admin' } })
    if (url.pathname.startsWith('/api/teams/')) return json(200, { id: 9107, name: 'Returns' })
    if (url.pathname === '/api/tags') return json(200, { data: [{ id: 7, name: 'gladly-ai' }] })
    if (method === 'GET') {
      const wanted = url.searchParams.get('external_id')
      return json(200, { data: tickets.filter((ticket) => ticket.external_id === wanted) })
    }
    const id = 1000 + tickets.length
    tickets.push({ id, external_id: String(body.external_id), body })
    return json(201, { id, ...body })
  }

  return {
    calls,
    tickets,
    posts,
    lookUps,
    integrations,
    countOf: (method) => calls.filter((call) => call.method === method).length,
    fetch: async (address, init) => {
      const url = new URL(address)
      const method = init.method ?? 'GET'
      const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : {}
      const authorization = new Headers(init.headers).get('authorization') ?? ''
      calls.push({ method, path: `${url.pathname}${url.search}`, at: clock.now(), authorization, body })
      const fault =
        url.pathname === '/api/tickets' ? (method === 'POST' ? posts : lookUps).shift() : undefined
      const commit = () => answer(method, url, body)
      return fault ? fault({ commit, clock, authorization }) : Promise.resolve(commit())
    },
  }
}

export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/json',
      'x-gorgias-account-api-call-limit': '1/40',
      'x-request-id': '03bab43a57f60ea39b9f0e7a8341a405',
      ...headers,
    },
  })
}

/** An answer in Gorgias' error dialect. */
export const refuse =
  (status: number, msg: string, extra: { data?: unknown; headers?: Record<string, string> } = {}): Fault =>
  () =>
    json(status, { error: { msg, ...(extra.data !== undefined && { data: extra.data }) } }, extra.headers)

export const tooMany = (retryAfter?: string): Fault =>
  refuse(
    429,
    'Too many requests.',
    retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } },
  )

export const html =
  (status: number): Fault =>
  () =>
    new Response('<html><body><h1>Oops</h1></body></html>', {
      status,
      headers: { 'content-type': 'text/html' },
    })

/** Node's fetch hides the error of the socket in `cause`. */
const networkError = (code: string, extra: object = {}): Error =>
  new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, ...extra }) })

export const refusedConnection: Fault = () =>
  Promise.reject(networkError('ECONNREFUSED', { syscall: 'connect' }))

export const reset: Fault = () => Promise.reject(networkError('ECONNRESET'))

/** The write happens, then the answer is lost. */
export const afterCommit =
  (fault: Fault): Fault =>
  (incident) => {
    incident.commit()
    return fault(incident)
  }

/** No answer, ever; the client's patience ends. */
export const silence: Fault = ({ clock }) => {
  clock.advance(30_000)
  return new Promise(() => undefined)
}

/** The answer breaks off in the middle. */
export const truncated: Fault = ({ commit }) => {
  const { status, headers } = commit()
  return new Response('{"id": 10', { status, headers })
}
