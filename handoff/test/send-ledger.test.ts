import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createHandoff, openLedger } from '../src/index.ts'
import type { NotificationMail, TicketOutcome } from '../src/index.ts'
import { runProgram } from '../src/cli/program.ts'
import { API_KEY, testConfig } from './support/config.ts'
import { fakeClock } from './support/fake-clock.ts'
import { fakeGorgias, refuse } from './support/fake-gorgias.ts'
import { testRequest } from './support/request.ts'

let folder: string
let files = 0

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'send-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** A command line on a ledger of its own, with fakes behind it. */
function terminal(env: Record<string, string> = {}) {
  const clock = fakeClock()
  const gorgias = fakeGorgias(clock)
  const mails: NotificationMail[] = []
  const address = join(folder, `${(files += 1)}.db`)
  const said = { out: '', err: '' }
  const mailer = {
    send: (mail: NotificationMail) => {
      mails.push(mail)
      return Promise.resolve('sent' as const)
    },
  }
  const ports = { clock, random: () => 0, fetch: gorgias.fetch, mailer }
  const run = async (
    args: readonly string[],
    input: unknown = testRequest(),
    stop = new AbortController(),
  ) => {
    said.out = said.err = ''
    const code = await runProgram(args, {
      env: {
        GORGIAS_SUBDOMAIN: 'acme',
        GORGIAS_EMAIL: 'bot@acme.test',
        GORGIAS_API_KEY: API_KEY,
        GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
        ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
        GLADLY_BASE_URL: 'https://acme.gladly.test',
        ...env,
      },
      read: () => Promise.resolve(new TextEncoder().encode(JSON.stringify(input))),
      out: (text) => (said.out += text),
      err: (text) => (said.err += text),
      interrupted: stop.signal,
      ports,
    })
    const outcomes = said.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as TicketOutcome)
    return { code, outcomes, ...said }
  }
  return { run, gorgias, mails, address, ports }
}

describe('send with a ledger', () => {
  it('knows what it has sent before, without a call and without --again (REQ-007)', async () => {
    const { run, gorgias, address } = terminal()
    const command = ['send', '--ledger', address, '-']
    expect((await run(command)).outcomes).toMatchObject([{ status: 'created', ticket_id: 1000 }])
    const calls = gorgias.calls.length
    expect((await run(command)).outcomes).toMatchObject([{ status: 'already_created', ticket_id: 1000 }])
    expect(gorgias.calls).toHaveLength(calls)
  })

  it('looks up what the ledger does not know with --again', async () => {
    const { run, gorgias, address } = terminal()
    await run(['send', '-'])
    const { outcomes } = await run(['send', '--again', '--ledger', address, '-'])
    expect(outcomes).toMatchObject([{ status: 'already_created', ticket_id: 1000 }])
    expect(gorgias.tickets).toHaveLength(1)
  })

  it.each([
    [['--ledger', ''], {}],
    [['--ledger', ':memory:'], {}],
    [[], { HANDOFF_LEDGER: '' }],
  ])('refuses a ledger without a name: %j %j', async (args, env) => {
    const { run, gorgias } = terminal(env)
    expect(await run(['send', ...args, '-'])).toMatchObject({ code: 2, outcomes: [] })
    expect(gorgias.calls).toEqual([])
  })

  it('takes the ledger of HANDOFF_LEDGER', async () => {
    const address = join(folder, 'environment.db')
    const { run } = terminal({ HANDOFF_LEDGER: address })
    await run(['send', '-'])
    const { ledger } = await openLedger(address)
    expect(await ledger.get('h-1')).toMatchObject({ state: 'created' })
    await ledger.close()
  })

  it('finishes what an earlier run has begun and the files do not have, and says so', async () => {
    const { run, gorgias, address, ports } = terminal()
    const earlier = await openLedger(address)
    const handoff = createHandoff(testConfig(), { ...ports, ledger: earlier.ledger })
    await handoff.accept(
      testRequest({ handoffId: 'left', conversation: { ...testRequest().conversation, id: 'c-9' } }),
    )
    await handoff.close()
    await earlier.ledger.close()

    const other = testRequest({ customer: { ...testRequest().customer, id: 'cu-2' } })
    const { code, outcomes, err } = await run(['send', '--ledger', address, '-'], other)
    expect([code, outcomes.map(({ handoff_id }) => handoff_id)]).toEqual([0, ['h-1']])
    expect(err).toContain('Begun by an earlier run and finished now: 1 done, 0 failed.')
    expect(gorgias.tickets.map(({ external_id }) => external_id)).toEqual([
      'gladly:c-1:h-1',
      'gladly:c-9:left',
    ])
  })

  it('says what of that has failed, and ends with 1', async () => {
    const { run, gorgias, mails, address, ports } = terminal()
    const earlier = await openLedger(address)
    const handoff = createHandoff(testConfig(), { ...ports, ledger: earlier.ledger })
    await handoff.accept(
      testRequest({ handoffId: 'left', conversation: { ...testRequest().conversation, id: 'c-9' } }),
    )
    await handoff.close()
    await earlier.ledger.close()
    gorgias.posts.push(refuse(401, 'Unauthorized.'))

    const { code, err } = await run(['send', '--ledger', address, '-'], [])
    expect(code).toBe(1)
    expect(err).toContain('left, from an earlier run: Gorgias refuses the credentials.')
    expect(mails).toHaveLength(1)
  })

  it('sends the error e-mails that an earlier run could not send', async () => {
    const { run, gorgias, mails, address, ports } = terminal()
    const { send } = ports.mailer
    ports.mailer.send = () => Promise.reject(new Error('no mail server'))
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await run(['send', '--ledger', address, '-'])
    expect(mails).toEqual([])
    ports.mailer.send = send
    ports.clock.advance(20 * 60_000)
    await run(['send', '--ledger', address, '-'], [])
    expect(mails).toHaveLength(1)
  })

  it('begins nothing when it is interrupted, and says what is left', async () => {
    const { run, gorgias, address, ports } = terminal()
    const earlier = await openLedger(address)
    const handoff = createHandoff(testConfig(), { ...ports, ledger: earlier.ledger })
    await handoff.accept(testRequest({ handoffId: 'left' }))
    await handoff.close()
    await earlier.ledger.close()
    const stop = new AbortController()
    stop.abort()
    const { err } = await run(['send', '--ledger', address, '-'], [testRequest()], stop)
    expect(gorgias.calls).toEqual([])
    expect(err).toContain('1 handoffs are still open in the ledger')
  })

  it.each([
    ['send', '--ledger', 'postgres://handoff:hidden-word@127.0.0.1:1/x', '-'],
    ['worker', '--ledger', 'postgres://handoff:hidden-word@127.0.0.1:1/x'],
    ['serve', '--ledger', 'postgres://handoff:hidden-word@[nowhere/x'],
  ])('%s says of an address that does not work where, and not the password', async (...args) => {
    const { code, err, out } = await terminal().run(args)
    expect(code).toBe(2)
    expect(err).toMatch(/PostgreSQL/)
    expect(err + out).not.toContain('hidden-word')
  })

  it.each(['', 'short'])('serve takes no token that is guessed: %j', async (token) => {
    const { code, err } = await terminal().run(['serve', '--token', token])
    expect([code, err]).toEqual([2, expect.stringContaining('16 characters')])
  })

  it('a worker without a ledger is told what it needs', async () => {
    const { code, err } = await terminal().run(['worker'])
    expect([code, err]).toEqual([2, expect.stringContaining('DATABASE_URL')])
  })
})
