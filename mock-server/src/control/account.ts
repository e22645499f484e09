import { CONTROL } from './actor.ts'
import type { AccountTenant, Accounts, NewAccount } from './accounts/accounts.ts'
import { billOf } from './billing/billing.ts'
import type { Bill } from './billing/billing.ts'
import { change } from './change.ts'
import { accountClock, readClock, setClock } from './clock/clock.ts'
import type { AccountClock, ClockAdvance, ClockChange, ClockReading } from './clock/clock.ts'
import { addFault, removeFault } from './faults/faults.ts'
import { listCalls } from './journal/journal.ts'
import type { JournalRow } from './journal/journal.ts'
import { listOutbox, receive } from './mail/mail.ts'
import type { OutboxRow } from './mail/mail.ts'
import { addOAuthApp, listOAuthApps, orderTokens, removeOAuthApp } from './oauth-apps/oauth-apps.ts'
import type {
  AppRegistration,
  NewOAuthApp,
  OAuthAppRow,
  TokenAnswer,
  TokenOrder,
} from './oauth-apps/oauth-apps.ts'
import { createKey, deactivateUser, revokeKey } from './people/people.ts'
import type { NewKey } from './people/people.ts'
import { readRateLimit, setRateLimit } from './rate-limit/rate-limit.ts'
import type { RateLimitChange, RateLimitReading } from './rate-limit/rate-limit.ts'
import { mergeTickets } from './tickets/tickets.ts'
import type { InboundEmail } from '../helpdesk/inbound.ts'
import type { Fault, FaultOrder } from '../kernel/faults.ts'

/** Where an account is, and how to get in. */
export interface AccountCredentials {
  readonly subdomain: string
  readonly url: string
  readonly email: string
  readonly api_key: string
}

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
    this.clock = accountClock(() => this.#tenant)
  }

  get #tenant(): AccountTenant {
    return this.#accounts.get(this.name)
  }

  get #world() {
    return this.#tenant.world
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
    return readClock(this.#tenant)
  }

  /** Switches the clock, sets it, moves it on: in this order. */
  setClock(change: ClockChange): Promise<ClockAdvance> {
    return setClock(this.#tenant, change)
  }

  readRateLimit(): RateLimitReading {
    return readRateLimit(this.#tenant)
  }

  /** Changes the limit of API keys; `used` says how full their bucket is from now on. */
  setRateLimit(change: RateLimitChange): RateLimitReading {
    return setRateLimit(this.#tenant, change)
  }

  /** A new API key of a user. Only admins have keys (documented). */
  createKey(user_id: number): NewKey {
    return createKey(this.#accounts, this.#tenant, user_id)
  }

  /** Ends a key; by default the one that came with the account. */
  revokeKey(id: number = this.#tenant.apiKey.id): void {
    revokeKey(this.#tenant, id)
  }

  /** Ends a user, and with the user all keys. */
  deactivateUser(id: number): void {
    deactivateUser(this.#tenant, id)
  }

  /** Merges a ticket into another, as an agent does: its paths lead to the other from then on. */
  mergeTickets(id: number, into: number): void {
    mergeTickets(this.#tenant, id, into)
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
    return change(this.#tenant, 'oauth-apps', () => addOAuthApp(this.#world, CONTROL, registration))
  }

  /** The OAuth apps of the account, without their secrets. */
  oauthApps(): OAuthAppRow[] {
    return listOAuthApps(this.#world)
  }

  /** Uninstalls an OAuth app: its codes and tokens end at once. */
  removeOAuthApp(client_id: string): void {
    change(this.#tenant, 'oauth-apps', () => removeOAuthApp(this.#world, CONTROL, client_id))
  }

  /** Tokens for an app as if a user had allowed it: what the token endpoint would answer. */
  createOAuthTokens(client_id: string, { scopes, user_id }: TokenOrder): TokenAnswer {
    const allowed = { scopes, user_id: user_id ?? this.#tenant.apiKey.user_id }
    return change(this.#tenant, 'oauth-apps', () => orderTokens(this.#world, client_id, allowed))
  }

  /** The calls so far, oldest first, without the secrets that some of them carried. */
  journal(): JournalRow[] {
    return listCalls(this.#tenant)
  }

  /** The e-mails that left, oldest first. */
  outbox(): OutboxRow[] {
    return listOutbox(this.#tenant)
  }

  /** The bill of a month (`2026-03`), by default of the current one. */
  billing(month?: string): Bill {
    return billOf(this.#world, month)
  }

  /** A customer writes an e-mail. */
  inbound(email: InboundEmail): { readonly ticket_id: number; readonly message_id: number } {
    return receive(this.#tenant, email)
  }

  /** Orders a fault. Refuses operations that do not exist. */
  addFault(order: FaultOrder): Fault {
    return addFault(this.#tenant, order)
  }

  faults(): readonly Fault[] {
    return this.#tenant.faults.list()
  }

  removeFault(id: number): void {
    removeFault(this.#tenant, id)
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
