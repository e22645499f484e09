import { describe, expect, it } from 'vitest'
import { Journal } from '../../kernel/journal.ts'
import type { JournalEntry } from '../../wire/tenant.ts'
import { journalStream } from './stream.ts'
import type { StreamQuery } from './stream.ts'

/** A machine on which time passes when it is told to. */
function scriptedHost() {
  let callbacks: (() => void)[] = []
  return {
    wake: (_milliseconds: number, callback: () => void) => {
      callbacks.push(callback)
      return () => (callbacks = callbacks.filter((one) => one !== callback))
    },
    beat: () => {
      for (const callback of callbacks.splice(0)) callback()
    },
    waiting: () => callbacks.length,
  }
}

const entry = (id: number, status = 200): JournalEntry => ({
  id,
  at: 0,
  answered_at: 0,
  duration_ms: 1,
  operation: 'listTickets',
  method: 'GET',
  path: '/api/tickets',
  status,
  cause: { kind: 'request', id },
  request_id: String(id),
  user_id: 1,
  client_id: null,
  fault_id: null,
  scheme: 'http',
  hung_up: false,
  broken: false,
})

function setUp({ entries = 100 } = {}) {
  const journal = new Journal<JournalEntry>({ entries, bytes: 10 * 1024 * 1024 })
  const host = scriptedHost()
  let calls = 0
  return {
    journal,
    host,
    call: (status?: number, response: string | null = null) =>
      journal.append(entry(++calls, status), { headers: null, request: null, response }),
    follow: (query: StreamQuery = {}) => journalStream({ journal, host }, query),
  }
}

/** What a stream has to say now. */
const said = (stream: ReturnType<typeof journalStream>): string => {
  let text = ''
  for (let chunk = stream.read() as string | null; chunk !== null; chunk = stream.read() as string | null)
    text += chunk
  return text
}
const idsOf = (text: string): number[] =>
  [...text.matchAll(/event: call\ndata: \{"id":(\d+)/g)].map(([, id]) => Number(id))

describe('whoever follows a journal', () => {
  it('sees what comes from now on, each call once', () => {
    const { call, follow } = setUp()
    call()
    const stream = follow()
    expect(said(stream)).toBe('retry: 1000\n\n')
    call()
    call()
    expect(idsOf(said(stream))).toEqual([2, 3])
    expect(said(stream)).toBe('')
  })

  it('goes on after the last event they saw', () => {
    const { call, follow } = setUp()
    for (let i = 0; i < 4; i++) call()
    const text = said(follow({ after: '1' }))
    expect(idsOf(text)).toEqual([2, 3, 4])
    expect(text).toContain('id: 4\nevent: call\n')
    expect(idsOf(said(follow({ after: '4' })))).toEqual([])
    // A place that this journal never had is of the one before.
    expect(idsOf(said(follow({ after: '400' })))).toEqual([1, 2, 3, 4])
  })

  it('sees only the calls that are meant', () => {
    const { call, follow } = setUp()
    const stream = follow({ status: '4xx' })
    for (const status of [200, 404, 200, 429]) call(status)
    expect(idsOf(said(stream))).toEqual([2, 4])
  })

  it('is told what they missed where they were too slow, and costs no more than the journal keeps', () => {
    const { call, follow, journal } = setUp({ entries: 20 })
    const stream = follow()
    said(stream)
    for (let i = 0; i < 100; i++) call(200, 'x'.repeat(10_000))
    expect(stream.readableLength).toBeLessThan(100_000)
    const text = said(stream)
    expect(text).toMatch(/event: dropped\ndata: \{"calls":\d+\}/)
    expect(idsOf(text).slice(-20)).toEqual(Array.from({ length: 20 }, (_, i) => 81 + i))
    const seen = idsOf(text).length
    const missed = [...text.matchAll(/"calls":(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0)
    expect(seen + missed).toBe(100)
    expect(journal.followers).toBe(1)
  })

  it('hears a heart-beat in silence', () => {
    const { follow, host } = setUp()
    const stream = follow()
    said(stream)
    host.beat()
    host.beat()
    expect(said(stream)).toBe(': still here\n\n: still here\n\n')
  })

  it('is sent away when the journal closes', async () => {
    const { call, follow, journal, host } = setUp()
    const stream = follow()
    call()
    journal.close()
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    expect(idsOf(text)).toEqual([1])
    expect(host.waiting()).toBe(0)
  })

  it('leaves nothing behind when they go', async () => {
    const { follow, journal, host } = setUp()
    const stream = follow()
    expect([journal.followers, host.waiting()]).toEqual([1, 1])
    stream.destroy()
    await new Promise((resolve) => stream.once('close', resolve))
    expect([journal.followers, host.waiting()]).toEqual([0, 0])
  })

  it('is one of a hundred at the most', () => {
    const { follow } = setUp()
    for (let i = 0; i < 100; i++) follow()
    expect(() => follow()).toThrow(/end another stream first/)
    expect(() => follow({ after: 'x' })).toThrow(/after: /)
  })
})
