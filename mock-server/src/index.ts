import type { FastifyPluginCallback } from 'fastify'
import { buildApp } from './app.ts'
import { Account } from './control/account.ts'
import { Accounts } from './control/accounts/accounts.ts'
import type { NewAccount } from './control/accounts/accounts.ts'
import { readInstant } from './control/clock/durations.ts'
import { ControlError } from './control/errors.ts'
import { isHost } from './edge/http/addresses.ts'
import { callOutTo } from './edge/http/call-out.ts'
import type { CallOut } from './edge/http/call-out.ts'
import { makeCalls } from './edge/http/calls.ts'
import { realHost } from './kernel/host.ts'
import { listenForMail } from './edge/mail/listener.ts'
import type { MailListener } from './edge/mail/listener.ts'
import { relayTo } from './edge/mail/relay.ts'
import { readSmtpTarget } from './edge/mail/target.ts'
import type { SmtpTarget } from './edge/mail/target.ts'
import { demoSeed } from './seeds/demo.ts'
import type { Seed } from './seeds/document.ts'

export { Account } from './control/account.ts'
export type { AccountCredentials } from './control/account.ts'
export type { AccountClock, ClockAdvance, ClockChange, ClockReading } from './control/clock/clock.ts'
export type { AttemptRow, DeliveryRow } from './control/deliveries/deliveries.ts'
export type { CallOut } from './edge/http/call-out.ts'
export type { CallOutcome } from './helpdesk/http-integrations/outcome.ts'
export type { OutgoingRequest } from './helpdesk/model/deliveries.ts'
export type { JournalRow } from './control/journal/journal.ts'
export type { ChatLine } from './control/mail/chat.ts'
export type { InboundAnswer, OutboxRow } from './control/mail/mail.ts'
export type { Mailbox, MailboxEmail, MailboxThread } from './control/mail/mailbox.ts'
export type { RobotOrder, RobotRow } from './control/mail/robots.ts'
export type { InboundChat, InboundEmail, InboundFile } from './helpdesk/inbound.ts'
export type { KeyRow, NewKey } from './control/people/people.ts'
export type { DeedBody, DeedDone, DeedName } from './control/agents/deeds.ts'
export type { AiAgentChange, AiAgentSettings, AiInteractionRow } from './control/ai-agent/ai-agent.ts'
export type { RateLimitChange, RateLimitReading } from './control/rate-limit/rate-limit.ts'
export type { WhyAnswer, WhyEntry } from './control/why/why.ts'
export type { WhyCause, WhyLink } from './control/why/causes.ts'
export type { WhyChange } from './control/why/told.ts'
export type { NewAccount } from './control/accounts/accounts.ts'
export type { Bill, BilledTicket, BillQuery } from './control/billing/billing.ts'
export { estimateBilling } from './control/billing/comparison.ts'
export type { Comparison, ComparisonQuery, Estimate, EstimateQuery } from './control/billing/comparison.ts'
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
  /** How many of its newest changes each account remembers, to say why a ticket is as it is; default 10,000. */
  readonly history?: number
  /** The control plane asks for it: `Authorization: Bearer TOKEN`. */
  readonly controlToken?: string
  /** Hosts beyond this machine and private networks that HTTP integrations may call. */
  readonly allowEgress?: readonly string[]
  /** The network as HTTP integrations see it; default: HTTP, to where they may call. */
  readonly callOut?: CallOut
  /**
   * The SMTP server to which e-mails go when they leave, such as `smtp://127.0.0.1:1025`; without it they stay
   * in the outbox. Name one of this machine or of a private network: any other may reach real people.
   */
  readonly smtp?: string
  /** Where to listen for e-mails to the accounts' mailboxes, on the same interface; 0 picks a free port. */
  readonly smtpListen?: number
  /** Mounted under `/_x/NAME`. */
  readonly extensions?: Readonly<Record<string, FastifyPluginCallback>>
  /** Told what went wrong inside the simulator. */
  readonly onFailure?: (error: unknown) => void
}

/** A running simulator. */
export interface MockServer extends AsyncDisposable {
  /** The origin, such as `http://127.0.0.1:4010`. */
  readonly url: string
  /** Where it takes e-mails, if it was asked to. */
  readonly smtp?: { readonly host: string; readonly port: number }
  /** Where e-mails go when they leave, without credentials, if they go anywhere. */
  readonly relay?: { readonly url: string; readonly isPrivate: boolean }
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
