import type { Fetch } from '@gorgias-harness/handoff'
import type { StagePorts } from '../src/index.ts'
import type { JournalRow, OpenSimulator, SimulatedAccount, SimulatedClock } from '../src/index.ts'

interface FakeTicket {
  id: number
  subject: string
  status: string
  priority: string
  channel: string
  tags: { name: string }[]
  customer: { id: number; name: string; email: string }
  assignee_team: null
  messages: Record<string, unknown>[]
}

/** What the fake answers to a POST of a ticket before it behaves; `reset` breaks the connection. */
export type Trouble = { status: number; headers?: Record<string, string> } | 'reset'

/**
 * As much of a simulator as the player's own tests need: it stores tickets, and fails when it is told to. It has
 * no rules, no bill and no customers beyond those of its tickets.
 */
export function createFakeSimulator(troubles: Trouble[] = []): StagePorts {
  const tickets: FakeTicket[] = []
  const journal: JournalRow[] = []

  const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json', ...headers },
    })

  const create = (body: FakeTicket & { customer: { name: string; email: string } }) => {
    const id = tickets.length + 1
    const messages = body.messages.map((message, index) => ({
      rule_id: null,
      ...message,
      id: id * 10 + index,
      public: message.public ?? true,
    }))
    const ticket = { ...body, id, assignee_team: null, messages, customer: { ...body.customer, id } }
    tickets.push(ticket)
    return ticket
  }

  const serve = (method: string, path: string, body: string): Response => {
    if (method === 'POST' && path === '/api/tickets') {
      const trouble = troubles.shift()
      if (trouble === 'reset') throw new TypeError('fetch failed', { cause: { code: 'ECONNRESET' } })
      if (trouble) return answer(trouble.status, { error: { msg: 'no' } }, trouble.headers)
      return answer(201, create(JSON.parse(body) as FakeTicket))
    }
    const one = /^\/api\/tickets\/(\d+)$/.exec(path)
    if (one) return answer(200, tickets[Number(one[1]) - 1])
    const rows: Record<string, unknown[]> = {
      '/api/tickets': tickets,
      '/api/customers': tickets.map((ticket) => ticket.customer),
      '/api/users': [{ id: 1, email: 'admin@acme.test', role: { name: 'admin' } }],
    }
    return answer(200, { data: rows[path] ?? [], meta: { prev_cursor: null, next_cursor: null } })
  }

  const fetch: Fetch = async (url, init) => {
    await Promise.resolve()
    const { pathname: path, host } = new URL(url)
    const method = init.method ?? 'GET'
    const row = {
      id: journal.length + 1,
      at: '',
      operation: OPERATIONS[`${method} ${path}`] ?? null,
      method,
      path,
    }
    try {
      const response = serve(method, path, typeof init.body === 'string' ? init.body : '')
      if (host !== 'copy.test') journal.push({ ...row, status: response.status })
      return response
    } catch (error) {
      journal.push({ ...row, status: 0 })
      throw error
    }
  }

  const openSimulator: OpenSimulator = ({ now }) => {
    const clock = createFakeClock(Date.parse(now))
    const account = (url: string): SimulatedAccount => ({
      credentials: { subdomain: 'acme', url, email: 'admin@acme.test', api_key: 'key' },
      clock,
      journal: () => journal,
      outbox: () => [],
      billing: () => ({ plan: 'basic', amount: 0, currency: 'USD', billable_tickets: 0, tickets: [] }),
      readRateLimit: () => ({ enabled: true, capacity: 40, window_seconds: 20, used: 0 }),
      setRateLimit: () => undefined,
      delete: () => undefined,
      createKey: () => ({ id: 1, api_key: 'key' }),
      revokeKey: () => undefined,
      deactivateUser: () => undefined,
      inbound: () => undefined,
      addFault: () => undefined,
      fork: () => account('http://copy.test'),
    })
    return Promise.resolve({
      account: account('http://acme.test'),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    })
  }
  return { openSimulator, fetch }
}

const OPERATIONS: Readonly<Record<string, string>> = {
  'POST /api/tickets': 'createTicket',
  'GET /api/tickets': 'listTickets',
}

/** Time that only moves when it is told to. */
export function createFakeClock(start = 0): SimulatedClock {
  let now = start
  const sleepers = new Set<{ due: number; wake: () => void }>()
  return {
    now: () => now,
    sleep: (milliseconds, signal) =>
      new Promise((resolve, reject) => {
        const end = (finish: () => void) => () => {
          sleepers.delete(sleeper)
          finish()
        }
        const sleeper = { due: now + milliseconds, wake: end(resolve) }
        sleepers.add(sleeper)
        signal?.addEventListener(
          'abort',
          end(() => reject(signal.reason as Error)),
        )
      }),
    advance: (duration) => {
      now += typeof duration === 'number' ? duration : 60_000
      for (const sleeper of [...sleepers]) if (sleeper.due <= now) sleeper.wake()
      return Promise.resolve()
    },
  }
}
