import type { AccountTenant } from '../accounts/tenant.ts'
import { CONTROL } from '../actor.ts'
import { change } from '../change.ts'
import { addOAuthApp, listOAuthApps, orderTokens, removeOAuthApp } from './oauth-apps.ts'
import type { AppRegistration, NewOAuthApp, OAuthAppRow, TokenAnswer, TokenOrder } from './oauth-apps.ts'

/** What the library offers of this subject. */
export const oauthAppCalls = (tenant: () => AccountTenant) => ({
  /**
   * Registers an OAuth app with the account, with a bot user that stands for it.
   *
   * @throws {ControlError} 400 for a redirect URI that cannot be one
   * @example
   * const { client_id } = account.addOAuthApp({ name: 'Reports', redirect_uris: ['https://app.test/back'] })
   * const { access_token } = account.createOAuthTokens(client_id, { scopes: ['tickets:read'] })
   */
  addOAuthApp(registration: AppRegistration): NewOAuthApp {
    return change(tenant(), 'oauth-apps', () => addOAuthApp(tenant().world, CONTROL, registration))
  },

  /** The OAuth apps of the account, without their secrets. */
  oauthApps(): OAuthAppRow[] {
    return listOAuthApps(tenant().world)
  },

  /** Uninstalls an OAuth app: its codes and tokens end at once. */
  removeOAuthApp(client_id: string): void {
    change(tenant(), 'oauth-apps', () => removeOAuthApp(tenant().world, CONTROL, client_id))
  },

  /** Tokens for an app as if a user had allowed it: what the token endpoint would answer. */
  createOAuthTokens(client_id: string, { scopes, user_id }: TokenOrder): TokenAnswer {
    const allowed = { scopes, user_id: user_id ?? tenant().apiKey.user_id }
    return change(tenant(), 'oauth-apps', () => orderTokens(tenant().world, client_id, allowed))
  },
})
