import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { User, View } from '../model/entities.ts'
import { asksFor, filtersOf } from './filters.ts'
import type { Used } from './filters.ts'

/** What of a view can be set. */
export type ViewFields = Partial<
  Omit<View, 'id' | 'category' | 'user_id' | 'created_datetime' | 'deactivated_datetime'>
>

/** Stores a view. What it is not given is as Gorgias answered a bare creation (recorded). */
export function addView(
  world: Helpdesk,
  fields: ViewFields & Pick<View, 'slug'> & Partial<Pick<View, 'category' | 'user_id'>>,
): View {
  const view: View = {
    id: nextId(world, 'views'),
    category: 'user',
    user_id: null,
    name: fields.slug,
    type: 'ticket-list',
    filters: '',
    fields: [],
    order_by: 'updated_datetime',
    order_dir: 'desc',
    visibility: 'public',
    decoration: null,
    search: null,
    section_id: null,
    shared_with_team_ids: [],
    shared_with_user_ids: [],
    ...fields,
    created_datetime: world.now,
    deactivated_datetime: null,
  }
  filtersOf(view)
  return world.rows.views.put(view)
}

/** Refuses to share a view with who does not exist. */
function checkShares(world: Helpdesk, { shared_with_team_ids = [], shared_with_user_ids = [] }: ViewFields) {
  const team = shared_with_team_ids.find((id) => world.rows.teams.get(id) === undefined)
  if (team !== undefined)
    throw new Refusal('invalid', '', { shared_with_teams: [`Team ${team} does not exist.`] })
  const user = shared_with_user_ids.find((id) => world.rows.users.get(id)?.deleted_datetime !== null)
  if (user !== undefined)
    throw new Refusal('invalid', '', { shared_with_users: [`User ${user} does not exist.`] })
}

/** Makes a view; a private or shared one is its maker's. */
export function createView(world: Helpdesk, actor: Actor, fields: ViewFields & Pick<View, 'slug'>): View {
  checkShares(world, fields)
  const view = addView(world, { ...fields, user_id: actor.user_id })
  recordEvent(world, actor, 'view-created', { type: 'View', id: view.id })
  return view
}

/** What makes a system view the view that it is (inferred; documented: that it cannot be deleted). */
const FIXED = ['name', 'slug', 'filters', 'visibility'] as const

function refuseFixed(view: View, changes: ViewFields): void {
  if (changes.type !== undefined && changes.type !== view.type)
    throw new Refusal('invalid', '', { type: ['The type of a view cannot be changed.'] })
  if (view.category !== 'system') return
  const field = FIXED.find((name) => changes[name] !== undefined && changes[name] !== view[name])
  if (field !== undefined)
    throw new Refusal('forbidden', `The field ${field} of a system view cannot be changed.`)
}

/**
 * Changes a view; only what is named changes. New filters put a deactivated view back into service, and a view
 * of nobody becomes its changer's when it is hidden from others (inferred).
 */
export function changeView(world: Helpdesk, actor: Actor, view: View, changes: ViewFields): View {
  refuseFixed(view, changes)
  checkShares(world, changes)
  const refiltered = changes.filters !== undefined && changes.filters !== view.filters
  const after = world.rows.views.patch(view.id, {
    ...changes,
    ...(refiltered && { deactivated_datetime: null }),
    ...(view.user_id === null && (changes.visibility ?? 'public') !== 'public' && { user_id: actor.user_id }),
  })
  filtersOf(after)
  recordEvent(world, actor, 'view-updated', { type: 'View', id: view.id })
  return after
}

/** Deletes a view. System views stay (documented; inferred: 403). */
export function deleteView(world: Helpdesk, actor: Actor, view: View): void {
  if (view.category === 'system') throw new Refusal('forbidden', 'System views cannot be deleted.')
  world.rows.views.remove(view.id)
  recordEvent(world, actor, 'view-deleted', { type: 'View', id: view.id })
}

/** Whether a user sees a view: what is shared is seen by its maker, the users and the members of the teams. */
export function isVisible(world: Helpdesk, view: View, user: User): boolean {
  if (view.visibility === 'public' || view.user_id === user.id) return true
  if (view.visibility === 'private') return false
  const isMember = (team_id: number) => world.rows.teams.get(team_id)?.member_ids.includes(user.id) === true
  return view.shared_with_user_ids.includes(user.id) || view.shared_with_team_ids.some(isMember)
}

/** The view of that id, where there is one that the user sees. */
export function viewFor(world: Helpdesk, user: User, id: number): View | undefined {
  const view = world.rows.views.get(id)
  return view !== undefined && isVisible(world, view, user) ? view : undefined
}

/** Takes a team or a user who goes out of the views that are shared with them (inferred). */
export function unshareViews(
  world: Helpdesk,
  shares: 'shared_with_team_ids' | 'shared_with_user_ids',
  gone: number,
): void {
  for (const view of [...world.rows.views.values()]) {
    if (!view[shares].includes(gone)) continue
    world.rows.views.patch(view.id, { [shares]: view[shares].filter((id) => id !== gone) })
  }
}

/** Takes the views out of service that ask for a tag or an integration which goes (documented). */
export function deactivateViewsUsing(world: Helpdesk, actor: Actor, used: Used): void {
  for (const view of [...world.rows.views.values()]) {
    if (view.deactivated_datetime !== null || !asksFor(view, used)) continue
    world.rows.views.patch(view.id, { deactivated_datetime: world.now })
    recordEvent(world, actor, 'view-deactivated', { type: 'View', id: view.id })
  }
}
