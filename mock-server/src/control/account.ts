import { CONTROL } from './actor.ts'
import type { AccountTenant, Accounts, NewAccount } from './accounts/accounts.ts'
import { act } from './agents/agents.ts'
import type { DeedBody, DeedDone, DeedName } from './agents/deeds.ts'
import { listAiInteractions, readAiAgent, setAiAgent } from './ai-agent/ai-agent.ts'
import type { AiAgentChange, AiAgentSettings, AiInteractionRow } from './ai-agent/ai-agent.ts'
import { readAvailability, setAvailability } from './availability/availability.ts'
import type { Availability } from './availability/availability.ts'
import { billOf } from './billing/billing.ts'
import type { Bill, BillQuery } from './billing/billing.ts'
import { compareMonths } from './billing/comparison.ts'
import type { Comparison, ComparisonQuery } from './billing/comparison.ts'
import { change } from './change.ts'
import { accountClock, readClock, setClock } from './clock/clock.ts'
import type { AccountClock, ClockAdvance, ClockChange, ClockReading } from './clock/clock.ts'
import { listDeliveries, redeliver } from './deliveries/deliveries.ts'
import type { DeliveryRow } from './deliveries/deliveries.ts'
import { addFault, removeFault } from './faults/faults.ts'
import { listCalls } from './journal/journal.ts'
import type { JournalRow } from './journal/journal.ts'
import { readChat } from './mail/chat.ts'
import type { ChatLine } from './mail/chat.ts'
import { listOutbox, receive, receiveMime } from './mail/mail.ts'
import type { InboundAnswer, OutboxRow } from './mail/mail.ts'
import { readMailbox } from './mail/mailbox.ts'
import type { Mailbox } from './mail/mailbox.ts'
import { addRobot, listRobots, removeRobot } from './mail/robots.ts'
import type { RobotOrder, RobotRow } from './mail/robots.ts'
import { addOAuthApp, listOAuthApps, orderTokens, removeOAuthApp } from './oauth-apps/oauth-apps.ts'
import type {
  AppRegistration,
  NewOAuthApp,
  OAuthAppRow,
  TokenAnswer,
  TokenOrder,
} from './oauth-apps/oauth-apps.ts'
import {
  changePlan,
  createKey,
  deactivateUser,
  listKeys,
  reactivateUser,
  resetKey,
  revokeKey,
} from './people/people.ts'
import type { KeyRow, NewKey } from './people/people.ts'
import { readRateLimit, setRateLimit } from './rate-limit/rate-limit.ts'
import type { RateLimitChange, RateLimitReading } from './rate-limit/rate-limit.ts'
import { mergeTickets } from './tickets/tickets.ts'
import { whyTicket } from './why/why.ts'
import type { WhyAnswer } from './why/why.ts'
import type { InboundChat, InboundEmail } from '../helpdesk/inbound.ts'
import type { PlanName } from '../helpdesk/model/entities.ts'
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

  /** Ends a key and makes a new one for its user. */
  resetKey(id: number = this.#tenant.apiKey.id): NewKey {
    return resetKey(this.#accounts, this.#tenant, id)
  }

  /** The API keys, without their texts. */
  keys(): KeyRow[] {
    return listKeys(this.#tenant)
  }

  /** Ends a user, and with the user all keys. It takes the only admin, too, whom nobody in Gorgias could end. */
  deactivateUser(id: number): void {
    deactivateUser(this.#tenant, id)
  }

  /** Lets a deactivated user in again, where the plan has a seat left. */
  reactivateUser(id: number): void {
    reactivateUser(this.#tenant, id)
  }

  /** Moves the account to another plan: refused where its seats do not suffice. */
  changePlan(plan: PlanName): PlanName {
    return changePlan(this.#accounts, this.#tenant, plan)
  }

  /**
   * Lets a person do something in the helpdesk, with their role and in their name.
   *
   * @param agent id or e-mail address
   * @throws {ControlError} 403 where their role does not allow it
   * @example
   * account.act('robin@acme.test', 'reply', { ticket_id, text: 'It ships today.', status: 'closed' })
   */
  act<Name extends DeedName>(agent: number | string, deed: Name, body: DeedBody<Name>): DeedDone {
    return act(this.#tenant, agent, deed, body)
  }

  /** How AI Agent is set up: off at first. */
  aiAgent(): AiAgentSettings {
    return readAiAgent(this.#tenant)
  }

  /**
   * Switches AI Agent on or off, and gives it its script; what is not named stays as it is.
   *
   * @throws {ControlError} 400 for an answer without a text
   * @example
   * account.setAiAgent({
   *   enabled: true,
   *   answers: [{ when: { contains: ['where is my order'] }, outcome: 'resolve', text: 'On its way.' }],
   * })
   */
  setAiAgent(settings: AiAgentChange): AiAgentSettings {
    return setAiAgent(this.#tenant, settings)
  }

  /** The conversations that AI Agent had, oldest first. */
  aiInteractions(): AiInteractionRow[] {
    return listAiInteractions(this.#tenant)
  }

  /** Whether a user takes tickets, and so gets some by automatic assignment. */
  availability(user_id: number): Availability {
    return readAvailability(this.#tenant, user_id)
  }

  /** An agent comes or goes. What that does to tickets stands in the setting `ticket-assignment`. */
  setAvailability(user_id: number, available: boolean): Availability {
    return setAvailability(this.#tenant, user_id, available)
  }

  /** Merges a ticket into another, as an agent does: its paths lead to the other from then on. */
  mergeTickets(id: number, into: number): void {
    mergeTickets(this.#tenant, id, into)
  }

  /**
   * Why a ticket is as it is: each change, who made it, and what led to that.
   *
   * @throws {ControlError} 404 for a ticket that never was
   * @example
   * const sentences = account.why(ticket.id).entries.map(({ at, sentence }) => `${at} ${sentence}`)
   */
  why(ticket_id: number): WhyAnswer {
    return whyTicket(this.#world, ticket_id)
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
  billing(month?: string, terms: Omit<BillQuery, 'month'> = {}): Bill {
    return billOf(this.#world, { ...terms, ...(month !== undefined && { month }) })
  }

  /** The months so far: the cheapest plan, the peak, and what they cost by who resolves. */
  compareBilling(query: ComparisonQuery = {}): Comparison {
    return compareMonths(this.#world, query)
  }

  /** A customer writes: an e-mail, or with `channel: 'chat'` into the chat. */
  inbound(message: InboundEmail | InboundChat): InboundAnswer {
    return receive(this.#tenant, message)
  }

  /** An e-mail comes in as it travels (RFC 5322, MIME). */
  inboundMime(raw: Uint8Array): Promise<InboundAnswer> {
    return receiveMime(this.#tenant, raw)
  }

  /** All e-mails that an address got or sent, in threads, as its owner sees them. */
  mailbox(address: string): Mailbox {
    return readMailbox(this.#tenant, address)
  }

  /** What a customer sees in the chat window: named by e-mail address, external id or id. */
  chat(customer: string): ChatLine[] {
    return readChat(this.#tenant, customer)
  }

  /** Lets an address, or all of a domain, answer e-mails by itself. */
  addRobot(order: RobotOrder): RobotRow {
    return addRobot(this.#tenant, order)
  }

  robots(): RobotRow[] {
    return listRobots(this.#tenant)
  }

  removeRobot(id: number): void {
    removeRobot(this.#tenant, id)
  }

  /** The calls of an HTTP integration, oldest first; of those that have ended, the account keeps 1,000. */
  deliveries(integration_id: number): DeliveryRow[] {
    return listDeliveries(this.#tenant, integration_id)
  }

  /** Sends a call of an HTTP integration once more, to the byte; answers the new delivery, which waits. */
  redeliver(id: number): DeliveryRow {
    return redeliver(this.#tenant, id)
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
