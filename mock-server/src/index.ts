import type { FastifyPluginCallback } from 'fastify'
import { buildApp } from './app.ts'
import { Account } from './control/account.ts'
import { Accounts } from './control/accounts/accounts.ts'
import type { NewAccount } from './control/accounts/accounts.ts'
import { readInstant } from './control/clock/durations.ts'
import { realHost } from './kernel/host.ts'
import { demoSeed } from './seeds/demo.ts'
import type { Seed } from './seeds/document.ts'

export { Account } from './control/account.ts'
export type { AccountCredentials } from './control/account.ts'
export type { AccountClock, ClockAdvance, ClockChange, ClockReading } from './control/clock/clock.ts'
export type { JournalRow } from './control/journal/journal.ts'
export type { OutboxRow } from './control/mail/mail.ts'
export type { NewKey } from './control/people/people.ts'
export type { RateLimitChange, RateLimitReading } from './control/rate-limit/rate-limit.ts'
export type { NewAccount } from './control/accounts/accounts.ts'
export type { Bill, BilledTicket } from './control/billing/billing.ts'
export { describeSimulator } from './app.ts'
export type { ApiDocument } from './documents/api.ts'
export type { OpenApiDocument } from './documents/openapi.ts'
export { FIDELITY } from './fidelity.ts'
export { renderFidelity } from './fidelity-page.ts'
export type { FidelityRecord, Standing } from './kernel/fidelity.ts'
export { ControlError } from './control/errors.ts'
export type {
  AppRegistration,
  NewOAuthApp,
  OAuthAppRow,
  TokenAnswer,
  TokenOrder,
} from './control/oauth-apps/oauth-apps.ts'
export { demoSeed } from './seeds/demo.ts'
export { SeedError, SeedSchema } from './seeds/document.ts'
export type { Seed } from './seeds/document.ts'
export type { Fault, FaultOrder } from './kernel/faults.ts'

/** How a server starts. All of it is also the default of accounts made later. */
export interface MockServerOptions {
  /** Default 0: a free one. */
  readonly port?: number
  /** Default 127.0.0.1: nobody else gets in. */
  readonly host?: string
  /** The first account's name; default `acme`. */
  readonly subdomain?: string
  readonly plan?: NewAccount['plan']
  /** Default `real`. */
  readonly clock?: 'real' | 'virtual'
  /** Where virtual clocks start, ISO 8601; default: the present. */
  readonly now?: string
  /** Default `on`: 40 calls per 20 seconds (documented). */
  readonly rateLimit?: 'on' | 'off'
  /** Default `instant`: what Gorgias does by itself follows without delay. */
  readonly effects?: 'instant' | 'realistic'
  readonly seed?: 'demo' | Seed
  /** The seed of ids, keys and all else that is random; default 1. */
  readonly randomSeed?: number
  /** The control plane asks for it: `Authorization: Bearer TOKEN`. */
  readonly controlToken?: string
  /** Mounted under `/_x/NAME`. */
  readonly extensions?: Readonly<Record<string, FastifyPluginCallback>>
  /** Told what went wrong inside the simulator. */
  readonly onFailure?: (error: unknown) => void
}

/** A running simulator. */
export interface MockServer extends AsyncDisposable {
  /** The origin, such as `http://127.0.0.1:4010`. */
  readonly url: string
  /** The first account. */
  readonly account: Account
  readonly accounts: {
    create(options?: Omit<NewAccount, 'seed'> & { readonly seed?: 'demo' | Seed }): Account
    get(name: string): Account
    list(): Account[]
  }
  close(): Promise<void>
}

const toSeed = (seed: 'demo' | Seed | undefined): { seed?: Seed } =>
  seed === undefined ? {} : { seed: seed === 'demo' ? demoSeed : seed }

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
  const accounts = new Accounts({
    host: realHost,
    clock: options.clock ?? 'real',
    ...(options.now !== undefined && { now: readInstant(options.now, 'now') }),
    effects: options.effects ?? 'instant',
    rateLimit: { enabled: options.rateLimit !== 'off', capacity: 40, window: 20_000_000 },
    randomSeed: options.randomSeed ?? 1,
    ...toSeed(options.seed),
    onFailure,
  })
  const app = await buildApp({
    accounts,
    onFailure,
    ...(options.controlToken !== undefined && { controlToken: options.controlToken }),
    ...(options.extensions !== undefined && { extensions: options.extensions }),
  })
  const close = async () => {
    await app.close()
    accounts.close()
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
  } catch (error) {
    await close()
    throw error
  }
  return {
    url: accounts.url,
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
