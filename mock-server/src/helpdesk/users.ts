import { Refusal } from '../kernel/refusal.ts'
import { addUser } from './account.ts'
import type { Actor } from './actor.ts'
import { publishedPlan } from './billing/plans.ts'
import { recordEvent } from './events.ts'
import { accountOf, foldEmail } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { CreatableRole, User } from './model/entities.ts'
import { settingOf } from './settings.ts'
import { changeTicket } from './ticket-changes.ts'
import { unshareViews } from './views.ts'

/** What of a user can be said by a caller. */
export type UserFields = Partial<
  Pick<User, 'email' | 'name' | 'bio' | 'country' | 'external_id' | 'language' | 'meta' | 'timezone'>
> & { readonly role?: CreatableRole }

const NOT_ALLOWED = 'You do not have enough permissions to perform this action.'

/** Starter has three seats, the larger plans any number (documented); bots take none (inferred). */
function requireSeat(world: Helpdesk): void {
  const plan = publishedPlan(accountOf(world).plan)
  if (plan === undefined || plan.seats === null) return
  const { name, seats } = plan
  const taken = [...world.rows.users.walk('byCreated')].filter((user) => user.active && user.role !== 'bot')
  if (taken.length < seats) return
  throw new Refusal(
    'forbidden',
    `${NOT_ALLOWED} The ${name} plan has ${seats} seats and all of them are taken: ` +
      'delete a user or choose a larger plan.',
  )
}

function refuseTaken(world: Helpdesk, email: string, except?: User): void {
  const holder = world.rows.users.first('byEmail', [email])
  if (holder !== undefined && holder.id !== except?.id) throw new Refusal('conflict')
}

/** The time zone of the business hours stands for the account's (inferred; recorded: users take it over). */
function accountTimezone(world: Helpdesk): string {
  const timezone = settingOf(world, 'business-hours')?.data.timezone
  return typeof timezone === 'string' ? timezone : 'UTC'
}

/**
 * Adds a user, who has no password (recorded).
 *
 * @throws Refusal 409 for an address that another user has; 403 where the plan has no seat left.
 */
export function createUser(
  world: Helpdesk,
  actor: Actor,
  fields: UserFields & { readonly email: string; readonly name: string; readonly role: CreatableRole },
): User {
  const email = foldEmail(fields.email)
  refuseTaken(world, email)
  requireSeat(world)
  const { id, meta } = addUser(world, { name: fields.name, email, role: fields.role })
  const user = world.rows.users.patch(id, {
    timezone: accountTimezone(world),
    ...fields,
    email,
    meta: { ...meta, ...fields.meta },
  })
  recordEvent(world, actor, 'user-created', { type: 'User', id })
  return user
}

/** Changes a user. A bot stands for a mailbox or an app, and is not to be changed (inferred: 403). */
export function changeUser(world: Helpdesk, actor: Actor, user: User, fields: UserFields): User {
  if (user.role === 'bot') throw new Refusal('forbidden')
  const email = fields.email === undefined ? user.email : foldEmail(fields.email)
  refuseTaken(world, email, user)
  const after = world.rows.users.patch(user.id, { ...fields, email, updated_datetime: world.now })
  recordEvent(world, actor, 'user-updated', { type: 'User', id: user.id })
  return after
}

/** Deletes a user: their keys stop; tickets, teams and views lose them; their messages stay (inferred). */
export function deleteUser(world: Helpdesk, actor: Actor, user: User): void {
  if (user.role === 'bot') throw new Refusal('forbidden')
  for (const { id } of [...world.rows.tickets.walk('byAssigneeUser', { prefix: [user.id] })])
    changeTicket(world, actor, id, { assignee_user_id: null })
  for (const team of [...world.rows.teams.values()]) {
    if (!team.member_ids.includes(user.id)) continue
    world.rows.teams.patch(team.id, { member_ids: team.member_ids.filter((id) => id !== user.id) })
  }
  unshareViews(world, 'shared_with_user_ids', user.id)
  world.rows.users.patch(user.id, {
    active: false,
    deactivated_datetime: user.deactivated_datetime ?? world.now,
    deleted_datetime: world.now,
  })
  recordEvent(world, actor, 'user-deleted', { type: 'User', id: user.id })
}
