import { Refusal } from '../../kernel/refusal.ts'
import { addUser } from '../account/account.ts'
import type { Actor } from '../actor.ts'
import { publishedPlan } from '../billing/plans.ts'
import { recordEvent } from '../events.ts'
import { accountOf, foldEmail, putAccount } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { CreatableRole, PlanName, User } from '../model/entities.ts'
import { settingOf } from '../account/settings.ts'
import { changeTicket } from '../tickets/changes.ts'
import { unshareViews } from '../views/views.ts'

/** What of a user can be said by a caller. */
export type UserFields = Partial<
  Pick<User, 'email' | 'name' | 'bio' | 'country' | 'external_id' | 'language' | 'meta' | 'timezone'>
> & { readonly role?: CreatableRole }

const NOT_ALLOWED = 'You do not have enough permissions to perform this action.'

/** How many users take a seat: whatever their role, but no bots, and nobody who is deactivated (inferred). */
export function seatsTaken(world: Helpdesk): number {
  let taken = 0
  for (const { active, role } of world.rows.users.walk('byCreated')) if (active && role !== 'bot') taken++
  return taken
}

/** Starter has three seats, the larger plans any number (documented). */
function requireSeat(world: Helpdesk): void {
  const plan = publishedPlan(accountOf(world).plan)
  if (plan === undefined || plan.seats === null) return
  const { name, seats } = plan
  if (seatsTaken(world) < seats) return
  throw new Refusal(
    'forbidden',
    `${NOT_ALLOWED} The ${name} plan has ${seats} seats and all of them are taken: ` +
      'delete a user or choose a larger plan.',
  )
}

/** An account keeps an admin who can act: nobody else could give the role back (inferred). */
function keepAnAdmin(world: Helpdesk, user: User): void {
  if (user.role !== 'admin' || !user.active) return
  for (const admin of world.rows.users.walk('byRole', { prefix: ['admin'] }))
    if (admin.active && admin.id !== user.id) return
  throw new Refusal('conflict', `${user.email} is the only active admin: make somebody else an admin first.`)
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
 * Moves the account to another plan.
 *
 * @throws Refusal 409 where the plan has fewer seats than users take (inferred).
 */
export function changePlan(world: Helpdesk, plan: PlanName): void {
  const { name, seats } = publishedPlan(plan) ?? { name: plan, seats: null }
  const taken = seatsTaken(world)
  if (seats !== null && taken > seats) {
    throw new Refusal(
      'conflict',
      `The ${name} plan has ${seats} seats, and ${taken} users take one: deactivate or delete some first.`,
    )
  }
  putAccount(world, { ...accountOf(world), plan })
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

/**
 * Changes a user. A bot stands for a mailbox or an app, and is not to be changed (inferred: 403); the only
 * admin stays one (inferred: 409).
 */
export function changeUser(world: Helpdesk, actor: Actor, user: User, fields: UserFields): User {
  if (user.role === 'bot') throw new Refusal('forbidden')
  const email = fields.email === undefined ? user.email : foldEmail(fields.email)
  refuseTaken(world, email, user)
  if (fields.role !== undefined && fields.role !== 'admin') keepAnAdmin(world, user)
  const after = world.rows.users.patch(user.id, { ...fields, email, updated_datetime: world.now })
  recordEvent(world, actor, 'user-updated', { type: 'User', id: user.id })
  return after
}

/**
 * Lets a user in no more: their keys and the tokens that they allowed are refused at once. Their seat is free.
 * There is no operation for it, so who asks stands above the account, and may take its only admin.
 *
 * @throws Refusal 403 for a bot.
 */
export function deactivateUser(world: Helpdesk, actor: Actor, user: User): User {
  if (user.role === 'bot') throw new Refusal('forbidden')
  if (!user.active) return user
  const { now } = world
  const after = world.rows.users.patch(user.id, {
    active: false,
    deactivated_datetime: now,
    updated_datetime: now,
  })
  recordEvent(world, actor, 'user-updated', { type: 'User', id: user.id })
  return after
}

/**
 * Lets a user in again, with the keys that were not revoked meanwhile (inferred).
 *
 * @throws Refusal 403 where the plan has no seat left.
 */
export function reactivateUser(world: Helpdesk, actor: Actor, user: User): User {
  if (user.active) return user
  requireSeat(world)
  const after = world.rows.users.patch(user.id, {
    active: true,
    deactivated_datetime: null,
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'user-updated', { type: 'User', id: user.id })
  return after
}

/**
 * Deletes a user: their keys stop; tickets, teams and views lose them; their messages stay (inferred). The
 * only admin stays (inferred: 409).
 */
export function deleteUser(world: Helpdesk, actor: Actor, user: User): void {
  if (user.role === 'bot') throw new Refusal('forbidden')
  keepAnAdmin(world, user)
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
