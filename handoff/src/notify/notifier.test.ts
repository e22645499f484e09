import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { FailureFacts } from './error-mail.ts'
import type { NotificationMail } from './mailer.ts'
import { createNotifier, newNotice, reportBeside } from './notifier.ts'

const MINUTE = 60_000

/** A notifier with a mail server that can be down, and the notices of handoffs that failed. */
function desk({ shared = false } = {}) {
  const clock = fakeClock()
  const ledger = { ...memoryLedger(), shared }
  const mails: NotificationMail[] = []
  const mailedAt: number[] = []
  const server = { down: false, tries: 0, answer: Promise.resolve() }
  const mailer = {
    send: async (mail: NotificationMail) => {
      server.tries += 1
      await server.answer
      if (server.down) throw new Error('ECONNREFUSED')
      mails.push(mail)
      mailedAt.push(clock.now())
      return 'sent' as const
    },
  }
  const open = () => createNotifier(testConfig(), { clock, mailer, ledger }, 'me')
  const notifier = open()
  /** What a failed handoff does: the notice is in the ledger before it is sent. */
  async function fail(id: string, changes: Partial<FailureFacts> = {}) {
    const facts: FailureFacts = {
      handoffId: id,
      conversationId: `c-${id}`,
      code: 'server_error',
      message: 'Gorgias has a problem of its own.',
      at: clock.now(),
      attempts: 5,
      waitedMs: 0,
      inDoubt: false,
      url: `https://acme.gladly.test/conversation/c-${id}`,
      ...changes,
    }
    const notice = newNotice(facts, '1', 'me')
    await ledger.putNotice(notice)
    return notifier.report(notice)
  }
  const states = async () => (await ledger.notices({ limit: 1_000 })).map(({ state }) => state)
  return { clock, ledger, mails, mailedAt, server, notifier, open, fail, states }
}

describe('an error e-mail that does not leave (REQ-074)', () => {
  it('is tried again after growing waits, and is sent once the server is back', async () => {
    const { clock, fail, notifier, server, mails, states } = desk()
    server.down = true
    expect(await fail('h-1')).toBe('failed')
    expect(await notifier.sweep()).toBe(0)
    expect(server.tries).toBe(1)
    clock.advance(MINUTE)
    await notifier.sweep()
    expect(server.tries).toBe(2)
    clock.advance(MINUTE)
    await notifier.sweep()
    expect(server.tries).toBe(2)
    clock.advance(MINUTE)
    server.down = false
    expect(await notifier.sweep()).toBe(1)
    expect(mails).toHaveLength(1)
    expect(await states()).toEqual(['sent'])
    clock.advance(1_000 * MINUTE)
    expect(await notifier.sweep()).toBe(0)
    expect(mails).toHaveLength(1)
  })

  it('becomes a dead letter in the end, which is kept and shown', async () => {
    const { clock, fail, notifier, server, ledger } = desk()
    server.down = true
    await fail('h-1')
    for (let hours = 0; hours < 48; hours += 1) {
      clock.advance(60 * MINUTE)
      await notifier.sweep()
    }
    expect(server.tries).toBe(11)
    expect(await ledger.notices({ states: ['dead'], limit: 10 })).toMatchObject([
      { facts: { conversationId: 'c-h-1' }, tries: 11 },
    ])
    expect(await ledger.count()).toMatchObject({ notices_due: 0, notices_dead: 1 })
  })
})

