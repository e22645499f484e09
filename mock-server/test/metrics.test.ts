import { describe, expect, it } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import { fromAgent, handoff, mailboxOf, ticket } from './support/bodies.ts'
import { rawCall } from './support/raw.ts'
import { testServer } from './support/server.ts'

const { url, server, fresh } = await testServer()
const guarded = await testServer({ controlToken: 'open sesame' })

const scrape = async () => expectStatus(await call(url, 'GET', '/metrics'), 200).text

/** The value of a line, by all that stands before it; 0 where there is none. */
function valueOf(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `))
  return line === undefined ? 0 : Number(line.slice(name.length + 1))
}

/** By how much a value grows while something happens. */
async function growth(name: string, run: () => Promise<unknown>): Promise<number> {
  const before = valueOf(await scrape(), name)
  await run()
  return valueOf(await scrape(), name) - before
}

const calls = (operation: string, status: number) =>
  `gorgias_mock_api_calls_total{operation="${operation}",status="${status}"}`

describe('the metrics', () => {
  it('are in the text format of Prometheus: each with its help and its type, and a number on every line', async () => {
    await fresh().api.get('/api/tickets')
    const answer = expectStatus(await call(url, 'GET', '/metrics'), 200)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = answer.text.split('\n')
    expect(lines.pop()).toBe('')
    const declared = new Set<string>()
    for (const line of lines) {
      const type = /^# TYPE (\S+) (counter|gauge)$/.exec(line)?.[1]
      if (type !== undefined) declared.add(type)
      else if (!line.startsWith('# HELP ')) {
        const [, name = '', value] =
          /^([a-z_0-9]+)(?:\{[a-z]+="[^"]*"(?:,[a-z]+="[^"]*")*\})? (\S+)$/.exec(line) ?? []
        expect(declared, line).toContain(name)
        expect(Number(value), line).toBeGreaterThanOrEqual(0)
      }
    }
    expect(declared.size).toBeGreaterThanOrEqual(10)
  })

  it('count calls by operation and status', async () => {
    const { api } = fresh()
    expect(await growth(calls('createTicket', 201), () => api.post('/api/tickets', ticket()))).toBe(1)
    expect(await growth(calls('createTicket', 400), () => api.post('/api/tickets', {}))).toBe(1)
    expect(await growth(calls('', 404), () => api.get('/api/nothing'))).toBe(1)
    const stranger = () =>
      call(url, 'GET', '/api/tickets', { headers: { authorization: 'Basic bm86Ym9keQ==' } })
    expect(await growth(calls('', 401), stranger)).toBe(1)
  })

  it('count calls that met a full bucket, and apart from them those that a fault struck', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ used: 40 })
    const limited = 'gorgias_mock_rate_limited_calls_total'
    const faulted = 'gorgias_mock_faulted_calls_total'
    expect(await growth(limited, () => api.get('/api/tickets'))).toBe(1)
    account.addFault({ operation: '*', position: 'before', kind: 'status', status: 429 })
    expect(await growth(limited, () => api.get('/api/tickets'))).toBe(0)
    expect(await growth(faulted, () => api.get('/api/tickets'))).toBe(1)
  })

  it('count a call whose answer was lost once, under status 0', async () => {
    const { account } = fresh()
    account.addFault({ operation: 'listTickets', position: 'after-commit', kind: 'reset' })
    const lost = () => rawCall(url, account.authorization).ended
    expect(await growth(calls('listTickets', 0), lost)).toBe(1)
    expect(await growth('gorgias_mock_faulted_calls_total', lost)).toBe(1)
  })

  it('say how many accounts, tickets, timers and e-mails there are', async () => {
    expect(
      await growth('gorgias_mock_accounts', () => {
        server.accounts.create()
        return Promise.resolve()
      }),
    ).toBe(1)
    const { account, api } = fresh()
    const send = () => api.post('/api/tickets', ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    expect(await growth('gorgias_mock_tickets', send)).toBe(1)
    expect(await growth('gorgias_mock_outbox_emails', send)).toBe(1)
    const { id } = await api.createTicket(ticket())
    const snooze = () => api.put(`/api/tickets/${id}`, { snooze_datetime: '2026-03-09T09:00:00Z' })
    expect(await growth('gorgias_mock_timers_pending', snooze)).toBe(1)
  })

  it('say what the process takes, and how late its event loop comes', async () => {
    await scrape()
    const text = await scrape()
    for (const name of ['process_resident_memory_bytes', 'nodejs_heap_size_used_bytes'])
      expect(valueOf(text, name)).toBeGreaterThan(1_000_000)
    expect(text).toContain('# TYPE nodejs_heap_size_total_bytes gauge')
  })

  it('tell no secret, and of no account', async () => {
    const { account, api } = fresh()
    await api.post('/api/tickets', handoff())
    const text = await scrape()
    expect(text).not.toContain(account.credentials.api_key)
    expect(text).not.toContain(account.name)
  })

  it('are for whoever may use the control plane', async () => {
    expectStatus(await call(guarded.url, 'GET', '/metrics'), 401)
    const headers = { authorization: 'Bearer open sesame' }
    expectStatus(await call(guarded.url, 'GET', '/metrics', { headers }), 200)
  })
})
