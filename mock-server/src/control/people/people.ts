import { findUser } from '../../helpdesk/messages/messages.ts'
import { accountOf } from '../../helpdesk/model/helpdesk.ts'
import type { PlanName, User } from '../../helpdesk/model/entities.ts'
import {
  changePlan as movePlan,
  deactivateUser as shutOut,
  reactivateUser as letIn,
} from '../../helpdesk/users/users.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { CONTROL } from '../actor.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'
import { refusedInWords } from '../refused.ts'

/** A key as it is handed out. */
export interface NewKey {
  readonly id: number
  readonly user_id: number
  readonly email: string
  readonly api_key: string
}

/** A key as it is listed: never its text. */
export interface KeyRow {
  readonly id: number
  readonly user_id: number
  readonly email: string
  /** Whether it gets in now. */
  readonly active: boolean
  readonly created_datetime: string
  readonly revoked_datetime: string | null
}

/** A new API key of a user. Only admins have keys (documented). */
export function createKey(accounts: Accounts, tenant: AccountTenant, user_id: number): NewKey {
  const user = findUser(tenant.world, { id: user_id })
  if (user === undefined) throw new ControlError(404, `user_id: there is no user ${user_id}.`, 'user_id')
  if (user.role !== 'admin')
    throw new ControlError(409, `user_id: ${user.email} is no admin; only admins make keys.`, 'user_id')
  if (!user.active) throw new ControlError(409, `user_id: ${user.email} is deactivated.`, 'user_id')
  const { id, key } = accounts.addKey(tenant, user_id)
  return { id, user_id, email: user.email, api_key: key }
}

/** The keys of the account, those that get in no more among them. */
export function listKeys({ world }: AccountTenant): KeyRow[] {
  return [...world.rows.apiKeys.values()].map(({ id, user_id, created_datetime, revoked_datetime }) => {
    const user = world.rows.users.get(user_id)
    return {
      id,
      user_id,
      email: user?.email ?? '',
      active: revoked_datetime === null && user?.active === true,
      created_datetime: formatDatetime(created_datetime),
      revoked_datetime: revoked_datetime === null ? null : formatDatetime(revoked_datetime),
    }
  })
}

/** Ends a key. One that was revoked before stays as it is. */
export function revokeKey(tenant: AccountTenant, id: number): void {
  const { world } = tenant
  const { apiKeys } = world.rows
  const key = apiKeys.get(id)
  if (key === undefined) throw new ControlError(404, `There is no key ${id}.`)
  if (key.revoked_datetime === null)
    change(tenant, 'keys', () => apiKeys.patch(id, { revoked_datetime: world.now }))
}

/** Ends a key and hands its user a new one: a reset kills the old key at once (documented). */
export function resetKey(accounts: Accounts, tenant: AccountTenant, id: number): NewKey {
  const key = tenant.world.rows.apiKeys.get(id)
  if (key === undefined) throw new ControlError(404, `There is no key ${id}.`)
  if (key.revoked_datetime !== null)
    throw new ControlError(409, `Key ${id} was revoked: make a new one instead.`)
  const next = createKey(accounts, tenant, key.user_id)
  revokeKey(tenant, id)
  return next
}

/** Does something to a user who is no bot, and says in the control plane's words what is refused. */
function changeUser(tenant: AccountTenant, id: number, run: (user: User) => void): void {
  const user = findUser(tenant.world, { id })
  if (user === undefined) throw new ControlError(404, `There is no user ${id}.`)
  if (user.role === 'bot') throw new ControlError(409, `${user.email} is a bot, not a person.`)
  refusedInWords(() => change(tenant, 'users', () => run(user)))
}

/** Ends a user, and with the user all keys. It takes the only admin, too, whom nobody in Gorgias could end. */
export const deactivateUser = (tenant: AccountTenant, id: number): void =>
  changeUser(tenant, id, (user) => shutOut(tenant.world, CONTROL, user))

/** Lets a deactivated user in again, where the plan has a seat left. */
export const reactivateUser = (tenant: AccountTenant, id: number): void =>
  changeUser(tenant, id, (user) => letIn(tenant.world, CONTROL, user))

/** Moves the account to another plan; Enterprise has a rate limit of its own. */
export function changePlan(accounts: Accounts, tenant: AccountTenant, plan: PlanName): PlanName {
  const { world } = tenant
  const before = accountOf(world).plan
  refusedInWords(() => change(tenant, 'plan', () => movePlan(world, plan)), 'plan')
  if ((before === 'enterprise') !== (plan === 'enterprise'))
    tenant.rateLimit = { ...tenant.rateLimit, window: accounts.rateLimitOf(world).window }
  return plan
}
