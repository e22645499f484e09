import { buildApp } from './app.ts'
import { accountOf } from './control/account.ts'
import type { Account } from './control/account.ts'
import { Accounts } from './control/accounts/accounts.ts'
import { createFor } from './control/accounts/create.ts'
import { toStartingPoint } from './control/accounts/starting-point.ts'
import type { SeedOption, StartingPoint } from './control/accounts/starting-point.ts'
import type { Phase } from './control/health/routes.ts'
import { readInstant } from './control/clock/durations.ts'
import { readJournalLimits } from './control/journal/limits.ts'
import { ControlError } from './control/errors.ts'
import { isHost } from './edge/http/addresses.ts'
import { callOutTo } from './edge/http/call-out.ts'
import { makeCalls } from './edge/http/calls.ts'
import type { Helpdesk } from './helpdesk/model/helpdesk.ts'
import { drain } from './doors/drain.ts'
import { readDoorLimits } from './doors/limits.ts'
import { realHost } from './kernel/host.ts'
import { openSqlite } from './kernel/store/sqlite.ts'
import { allWritten, persist } from './persistence/persistence.ts'
import { listenForMail } from './edge/mail/listener.ts'
import type { MailListener } from './edge/mail/listener.ts'
import { relayTo } from './edge/mail/relay.ts'
import { readSmtpTarget } from './edge/mail/target.ts'
import type { SmtpTarget } from './edge/mail/target.ts'
import { checkOptions } from './option-checks.ts'
import type { MockServer, MockServerOptions } from './options.ts'
import { checkTls } from './tls.ts'

const toSeed = (seed: SeedOption | undefined): { seed?: StartingPoint } =>
  seed === undefined ? {} : { seed: toStartingPoint(seed) }

/** Refuses what is no host, such as a URL: it would allow nothing. */
function readHosts(hosts: readonly string[]): readonly string[] {
  const wrong = hosts.find((host) => !isHost(host))
  if (wrong === undefined) return hosts
  throw new ControlError(
    400,
    `allowEgress: "${wrong}" is no host; name hosts such as hooks.example.com, without scheme, port and path.`,
    'allowEgress',
  )
}

function readSmtp(address: string): SmtpTarget {
  try {
    return readSmtpTarget(address)
  } catch (error) {
    throw new ControlError(400, `smtp: ${(error as Error).message}`, 'smtp')
  }
}

/** The address under which a server that is bound to `host` is reached from here. */
function originOf(scheme: 'http' | 'https', host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `${scheme}://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
}

/**
 * Starts a simulated Gorgias in this process, on a free port of the loopback interface.
 *
 * @throws {ControlError} for options that do not fit; the error of the system if the port is taken
 * @example
 * await using server = await startMockServer({ clock: 'virtual' })
 * const answer = await fetch(`${server.url}/api/tickets`, {
 *   headers: { authorization: server.account.authorization },
 * })
 */
export async function startMockServer(options: MockServerOptions = {}): Promise<MockServer> {
  checkOptions(options)
  const { host = '127.0.0.1', port = 0, onFailure = () => undefined } = options
  const callOut = options.callOut ?? callOutTo({ allowed: readHosts(options.allowEgress ?? []) })
  const target = options.smtp === undefined ? undefined : readSmtp(options.smtp)
  const relay = target && relayTo(target, onFailure)
  const tls = options.tls && checkTls(options.tls)
  const limits = readDoorLimits(options.limits)
  const now = options.now === undefined ? {} : { now: readInstant(options.now, 'now') }
  const seed = toSeed(options.seed)
  const journal = options.journal && readJournalLimits(options.journal)
  const persistence =
    options.data === undefined ? undefined : persist(openSqlite(options.data), realHost, onFailure)
  const accounts = new Accounts({
    host: realHost,
    clock: options.clock ?? 'real',
    ...now,
    effects: options.effects ?? 'instant',
    rateLimit: { enabled: options.rateLimit !== 'off', capacity: 40, window: 20_000_000 },
    randomSeed: options.randomSeed ?? 1,
    ...(options.history !== undefined && { history: options.history }),
    ...(journal !== undefined && { journal }),
    ...seed,
    ...(options.rewind !== undefined && { rewind: options.rewind }),
    carriers: [
      ...(persistence === undefined ? [] : [(world: Helpdesk) => persistence.carry(world)]),
      (world) => makeCalls(world, callOut, onFailure),
      ...(relay === undefined ? [] : [relay.carry]),
    ],
    relaysEmail: relay !== undefined,
    onFailure,
  })
  let phase: Phase = 'starting'
  const app = await buildApp({
    accounts,
    host,
    phase: () => phase,
    limits,
    onFailure,
    ...(tls !== undefined && { tls }),
    ...(persistence !== undefined && { persistence }),
    ...(options.controlToken !== undefined && { controlToken: options.controlToken }),
    ...(options.extensions !== undefined && { extensions: options.extensions }),
  })
  let listener: MailListener | undefined
  async function end(grace: number): Promise<void> {
    phase = 'stopping'
    if (grace > 0) {
      // Whoever follows a journal would not let it end.
      for (const { journal } of accounts.list()) journal.close()
      await drain(app.server, grace, realHost)
    }
    await Promise.all([app.close(), listener?.close()])
    try {
      // Before the accounts end: what has ended by itself is not to be forgotten.
      persistence?.close()
    } finally {
      accounts.close()
      relay?.close()
    }
  }
  let ended: Promise<void> | undefined
  const close = (grace = 0) => (ended ??= end(grace))
  const { subdomain, plan } = options
  let account: Account
  try {
    await app.listen({ host, port })
    const { port: bound } = app.server.address() as { port: number }
    accounts.url = originOf(options.tls === undefined ? 'http' : 'https', host, bound)
    persistence?.begin(accounts)
    const known = subdomain === undefined ? accounts.list()[0] : accounts.byName(subdomain)
    const first =
      known ??
      accounts.create({
        ...(subdomain !== undefined && { subdomain }),
        ...(plan !== undefined && { plan }),
      })
    account = accountOf(accounts, first.name)
    if (persistence !== undefined) await allWritten(persistence)
    if (options.smtpListen !== undefined) {
      const kept = () => (persistence === undefined ? Promise.resolve() : allWritten(persistence))
      const worlds = () => accounts.list().map(({ world }) => world)
      listener = await listenForMail({ host, port: options.smtpListen, worlds, kept, onFailure })
    }
    phase = 'ready'
  } catch (error) {
    await close()
    throw error
  }
  return {
    url: accounts.url,
    ...(listener !== undefined && { smtp: { host, port: listener.port } }),
    ...(options.data !== undefined && { data: { file: options.data, accounts: persistence?.found ?? 0 } }),
    ...(target !== undefined && { relay: { url: target.shown, isPrivate: target.isPrivate } }),
    account,
    accounts: {
      create: (order) => accountOf(accounts, createFor(accounts, order).name),
      get: (name) => accountOf(accounts, accounts.get(name).name),
      list: () => accounts.list().map(({ name }) => accountOf(accounts, name)),
    },
    close,
    [Symbol.asyncDispose]: () => close(),
  }
}
