import { findUser } from '../../helpdesk/messages/messages.ts'
import type { User } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { leastRole, suffices } from '../../wire/roles.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { ControlError } from '../errors.ts'
import { refusedInWords } from '../refused.ts'
import { DEEDS } from './deeds.ts'
import type { DeedBody, DeedDone, DeedName } from './deeds.ts'
import type { Desk } from './writing.ts'

/** A person who works here: no bot, and not deactivated. */
function findAgent(world: Helpdesk, named: string): User {
  const user = findUser(world, /^\d+$/.test(named) ? { id: Number(named) } : { email: named })
  if (user === undefined) throw new ControlError(404, `There is no user ${named}.`)
  if (user.role === 'bot') throw new ControlError(409, `${user.email} is a bot, not a person.`)
  if (!user.active) throw new ControlError(409, `${user.email} is deactivated.`)
  return user
}

/**
 * Lets a person do something in the helpdesk, as if at their screen: with their role, in their name.
 *
 * @param agent id or e-mail address
 * @throws {ControlError} 403 where their role does not allow it, 404 for nobody, 400 naming the field
 */
export function act<Name extends DeedName>(
  { world }: AccountTenant,
  agent: number | string,
  name: Name,
  body: DeedBody<Name>,
): DeedDone {
  const user = findAgent(world, String(agent))
  const { like, run } = DEEDS[name]
  if (!suffices(user.role, leastRole(like, 'POST', false)))
    throw new ControlError(403, `${user.email} has the role ${user.role}, which may not do this: ${name}.`)
  const work = run as (desk: Desk, body: DeedBody<Name>) => DeedDone
  const result = refusedInWords(() =>
    world.transact({ kind: 'agent', id: user.id, name: user.email }, () =>
      work({ world, actor: { user_id: user.id, context: world.uuid() } }, body),
    ),
  )
  world.clock.runDue()
  return result
}
