import type { Accounts } from './accounts/accounts.ts'
import { forkOf } from './accounts/create.ts'
import type { AccountTenant, NewAccount } from './accounts/tenant.ts'
import { agentCalls } from './agents/calls.ts'
import { aiAgentCalls } from './ai-agent/calls.ts'
import { billingCalls } from './billing/calls.ts'
import { clockCalls } from './clock/calls.ts'
import { accountClock } from './clock/clock.ts'
import type { AccountClock } from './clock/clock.ts'
import { deliveryCalls } from './deliveries/calls.ts'
import { faultCalls } from './faults/calls.ts'
import { journalCalls } from './journal/calls.ts'
import { mailCalls } from './mail/calls.ts'
import { neighbourCalls } from './neighbours/calls.ts'
import { oauthAppCalls } from './oauth-apps/calls.ts'
import { peopleCalls } from './people/calls.ts'
import { rateLimitCalls } from './rate-limit/calls.ts'
import { snapshotCalls } from './snapshots/calls.ts'
import { verificationCalls } from './verification/calls.ts'
import { whyTicket } from './why/why.ts'
import type { WhyAnswer, WhyOptions } from './why/why.ts'

/** Where an account is, and how to get in. */
export interface AccountCredentials {
  readonly subdomain: string
  readonly url: string
  readonly email: string
  readonly api_key: string
}

/** The calls of all subjects, each told in its own folder. */
const callsOf = (accounts: Accounts, tenant: () => AccountTenant) => ({
  ...clockCalls(tenant),
  ...rateLimitCalls(tenant),
  ...neighbourCalls(tenant),
  ...peopleCalls(accounts, tenant),
  ...agentCalls(tenant),
  ...aiAgentCalls(tenant),
  ...oauthAppCalls(tenant),
  ...journalCalls(tenant),
  ...verificationCalls(accounts, tenant),
  ...mailCalls(tenant),
  ...billingCalls(tenant),
  ...deliveryCalls(tenant),
  ...faultCalls(tenant),
  ...snapshotCalls(accounts, tenant),
})

/**
 * Everything the control plane does with one account: the library hands it out, the HTTP routes call it.
 * Answers have the shapes of the control plane's JSON.
 *
 * @example
 * await using server = await startMockServer({ clock: 'virtual' })
 * await server.account.clock.advance('PT5M')
 * server.account.outbox()
 */
export interface Account extends ReturnType<typeof callsOf> {
  readonly name: string
  readonly clock: AccountClock
  readonly credentials: AccountCredentials
  /** The value of an `Authorization` header that gets in. */
  readonly authorization: string
  /**
   * Why a ticket is as it is: each change, who made it, and what led to that.
   *
   * @throws {ControlError} 404 for a ticket that never was
   * @example
   * const sentences = account.why(ticket.id).entries.map(({ at, sentence }) => `${at} ${sentence}`)
   */
  why(ticket_id: number, options?: WhyOptions): WhyAnswer
  /** An independent account in the same state, with a key of its own. */
  fork(options?: Omit<NewAccount, 'from' | 'seed'>): Account
  /** Back to the state in which the account was made. */
  reset(): void
  delete(): void
}

/** The account of a name; whatever world the account has by then. */
export function accountOf(accounts: Accounts, name: string): Account {
  const tenant = () => accounts.get(name)
  return {
    ...callsOf(accounts, tenant),
    name,
    clock: accountClock(tenant),
    get credentials() {
      const { apiKey, world } = tenant()
      const owner = world.rows.users.get(apiKey.user_id)
      return { subdomain: name, url: accounts.url, email: owner?.email ?? '', api_key: apiKey.key }
    },
    get authorization() {
      const { email, api_key } = this.credentials
      return `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}`
    },
    why: (ticket_id, options) => whyTicket(tenant().world, ticket_id, options),
    fork: (options = {}) => accountOf(accounts, forkOf(accounts, name, options).name),
    reset: () => accounts.reset(name),
    delete: () => accounts.delete(name),
  }
}
