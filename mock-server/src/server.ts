import { buildApp } from './app.ts'
import { Account } from './control/account.ts'
import { Accounts } from './control/accounts/accounts.ts'
import { readInstant } from './control/clock/durations.ts'
import { ControlError } from './control/errors.ts'
import { isHost } from './edge/http/addresses.ts'
import { callOutTo } from './edge/http/call-out.ts'
import { makeCalls } from './edge/http/calls.ts'
import { realHost } from './kernel/host.ts'
import { listenForMail } from './edge/mail/listener.ts'
import type { MailListener } from './edge/mail/listener.ts'
import { relayTo } from './edge/mail/relay.ts'
import { readSmtpTarget } from './edge/mail/target.ts'
import type { SmtpTarget } from './edge/mail/target.ts'
import { demoSeed } from './seeds/demo.ts'
import type { Seed } from './seeds/document.ts'
import type { MockServer, MockServerOptions } from './options.ts'

const toSeed = (seed: 'demo' | Seed | undefined): { seed?: Seed } =>
  seed === undefined ? {} : { seed: seed === 'demo' ? demoSeed : seed }

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
function originOf(host: string, port: number): string {
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`
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
  const { host = '127.0.0.1', port = 0, onFailure = () => undefined } = options
  const callOut = options.callOut ?? callOutTo({ allowed: readHosts(options.allowEgress ?? []) })
  const target = options.smtp === undefined ? undefined : readSmtp(options.smtp)
  const relay = target && relayTo(target, onFailure)
  const accounts = new Accounts({
    host: realHost,
    clock: options.clock ?? 'real',
    ...(options.now !== undefined && { now: readInstant(options.now, 'now') }),
    effects: options.effects ?? 'instant',
    rateLimit: { enabled: options.rateLimit !== 'off', capacity: 40, window: 20_000_000 },
    randomSeed: options.randomSeed ?? 1,
    ...(options.history !== undefined && { history: options.history }),
    ...toSeed(options.seed),
    carriers: [
      (world) => makeCalls(world, callOut, onFailure),
      ...(relay === undefined ? [] : [relay.carry]),
    ],
    relaysEmail: relay !== undefined,
    onFailure,
  })
  const app = await buildApp({
    accounts,
    onFailure,
    ...(options.controlToken !== undefined && { controlToken: options.controlToken }),
    ...(options.extensions !== undefined && { extensions: options.extensions }),
  })
  let listener: MailListener | undefined
  const close = async () => {
    await Promise.all([app.close(), listener?.close()])
    accounts.close()
    relay?.close()
  }
  const { subdomain, plan } = options
  let account: Account
  try {
    await app.listen({ host, port })
    const { port: bound } = app.server.address() as { port: number }
    accounts.url = originOf(host, bound)
    const first = accounts.create({
      ...(subdomain !== undefined && { subdomain }),
      ...(plan !== undefined && { plan }),
    })
    account = new Account(accounts, first.name)
    if (options.smtpListen !== undefined) {
      const worlds = () => accounts.list().map(({ world }) => world)
      listener = await listenForMail({ host, port: options.smtpListen, worlds, onFailure })
    }
  } catch (error) {
    await close()
    throw error
  }
  return {
    url: accounts.url,
    ...(listener !== undefined && { smtp: { host, port: listener.port } }),
    ...(target !== undefined && { relay: { url: target.shown, isPrivate: target.isPrivate } }),
    account,
    accounts: {
      create: ({ seed, ...rest } = {}) =>
        new Account(accounts, accounts.create({ ...rest, ...toSeed(seed) }).name),
      get: (name) => new Account(accounts, accounts.get(name).name),
      list: () => accounts.list().map(({ name }) => new Account(accounts, name)),
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
