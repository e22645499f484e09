import { billOf } from './billing.ts'
import type { Bill } from './billing.ts'
import type { AccountTenant, Accounts, NewAccount } from './accounts.ts'
import { readDuration, readInstant } from './durations.ts'
import { ControlError } from './errors.ts'
import { addOAuthApp, listOAuthApps, orderTokens, removeOAuthApp } from './oauth-apps.ts'
import type { AppRegistration, NewOAuthApp, OAuthAppRow, TokenAnswer, TokenOrder } from './oauth-apps.ts'
import type { Actor } from '../helpdesk/actor.ts'
import { receiveEmail } from '../helpdesk/inbound.ts'
import type { InboundEmail } from '../helpdesk/inbound.ts'
import type { SentEmail } from '../helpdesk/model/entities.ts'
import { recordEvent } from '../helpdesk/events.ts'
import { mergeTickets } from '../helpdesk/ticket-merge.ts'
import type { ClockMode } from '../kernel/clock.ts'
import type { Fault, FaultOrder } from '../kernel/faults.ts'
import { bucketFilledTo, bucketLevel } from '../kernel/leaky-bucket.ts'
import { Refusal } from '../kernel/refusal.ts'
import { OPERATION_IDS } from '../wire/catalogue.ts'
import { formatDatetime } from '../wire/datetimes.ts'
import { API_KEY_BUCKET } from '../wire/rate-limit.ts'
import type { JournalEntry } from '../wire/tenant.ts'

/** Where an account is, and how to get in. */
export interface AccountCredentials {
  readonly subdomain: string
  readonly url: string
  readonly email: string
  readonly api_key: string
}

/** One call in the journal. */
export interface JournalRow extends Omit<JournalEntry, 'at'> {
  readonly at: string
  /** Null where none was sent; the text itself where it is no JSON. */
  readonly request_body: unknown
  readonly response_body: string | null
}

/** An e-mail that left the house. */
export interface OutboxRow extends Omit<SentEmail, 'id' | 'sent_datetime' | 'header_message_id'> {
  /** The Message-ID header, to answer to. */
  readonly header_message_id: string
  readonly sent_datetime: string
}

export interface ClockReading {
  readonly mode: ClockMode
  readonly now: string
}

export interface ClockChange {
  readonly mode?: ClockMode
  /** ISO 8601. */
  readonly now?: string
  /** ISO 8601 duration, or milliseconds. */
  readonly advance?: string | number
}

/** What came of moving the clock. */
export interface ClockAdvance extends ClockReading {
  /** How many timers came up on the way. */
  readonly timers: number
}

export interface RateLimitReading {
  readonly enabled: boolean
  readonly capacity: number
  readonly window_seconds: number
  /** Calls in the bucket now. */
  readonly used: number
}

export type RateLimitChange = Partial<RateLimitReading>

/** Time as code that waits wants it: milliseconds. */
export interface AccountClock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Waits for milliseconds of the account's time. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Moves virtual time on through all that is due: an ISO 8601 duration or milliseconds. */
  advance(duration: string | number): Promise<ClockAdvance>
  /** When something is due next, in milliseconds since the epoch: a timer of the account or a sleeper. */
  nextDue(): number | undefined
}

/** A field whose name says that its text is a secret, such as `"hmac_secret": "..."`. */
const SECRET =
  /("[^"]{0,60}(?:secret|password|token|api_key|authorization)[^"]{0,60}"\s*:\s*)"(?:[^"\\]|\\.)*"/gi

const redacted = (text: string | null): string | null => text?.replace(SECRET, '$1"[redacted]"') ?? null

