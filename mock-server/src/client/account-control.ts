import { AssertionError } from 'node:assert'
import type { Account } from '../control/account.ts'
import type { DeedBody, DeedDone, DeedName } from '../control/agents/deeds.ts'
import type { ClockAdvance } from '../control/clock/clock.ts'
import type { IdleLimits } from '../control/clock/shapes.ts'
import type { JournalFilter } from '../control/journal/filter.ts'
import type { JournalPage, JournalRow } from '../control/journal/journal.ts'
import type { Expectation, Verification } from '../control/verification/verification.ts'
import { queryOf } from './call.ts'
import type { ControlCaller, ControlMethod } from './call.ts'

/** Calls of the library as they are over HTTP: with the same arguments, and answers that are promised. */
type Remote<Calls> = {
  [Name in keyof Calls]: Calls[Name] extends (...input: infer Input) => infer Answer
    ? (...input: Input) => Promise<Awaited<Answer>>
    : never
}

/** What is the same here as in the library, but for the waiting. */
type SharedName =
  | ('addFault' | 'faults' | 'removeFault' | 'removeFaults' | 'addOutage' | 'outages' | 'removeOutage')
  | ('addNeighbour' | 'neighbours' | 'removeNeighbour')
  | ('addOAuthApp' | 'oauthApps' | 'removeOAuthApp' | 'createOAuthTokens')
  | ('addRobot' | 'robots' | 'removeRobot' | 'inbound' | 'outbox' | 'mailbox' | 'chat')
  | ('aiAgent' | 'setAiAgent' | 'aiInteractions' | 'availability' | 'setAvailability' | 'mergeTickets')
  | ('billing' | 'compareBilling' | 'deliveries' | 'redeliver' | 'export' | 'why')
  | ('createKey' | 'keys' | 'deactivateUser' | 'reactivateUser' | 'changePlan')
  | ('har' | 'journalPage' | 'checkCalls' | 'verdicts' | 'delete' | 'reset')
  | ('readClock' | 'setClock' | 'readRateLimit' | 'setRateLimit')
  | ('snapshot' | 'snapshots' | 'removeSnapshot' | 'restore' | 'readRewind' | 'rewind')

/**
 * What a test may do to one account, over HTTP: the calls of the library under their names, each a promise.
 * What the simulator refuses throws a `ControlCallFailed`.
 */
export interface AccountControl extends Remote<Pick<Account, SharedName>> {
  /**
   * Moves virtual time on through all that is due: by an ISO 8601 duration or milliseconds, or with
   * `until-idle` until nothing is due any more.
   *
   * @example await account.control.advance('PT10M')
   */
  advance(duration: string | number, limits?: IdleLimits): Promise<ClockAdvance>
  /** Lets a person do something in the helpdesk, with their role and in their name: an id or e-mail address. */
  act<Name extends DeedName>(agent: number | string, deed: Name, body: DeedBody<Name>): Promise<DeedDone>
  /** Ends an API key. */
  revokeKey(id: number): Promise<void>
  /** Ends an API key and makes a new one for its user. */
  resetKey(id: number): Promise<ReturnType<Account['resetKey']>>
  /** The calls so far, oldest first: all that are kept, over as many pages as it takes. */
  journal(filter?: JournalFilter): Promise<JournalRow[]>
  /**
   * Holds the calls so far against what is expected of them.
   *
   * @throws {AssertionError} if they are not so, with the calls that come nearest
   * @example await account.control.verify({ expect: { operation: 'createTicket' }, times: 1 })
   */
  verify(expectation: Expectation): Promise<Verification>
  /**
   * Any other call about the account.
   *
   * @param path below the account, such as `/faults`
   */
  call: ControlCaller
}

/** One call, and what of its answer is meant. */
interface Order {
  readonly method: ControlMethod
  readonly path: string
  readonly body?: unknown
  readonly read?: (answer: unknown) => unknown
}

const get = (path: string, query?: object): Order => ({ method: 'GET', path: path + queryOf(query) })
const post = (path: string, body?: unknown): Order => ({ method: 'POST', path, body })
const put = (path: string, body: unknown): Order => ({ method: 'PUT', path, body })
const remove = (path: string): Order => ({ method: 'DELETE', path })
const list = (path: string): Order => ({
  ...get(path),
  read: (answer) => (answer as { data: unknown }).data,
})
const text = encodeURIComponent

/** The library takes milliseconds as well, the control plane ISO 8601 only. */
const durationOf = (duration: string | number): string =>
  typeof duration === 'number' ? `PT${duration / 1_000}S` : duration

