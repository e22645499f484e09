import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { OAuthApp } from '../helpdesk/model/oauth.ts'
import { findApp } from '../helpdesk/oauth/apps.ts'
import { tenantOfHost } from '../wire/authentication.ts'
import type { Directory, Tenant } from '../wire/tenant.ts'

export type Accounts = Directory<Tenant<Helpdesk>>

/** Where an app is known: an account, and the app there. */
export interface Installation {
  readonly tenant: Tenant<Helpdesk>
  readonly app: OAuthApp
}

/** A host name that is no account's: the same page as for the API. */
export class UnknownHost extends Error {
  override readonly name = 'UnknownHost'
}

/**
 * The app that a call to OAuth is about, in the account that the host name selects. On a plain origin a key,
 * code or token of the call says the account, else the app does, which belongs to one account.
 *
 * @throws {UnknownHost}
 */
export function findInstallation(
  accounts: Accounts,
  host: string | undefined,
  clientId: string,
  secret?: string,
): Installation | undefined {
  const named = tenantOfHost(accounts, host)
  if (named === 'unknown-host') throw new UnknownHost()
  for (const tenant of named ? [named] : [secret && accounts.bySecret(secret), accounts.byClient(clientId)]) {
    const app = tenant && findApp(tenant.world, clientId)
    if (app) return { tenant, app }
  }
  return undefined
}
