import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { User, View } from '../../helpdesk/model/entities.ts'
import {
  changeView,
  createView as makeView,
  deleteView as removeView,
  isVisible,
  viewFor,
} from '../../helpdesk/views/views.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import { itemPage } from './items.ts'
import type { Listed } from './items.ts'
import type {
  ViewCreate,
  ViewItemsQuery,
  ViewQuery,
  ViewSearch,
  ViewSearchQuery,
  ViewUpdate,
} from './schema.ts'

/** The view of that id; 404 without one, and for whoever may not see it (inferred). */
export function findView(world: Helpdesk, user: User, id: number): View {
  const view = viewFor(world, user, id)
  if (view === undefined) throw new Refusal('missing')
  return view
}

export function listViews(world: Helpdesk, user: User, query: Static<typeof ViewQuery>): Page<View> {
  const { category } = query
  return listPage(world.rows.views, query, {
    orders: {
      created_datetime: { index: 'byCreated', type: 'datetime', value: (view) => view.created_datetime },
    },
    defaultOrder: 'created_datetime:desc',
    filter: (view) => (category === undefined || view.category === category) && isVisible(world, view, user),
  })
}

/** A body as the helpdesk takes it: what a view is shared with are ids. */
function fieldsOf<T extends Static<typeof ViewUpdate>>({ shared_with_teams, shared_with_users, ...rest }: T) {
  return {
    ...rest,
    ...(shared_with_teams !== undefined && { shared_with_team_ids: shared_with_teams }),
    ...(shared_with_users !== undefined && { shared_with_user_ids: shared_with_users }),
  }
}

export const createView = (world: Helpdesk, actor: Actor, body: Static<typeof ViewCreate>): View =>
  makeView(world, actor, fieldsOf(body))

export const updateView = (
  world: Helpdesk,
  user: User,
  actor: Actor,
  id: number,
  body: Static<typeof ViewUpdate>,
): View => changeView(world, actor, findView(world, user, id), fieldsOf(body))

export const deleteView = (world: Helpdesk, user: User, actor: Actor, id: number): void =>
  removeView(world, actor, findView(world, user, id))

const pathOf = (view_id: number): string => `/api/views/${view_id}/items`

export const listItems = (
  world: Helpdesk,
  user: User,
  view_id: number,
  query: Static<typeof ViewItemsQuery>,
) => itemPage(world, user, findView(world, user, view_id), query, pathOf(view_id))

/** A view that nobody has saved (documented). */
const NO_VIEW = 0

const AD_HOC: Listed = {
  type: 'ticket-list',
  filters: '',
  search: null,
  order_by: 'updated_datetime',
  order_dir: 'desc',
}

/** Items of a view as it would be with some of its fields changed; nothing is saved (inferred, but for id 0). */
export function searchItems(
  world: Helpdesk,
  user: User,
  view_id: number,
  query: Static<typeof ViewSearchQuery>,
  { view }: Static<typeof ViewSearch>,
) {
  const saved = view_id === NO_VIEW ? AD_HOC : findView(world, user, view_id)
  return itemPage(world, user, { ...saved, ...view }, query, pathOf(view_id))
}
