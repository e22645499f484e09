import { isAvailable } from '../../helpdesk/users/agents.ts'
import { findUser } from '../../helpdesk/messages/messages.ts'
import { setAvailability as say } from '../../helpdesk/tickets/assignment.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { CONTROL } from '../actor.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'

/** Whether a user takes tickets: who is available, active, and has a role that works on them. */
export interface Availability {
  readonly user_id: number
  readonly available: boolean
}

export function readAvailability({ world }: AccountTenant, user_id: number): Availability {
  if (findUser(world, { id: user_id }) === undefined)
    throw new ControlError(404, `There is no user ${user_id}.`)
  return { user_id, available: isAvailable(world, user_id) }
}

/** An agent comes or goes: tickets are assigned, and taken away, as the setting `ticket-assignment` says. */
export function setAvailability(tenant: AccountTenant, user_id: number, available: boolean): Availability {
  readAvailability(tenant, user_id)
  const { world } = tenant
  change(tenant, 'availability', () => say(world, { ...CONTROL, context: world.uuid() }, user_id, available))
  return readAvailability(tenant, user_id)
}