function readBody(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

const CONTROL: Actor = { user_id: null, context: null }

/**
 * Everything the control plane does with one account: the library hands it out, the HTTP routes call it.
 * Answers have the shapes of the control plane's JSON.
 *
 * @example
 * await using server = await startMockServer({ clock: 'virtual' })
 * await server.account.clock.advance('PT5M')
 * server.account.outbox()
 */
export class Account {
  readonly name: string
  readonly clock: AccountClock
  readonly #accounts: Accounts

  constructor(accounts: Accounts, name: string) {
    this.name = name
    this.#accounts = accounts
    this.clock = {
      now: () => Math.floor(this.#world.now / 1000),
      sleep: (milliseconds, signal) => this.#world.clock.sleep(Math.ceil(milliseconds * 1000), signal),
      advance: (duration) => this.setClock({ advance: duration }),
      nextDue: () => {
        const due = this.#world.clock.nextDue()
        return due === undefined ? undefined : Math.ceil(due / 1000)
      },
    }
  }

  get #tenant(): AccountTenant {
    return this.#accounts.get(this.name)
  }

  get #world() {
    return this.#tenant.world
  }

  /** Runs a change of the control plane, and what follows from it. */
  #change<T>(id: string, run: () => T): T {
    const result = this.#world.transact({ kind: 'control', id }, run)
    this.#world.clock.runDue()
    return result
  }

  get credentials(): AccountCredentials {
    const { apiKey, world } = this.#tenant
    const owner = world.rows.users.get(apiKey.user_id)
    return { subdomain: this.name, url: this.#accounts.url, email: owner?.email ?? '', api_key: apiKey.key }
  }

  /** The value of an `Authorization` header that gets in. */
  get authorization(): string {
    const { email, api_key } = this.credentials
    return `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}`
  }

  readClock(): ClockReading {
    const { clock, now } = this.#world
    return { mode: clock.mode, now: formatDatetime(now) }
  }

  /** Switches the clock, sets it, moves it on: in this order. */
  async setClock(change: ClockChange): Promise<ClockAdvance> {
    const { world } = this.#tenant
    const { clock } = world
    const mode = change.mode ?? clock.mode
    const now = change.now === undefined ? undefined : readInstant(change.now, 'now')
    if (mode === 'real' && (now !== undefined || change.advance !== undefined)) {
      const field = now === undefined ? 'advance' : 'now'
      throw new ControlError(
        409,
        `${field}: a real clock goes by itself; set {"mode": "virtual"} first.`,
        field,
      )
    }
    const duration =
      change.advance === undefined ? 0 : readDuration(change.advance, now ?? world.now, 'advance')
    if (mode !== clock.mode || now !== undefined) {
      const before = world.now
      clock.set(mode, now)
      // A bucket that was filled in a later time would never empty.
      if (world.now < before) world.emptyBuckets()
      clock.runDue()
    }
    const { timers } = change.advance === undefined ? { timers: 0 } : await clock.advance(duration)
    return { ...this.readClock(), timers }
  }

  readRateLimit(): RateLimitReading {
    const { rateLimit, world } = this.#tenant
    const { enabled, capacity, window } = rateLimit
    const used = bucketLevel(world.bucketEmptyAt(API_KEY_BUCKET), world.now, rateLimit)
    return { enabled, capacity, window_seconds: window / 1_000_000, used }
  }

  /**
   * Changes the limit of API keys; `used` says how full their bucket is from now on. OAuth apps have twice
   * the capacity, each in a bucket of its own.
   */
  setRateLimit(change: RateLimitChange): RateLimitReading {
    const tenant = this.#tenant
    const { enabled, capacity, window } = tenant.rateLimit
    const seconds = change.window_seconds ?? window / 1_000_000
    const calls = change.capacity ?? capacity
    if (!Number.isInteger(calls) || calls < 1)
      throw new ControlError(400, 'capacity: must be a whole number from 1.', 'capacity')
    if (!(seconds > 0)) throw new ControlError(400, 'window_seconds: must be above 0.', 'window_seconds')
    tenant.rateLimit = { enabled: change.enabled ?? enabled, capacity: calls, window: seconds * 1_000_000 }
    if (change.used !== undefined) {
      const emptyAt = bucketFilledTo(change.used, tenant.world.now, tenant.rateLimit)
      tenant.world.setBucket(API_KEY_BUCKET, emptyAt)
    }
    return this.readRateLimit()
  }

  /** A new API key of a user. Only admins have keys (documented). */
  createKey(user_id: number): {
    readonly id: number
    readonly user_id: number
    readonly email: string
    readonly api_key: string
  } {
    const tenant = this.#tenant
    const user = tenant.world.rows.users.get(user_id)
    if (user === undefined) throw new ControlError(404, `user_id: there is no user ${user_id}.`, 'user_id')
    if (user.role !== 'admin')
      throw new ControlError(409, `user_id: ${user.email} is no admin; only admins make keys.`, 'user_id')
    if (!user.active) throw new ControlError(409, `user_id: ${user.email} is deactivated.`, 'user_id')
    const { id, key } = this.#accounts.addKey(tenant, user_id)
    return { id, user_id, email: user.email, api_key: key }
  }

  /** Ends a key; by default the one that came with the account. */
  revokeKey(id: number = this.#tenant.apiKey.id): void {
    const { apiKeys } = this.#world.rows
    if (apiKeys.get(id) === undefined) throw new ControlError(404, `There is no key ${id}.`)
    this.#change('keys', () => apiKeys.patch(id, { revoked_datetime: this.#world.now }))
  }

  /** Ends a user, and with the user all keys. */
  deactivateUser(id: number): void {
    const { users } = this.#world.rows
    if (users.get(id) === undefined) throw new ControlError(404, `There is no user ${id}.`)
    this.#change('users', () => {
      users.patch(id, {
        active: false,
        deactivated_datetime: this.#world.now,
        updated_datetime: this.#world.now,
      })
      recordEvent(this.#world, CONTROL, 'user-updated', { type: 'User', id })
    })
  }

  /** Merges a ticket into another, as an agent does: its paths lead to the other from then on. */
  mergeTickets(id: number, into: number): void {
    const { tickets } = this.#world.rows
    const missing = [id, into].find((one) => tickets.get(one) === undefined)
    if (missing !== undefined) throw new ControlError(404, `There is no ticket ${missing}.`)
    if (id === into) throw new ControlError(400, 'into: a ticket cannot be merged into itself.', 'into')
    this.#change('merge', () => void mergeTickets(this.#world, CONTROL, id, into))
  }

  /**
   * Registers an OAuth app with the account, with a bot user that stands for it.
   *
   * @throws {ControlError} 400 for a redirect URI that cannot be one
   * @example
   * const { client_id } = account.addOAuthApp({ name: 'Reports', redirect_uris: ['https://app.test/back'] })
   * const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
   */
  addOAuthApp(registration: AppRegistration): NewOAuthApp {
    return this.#change('oauth-apps', () => addOAuthApp(this.#world, CONTROL, registration))
  }

  /** The OAuth apps of the account, without their secrets. */
  oauthApps(): OAuthAppRow[] {
    return listOAuthApps(this.#world)
  }

  /** Uninstalls an OAuth app: its codes and tokens end at once. */
  removeOAuthApp(client_id: string): void {
    this.#change('oauth-apps', () => removeOAuthApp(this.#world, CONTROL, client_id))
  }

  /** Tokens for an app as if a user had allowed it: what the token endpoint would answer. */
  createOAuthTokens(client_id: string, { scopes, user_id }: TokenOrder): TokenAnswer {
    const allowed = { scopes, user_id: user_id ?? this.#tenant.apiKey.user_id }
    return this.#change('oauth-apps', () => orderTokens(this.#world, client_id, allowed))
  }

  /** The calls so far, oldest first, without the secrets that some of them carried. */
  journal(): JournalRow[] {
    return this.#tenant.journal.entries().map(({ at, request, response, ...entry }) => ({
      ...entry,
      at: formatDatetime(at),
      request_body: readBody(redacted(request)),
      response_body: redacted(response),
    }))
  }

  /** The e-mails that left, oldest first. */
  outbox(): OutboxRow[] {
    return [...this.#world.rows.outbox.values()].map(({ id: _, sent_datetime, ...email }) => ({
      ...email,
      sent_datetime: formatDatetime(sent_datetime),
    }))
  }

  /** The bill of a month (`2026-03`), by default of the current one. */
  billing(month?: string): Bill {
    return billOf(this.#world, month)
  }

  /** A customer writes an e-mail. */
  inbound(email: InboundEmail): { readonly ticket_id: number; readonly message_id: number } {
    try {
      const { ticket, message } = this.#change('inbound', () =>
        receiveEmail(this.#world, { user_id: null, context: this.#world.uuid() }, email),
      )
      return { ticket_id: ticket.id, message_id: message.id }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const [field = 'ticket_id', reasons] = Object.entries(error.fields ?? {})[0] ?? []
      const reason = Array.isArray(reasons) ? reasons.join(' ') : error.message
      throw new ControlError(400, `${field}: ${reason}`, field)
    }
  }

  /** Orders a fault. Refuses operations that do not exist. */
  addFault(order: FaultOrder): Fault {
    if (!OPERATION_IDS.has(order.operation)) {
      throw new ControlError(
        400,
        `operation: there is no operation "${order.operation}"; see /openapi.json.`,
        'operation',
      )
    }
    if (
      order.kind === 'status' &&
      !(Number.isInteger(order.status) && Number(order.status) >= 400 && Number(order.status) < 600)
    ) {
      throw new ControlError(400, 'status: a fault of kind "status" needs one from 400 to 599.', 'status')
    }
    for (const field of ['first', 'every'] as const) {
      const count = order[field]
      if (count !== undefined && !(Number.isInteger(count) && count >= 1)) {
        throw new ControlError(400, `${field}: must be a whole number from 1.`, field)
      }
    }
    if (order.first !== undefined && order.every !== undefined) {
      throw new ControlError(400, 'every: say either first or every, not both.', 'every')
    }
    return this.#tenant.faults.add(order)
  }

  faults(): readonly Fault[] {
    return this.#tenant.faults.list()
  }

  removeFault(id: number): void {
    if (!this.#tenant.faults.remove(id)) throw new ControlError(404, `There is no fault ${id}.`)
  }

  /** An independent account in the same state, with a key of its own. */
  fork(options: Omit<NewAccount, 'from' | 'seed'> = {}): Account {
    return new Account(this.#accounts, this.#accounts.create({ ...options, from: this.name }).name)
  }

  /** Back to the state in which the account was made. */
  reset(): void {
    this.#accounts.reset(this.name)
  }

  delete(): void {
    this.#accounts.delete(this.name)
  }
}
