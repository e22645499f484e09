import type { PlanName } from '../../helpdesk/model/entities.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import {
  changePlan,
  createKey,
  deactivateUser,
  listKeys,
  reactivateUser,
  resetKey,
  revokeKey,
} from './people.ts'
import type { KeyRow, NewKey } from './people.ts'

/** What the library offers of this subject. */
export const peopleCalls = (accounts: Accounts, tenant: () => AccountTenant) => ({
  /** A new API key of a user. Only admins have keys (documented). */
  createKey(user_id: number): NewKey {
    return createKey(accounts, tenant(), user_id)
  },

  /** Ends a key; by default the one that came with the account. */
  revokeKey(id: number = tenant().apiKey.id): void {
    revokeKey(tenant(), id)
  },

  /** Ends a key and makes a new one for its user. */
  resetKey(id: number = tenant().apiKey.id): NewKey {
    return resetKey(accounts, tenant(), id)
  },

  /** The API keys, without their texts. */
  keys(): KeyRow[] {
    return listKeys(tenant())
  },

  /** Ends a user, and with the user all keys. It takes the only admin, too, whom nobody in Gorgias could end. */
  deactivateUser(id: number): void {
    deactivateUser(tenant(), id)
  },

  /** Lets a deactivated user in again, where the plan has a seat left. */
  reactivateUser(id: number): void {
    reactivateUser(tenant(), id)
  },

  /** Moves the account to another plan: refused where its seats do not suffice. */
  changePlan(plan: PlanName): PlanName {
    return changePlan(accounts, tenant(), plan)
  },
})