const ORDERS: { readonly [Name in SharedName]: (...input: Parameters<Account[Name]>) => Order } = {
  addFault: (order) => post('/faults', order),
  faults: () => list('/faults'),
  removeFault: (id) => remove(`/faults/${id}`),
  removeFaults: () => remove('/faults'),
  addOutage: (order = {}) => post('/outages', order),
  outages: () => list('/outages'),
  removeOutage: (id) => remove(`/outages/${id}`),

  addNeighbour: (order) => post('/neighbours', order),
  neighbours: () => list('/neighbours'),
  removeNeighbour: (id) => remove(`/neighbours/${id}`),

  addOAuthApp: (registration) => post('/oauth-apps', registration),
  oauthApps: () => list('/oauth-apps'),
  removeOAuthApp: (client_id) => remove(`/oauth-apps/${text(client_id)}`),
  createOAuthTokens: (client_id, order) => post(`/oauth-apps/${text(client_id)}/tokens`, order),

  addRobot: (order) => post('/robots', order),
  robots: () => list('/robots'),
  removeRobot: (id) => remove(`/robots/${id}`),
  inbound: (message) => post('/inbound', message),
  outbox: () => list('/outbox'),
  mailbox: (address) => get(`/mailboxes/${text(address)}`),
  chat: (customer) => list(`/chats/${text(customer)}`),

  aiAgent: () => get('/ai-agent'),
  setAiAgent: (settings) => put('/ai-agent', settings),
  aiInteractions: () => list('/ai-agent/interactions'),
  availability: (user_id) => get(`/users/${user_id}/availability`),
  setAvailability: (user_id, available) => put(`/users/${user_id}/availability`, { available }),
  mergeTickets: (id, into) => post(`/tickets/${id}/merge`, { into }),

  billing: (month, terms) => get('/billing', { month, ...terms }),
  compareBilling: (query) => get('/billing/comparison', query),
  deliveries: (integration_id) => list(`/integrations/${integration_id}/deliveries`),
  redeliver: (id) => post(`/deliveries/${id}/redeliver`),
  export: (options) => get('/export', options),
  why: (ticket_id, options) => get(`/tickets/${ticket_id}/why`, options),

  createKey: (user_id) => post('/keys', { user_id }),
  keys: () => list('/keys'),
  deactivateUser: (id) => post(`/users/${id}/deactivate`),
  reactivateUser: (id) => post(`/users/${id}/reactivate`),
  changePlan: (plan) => ({
    ...put('/plan', { plan }),
    read: (answer) => (answer as { plan: unknown }).plan,
  }),

  har: (filter) => get('/journal.har', filter),
  journalPage: (query) => get('/journal', query),
  checkCalls: (expectation) => post('/verifications', expectation),
  verdicts: (span) => get('/verdicts', span),
  delete: () => remove(''),
  reset: () => post('/reset'),

  readClock: () => get('/clock'),
  setClock: ({ advance, limits, ...change }) =>
    post('/clock', {
      ...change,
      ...(advance !== undefined && { advance: durationOf(advance) }),
      ...(limits !== undefined && {
        limits: { ...limits, ...(limits.time !== undefined && { time: durationOf(limits.time) }) },
      }),
    }),
  readRateLimit: () => get('/rate-limit'),
  setRateLimit: (change) => put('/rate-limit', change),

  snapshot: (name) => post('/snapshots', { name }),
  snapshots: () => list('/snapshots'),
  removeSnapshot: (name) => remove(`/snapshots/${text(name)}`),
  restore: (name) => post(`/snapshots/${text(name)}/restore`),
  readRewind: () => get('/rewind'),
  rewind: (request) => post('/rewind', { request }),
}

/** All that fit on a page of the journal. */
const PAGE = 1_000

/**
 * The calls about one account.
 *
 * @param call below the account
 */
export function accountControl(call: ControlCaller): AccountControl {
  const send = async ({ method, path, body, read = (answer) => answer }: Order) =>
    read(await call(method, path, body))
  const calls = Object.entries(ORDERS).map(([name, order]) => [
    name,
    async (...input: unknown[]) => send((order as (...input: unknown[]) => Order)(...input)),
  ])
  // Each order names its call after the library's: what comes back has its shape.
  const shared = Object.fromEntries(calls) as Remote<Pick<Account, SharedName>>
  return {
    ...shared,
    call,
    advance: (duration, limits) =>
      shared.setClock({ advance: duration, ...(limits !== undefined && { limits }) }),
    act: async (agent, deed, body) =>
      (await call('POST', `/agents/${text(String(agent))}/${deed}`, body)) as DeedDone,
    async revokeKey(id) {
      await call('DELETE', `/keys/${id}`)
    },
    resetKey: async (id) => (await call('POST', `/keys/${id}/reset`)) as ReturnType<Account['resetKey']>,
    async journal(filter = {}) {
      const rows: JournalRow[] = []
      let cursor: string | null = '0'
      while (cursor !== null) {
        const page: JournalPage = await shared.journalPage({ ...filter, cursor, limit: PAGE })
        rows.push(...page.data)
        cursor = page.meta.next_cursor
      }
      return rows
    },
    async verify(expectation) {
      const verification = await shared.checkCalls(expectation)
      if (!verification.ok) throw new AssertionError({ message: verification.message, operator: 'verify' })
      return verification
    },
  }
}
