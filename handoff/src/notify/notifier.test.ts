import { describe, expect, it } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { fakeClock } from '../../test/support/fake-clock.ts'
import { memoryLedger } from '../ledger/memory.ts'
import type { FailureFacts } from './error-mail.ts'
import type { NotificationMail } from './mailer.ts'
import { createNotifier, newNotice } from './notifier.ts'

const MINUTE = 60_000

/** A notifier with a mail server that can be down, and the notices of handoffs that failed. */
function desk() {
  const clock = fakeClock()
  const ledger = memoryLedger()
  const mails: NotificationMail[] = []
  const server = { down: false, tries: 0 }
  const mailer = {
    send: (mail: NotificationMail) => {
      server.tries += 1
      if (server.down) return Promise.reject(new Error('ECONNREFUSED'))
      mails.push(mail)
      return Promise.resolve('sent' as const)
    },
  }
  const notifier = createNotifier(testConfig(), { clock, mailer, ledger }, 'me')
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
  return { clock, ledger, mails, server, notifier, fail, states }
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

  it('of more than two hundred takes several digests', async () => {
    const { clock, fail, notifier, mails } = desk()
    for (let n = 1; n <= 230; n += 1) await fail(`h-${n}`)
    clock.advance(MINUTE)
    expect([await notifier.sweep(), await notifier.sweep(), await notifier.sweep()]).toEqual([200, 20, 0])
    expect(mails).toHaveLength(12)
  })
})
