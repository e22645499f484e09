import { recordEvent } from '../../helpdesk/events.ts'
import type { Accounts, AccountTenant } from '../accounts/accounts.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'
import { CONTROL } from '../actor.ts'

/** A key as it is handed out. */
export interface NewKey {
  readonly id: number
  readonly user_id: number
  readonly email: string
  readonly api_key: string
}

/** A new API key of a user. Only admins have keys (documented). */
export function createKey(accounts: Accounts, tenant: AccountTenant, user_id: number): NewKey {
  const user = tenant.world.rows.users.get(user_id)
  if (user === undefined) throw new ControlError(404, `user_id: there is no user ${user_id}.`, 'user_id')
  if (user.role !== 'admin')
    throw new ControlError(409, `user_id: ${user.email} is no admin; only admins make keys.`, 'user_id')
  if (!user.active) throw new ControlError(409, `user_id: ${user.email} is deactivated.`, 'user_id')
  const { id, key } = accounts.addKey(tenant, user_id)
  return { id, user_id, email: user.email, api_key: key }
}

/** Ends a key. */
export function revokeKey(tenant: AccountTenant, id: number): void {
  const { world } = tenant
  const { apiKeys } = world.rows
  if (apiKeys.get(id) === undefined) throw new ControlError(404, `There is no key ${id}.`)
  change(tenant, 'keys', () => apiKeys.patch(id, { revoked_datetime: world.now }))
}

/** Ends a user, and with the user all keys. */
export function deactivateUser(tenant: AccountTenant, id: number): void {
  const { world } = tenant
  if (world.rows.users.get(id) === undefined) throw new ControlError(404, `There is no user ${id}.`)
  change(tenant, 'users', () => {
    const { now } = world
    world.rows.users.patch(id, { active: false, deactivated_datetime: now, updated_datetime: now })
    recordEvent(world, CONTROL, 'user-updated', { type: 'User', id })
  })
}
