import type { AccountCredentials } from '../control/account.ts'
import type { SeedOption } from '../control/accounts/starting-point.ts'
import type { NewAccount } from '../control/accounts/tenant.ts'
import { accountControl } from './account-control.ts'
import type { AccountControl } from './account-control.ts'
import { controlCaller } from './call.ts'
import type { ControlCaller, ControlPlace } from './call.ts'

/** What a new account starts from. Without `from` and `seed`: from what the server's accounts start with. */
export type AccountOrder = Omit<NewAccount, 'seed'> & { readonly seed?: SeedOption }

/** The control plane of a running simulator, over HTTP. */
export interface ControlClient {
  /** The calls about one account, which need not be there yet. */
  account(subdomain: string): AccountControl
  /** The credentials of all accounts. */
  accounts(): Promise<AccountCredentials[]>
  /** A new account, which shares nothing with the others: fresh, seeded, or a fork. */
  createAccount(order?: AccountOrder): Promise<AccountCredentials>
  /**
   * Any other call.
   *
   * @param path below `/_control/v1`, such as `/fidelity`
   */
  readonly call: ControlCaller
}

/**
 * The control plane at a place.
 *
 * @example
 * const control = controlClient({ url: 'http://127.0.0.1:4010' })
 * await control.account('acme').setRateLimit({ used: 38 })
 */
export function controlClient(place: ControlPlace): ControlClient {
  const call = controlCaller(place)
  return {
    call,
    account: (subdomain) =>
      accountControl((method, path, body) =>
        call(method, `/accounts/${encodeURIComponent(subdomain)}${path}`, body),
      ),
    accounts: async () => ((await call('GET', '/accounts')) as { data: AccountCredentials[] }).data,
    createAccount: async (order = {}) => (await call('POST', '/accounts', order)) as AccountCredentials,
  }
}