describe('a storm of failures (REQ-074)', () => {
  it('is told in ten e-mails a minute, and the rest in one', async () => {
    const { clock, fail, notifier, mails, states } = desk()
    const told = []
    for (let n = 1; n <= 50; n += 1) told.push(await fail(`h-${n}`, n % 2 ? {} : { code: 'unreachable' }))
    expect(told.filter((how) => how === 'sent')).toHaveLength(10)
    expect(told.filter((how) => how === 'grouped')).toHaveLength(40)
    expect(await notifier.sweep()).toBe(0)
    clock.advance(MINUTE)
    expect(await notifier.sweep()).toBe(40)
    expect(mails).toHaveLength(11)
    expect(new Set(await states())).toEqual(new Set(['sent']))
    const digest = mails.at(-1)
    expect(digest?.subject).toBe('40 handoffs to Gorgias failed (server_error, unreachable)')
    expect(digest?.headers).toMatchObject({ 'Auto-Submitted': 'auto-generated' })
    for (let n = 11; n <= 50; n += 1)
      for (const part of [digest?.text, digest?.html])
        expect(part).toContain(`https://acme.gladly.test/conversation/c-h-${n}`)
    expect(digest?.text).not.toContain('c-h-10')
  })

  it('is over after a quiet minute: then every failure has its own e-mail again', async () => {
    const { clock, fail, mails } = desk()
    for (let n = 1; n <= 11; n += 1) await fail(`h-${n}`)
    clock.advance(MINUTE)
    expect(await fail('h-12')).toBe('sent')
    expect(mails).toHaveLength(11)
  })

  it('says in the digest which tickets may exist, and is escaped', async () => {
    const { clock, fail, notifier, mails } = desk()
    for (let n = 1; n <= 10; n += 1) await fail(`h-${n}`)
    await fail('a', { code: 'unknown_outcome', inDoubt: true, externalId: 'gladly:c-a:<a>' })
    await fail('b')
    clock.advance(MINUTE)
    await notifier.sweep()
    const digest = mails.at(-1)
    expect(digest?.text).toContain('search Gorgias for gladly:c-a:<a>')
    expect(digest?.html).toContain('gladly:c-a:&lt;a&gt;')
    expect(digest?.html).not.toContain('<a>')
  })

  it('of more than a thousand takes several digests, one a minute', async () => {
    const { clock, fail, notifier, mails } = desk()
    for (let n = 1; n <= 1_030; n += 1) await fail(`h-${n}`)
    clock.advance(MINUTE)
    expect([await notifier.sweep(), await notifier.sweep()]).toEqual([1_000, 0])
    clock.advance(MINUTE)
    expect([await notifier.sweep(), await notifier.sweep()]).toEqual([20, 0])
    expect(mails).toHaveLength(12)
  })

  it('that goes on for an hour costs eleven e-mails a minute, and tells each failure once, within two', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 200, max: 5_000 }), async (everyMs) => {
        const { clock, fail, notifier, mails, mailedAt } = desk()
        const begun = clock.now()
        const failedAt = new Map<string, number>()
        let [nextFailure, nextSweep] = [begun, begun]
        while (clock.now() < begun + 63 * MINUTE) {
          const now = clock.now()
          if (now >= nextFailure && now < begun + 60 * MINUTE) {
            const id = `h-${failedAt.size}-`
            failedAt.set(id, now)
            await fail(id)
            nextFailure += everyMs
          }
          if (now >= nextSweep) {
            await notifier.sweep()
            nextSweep += 1_000
          }
          const next = now < begun + 60 * MINUTE ? Math.min(nextFailure, nextSweep) : nextSweep
          clock.advance(Math.max(next - now, 0))
        }
        mailedAt.forEach((at, n) =>
          expect((mailedAt[n + 11] ?? Infinity) - at).toBeGreaterThanOrEqual(MINUTE),
        )
        const told = mails.flatMap(({ text }, n) =>
          [...new Set(text.match(/(?<=conversation\/c-)h-\d+-/g))].map(
            (id) => [id, mailedAt[n] ?? 0] as const,
          ),
        )
        expect(told).toHaveLength(failedAt.size)
        expect(new Set(told.map(([id]) => id))).toEqual(new Set(failedAt.keys()))
        const waits = told.map(([id, at]) => at - (failedAt.get(id) ?? 0))
        expect(Math.max(...waits)).toBeLessThanOrEqual(2 * MINUTE + 1_000)
      }),
      { numRuns: 4, examples: [[200], [1_000], [5_000]] },
    )
  })
})

describe('the end of a process', () => {
  it('sends what was kept for a common e-mail', async () => {
    const { fail, notifier, mails, states } = desk({ shared: true })
    for (let n = 1; n <= 13; n += 1) await fail(`h-${n}`)
    await notifier.close()
    expect(mails).toHaveLength(11)
    expect(new Set(await states())).toEqual(new Set(['sent']))
  })

  it('costs an e-mail that waits for its next try none of its tries, however many there are (REQ-074)', async () => {
    const { fail, open, server, ledger } = desk({ shared: true })
    server.down = true
    await fail('h-1')
    for (let run = 1; run <= 11; run += 1) await open().close()
    expect(server.tries).toBe(1)
    expect(await ledger.notices({ limit: 1 })).toMatchObject([{ state: 'due', tries: 1 }])
  })

  it('is a last try for everything where the ledger ends with it', async () => {
    const { fail, notifier, server, mails } = desk()
    server.down = true
    await fail('h-1')
    server.down = false
    await notifier.close()
    expect(mails).toHaveLength(1)
  })
})

describe('a mail server that hangs', () => {
  it('is waited for five seconds by a handoff, and until it answers at the end', async () => {
    const { clock, fail, notifier, server, mails, states } = desk()
    const answer = Promise.withResolvers<undefined>()
    server.answer = answer.promise
    const told = fail('h-1')
    while (server.tries === 0) await new Promise(setImmediate)
    clock.advance(5_000)
    expect(await told).toBe('pending')
    clock.advance(10 * MINUTE)
    expect(await notifier.sweep()).toBe(0)
    const mailsAtTheEnd = notifier.close().then(() => mails.length)
    await new Promise(setImmediate)
    answer.resolve(undefined)
    expect(await mailsAtTheEnd).toBe(1)
    expect(await states()).toEqual(['sent'])
  })

  it('is not waited for at all by work that goes on', async () => {
    const { notifier, server, ledger } = desk()
    server.answer = new Promise(() => undefined)
    const facts = { handoffId: 'h', conversationId: 'c', code: 'server_error', message: '', at: 0 } as const
    const notice = newNotice({ ...facts, attempts: 1, waitedMs: 0, inDoubt: false }, '1', 'me')
    await ledger.putNotice(notice)
    expect(await reportBeside(notifier).report(notice)).toBe('pending')
    expect(server.tries).toBe(1)
  })
})
