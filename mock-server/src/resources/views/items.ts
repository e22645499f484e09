import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Ticket, User, View, ViewOrder } from '../../helpdesk/model/entities.ts'
import { itemsOf, orderValue } from '../../helpdesk/views/items.ts'
import type { Selecting } from '../../helpdesk/views/items.ts'
import { paginate, sliceOf } from '../../wire/cursors.ts'
import type { OrderedRows, Page } from '../../wire/cursors.ts'
import { formatNaive, parseDatetime } from '../../wire/datetimes.ts'
import type { ListQuery } from '../list.ts'
import { presentItem } from './presenter.ts'
import type { ViewItemsQuery } from './schema.ts'

const DEFAULT_LIMIT = 30

/** A view that is saved, or one that is made up for a call. */
export type Listed = Selecting & Pick<View, 'order_by' | 'order_dir'>

interface OrderedItems extends OrderedRows<Ticket> {
  readonly order: ViewOrder
}

/** The tickets of a view in its own order, or in the one that is asked for. */
function orderedItems(
  world: Helpdesk,
  user: User,
  view: Listed,
  order_by: string | undefined,
  among?: readonly Ticket[],
): OrderedItems {
  const items = itemsOf(world, view, user)
  const [name, direction] = (order_by ?? `${view.order_by}:${view.order_dir}`).split(':')
  // The schemas know no other names.
  const order = name as ViewOrder
  return {
    order,
    type: order === 'priority' ? 'number' : 'datetime',
    descending: direction === 'desc',
    walk: (after, downwards) =>
      items.inOrder(order, { after: after as readonly [number, number] | undefined, downwards, among }),
    valueOf: (ticket) => orderValue(order, ticket),
  }
}

/**
 * One page of the tickets of a view, with the cursors that other lists have: what GET /api/tickets shows of it.
 *
 * @param among tickets that other filters have found; absent: all there are
 */
export function ticketPage(
  world: Helpdesk,
  user: User,
  view: Listed,
  query: ListQuery,
  { among, filter }: { among?: readonly Ticket[] | undefined; filter: (ticket: Ticket) => boolean },
): Page<Ticket> {
  const list = orderedItems(world, user, view, query.order_by, among)
  function* walk(...place: Parameters<typeof list.walk>): Iterable<Ticket> {
    for (const ticket of list.walk(...place)) if (filter(ticket)) yield ticket
  }
  const { cursor, limit = DEFAULT_LIMIT } = query
  return paginate({ ...list, walk }, { limit, ...(cursor !== undefined && { cursor }) })
}

/** The value at a cursor, as it is written there: a datetime without offset, or a rank. */
function readCursor(text: string, { type }: OrderedItems): number {
  const value = type === 'datetime' ? parseDatetime(text) : Number(text)
  if (value === undefined || text.trim() === '' || !Number.isSafeInteger(value))
    throw new Refusal('invalid', '', { cursor: ['Not a valid cursor.'] })
  return value
}

type Query = Static<typeof ViewItemsQuery>

/**
 * Items of a view and the way to those before and behind (documented: the parameters; inferred: that a cursor
 * is the value by which the items are sorted, and `ignored_item` the one at it that was on the page before).
 *
 * @param path where the pages before and behind are, without query
 */
export function itemPage(world: Helpdesk, user: User, view: Listed, query: Query, path: string) {
  const list = orderedItems(world, user, view, query.order_by)
  const { cursor, direction = 'next', ignored_item, limit = DEFAULT_LIMIT } = query
  if (cursor === undefined && ignored_item !== undefined)
    throw new Refusal('invalid', '', { cursor: ['Missing data for required field.'] })
  const backwards = direction === 'prev'
  // Without an item to leave out, everything at the cursor is on the page.
  const edge = list.descending === backwards ? -Infinity : Infinity
  const place = cursor === undefined ? undefined : ([readCursor(cursor, list), ignored_item ?? edge] as const)
  const { rows, before, behind } = sliceOf(list, { place, backwards, limit })

  const cursorAt = (ticket: Ticket): string => {
    const value = orderValue(list.order, ticket)
    return list.type === 'datetime' ? formatNaive(value) : String(value)
  }
  const pageAt = (ticket: Ticket | undefined, way: 'next' | 'prev'): string | null => {
    if (ticket === undefined) return null
    const { limit: asked, order_by } = query
    const parameters = new URLSearchParams({
      ...(asked !== undefined && { limit: String(asked) }),
      ...(order_by !== undefined && { order_by }),
      cursor: cursorAt(ticket),
      direction: way,
      ignored_item: String(ticket.id),
    })
    return `${path}?${parameters.toString()}`
  }
  const [first] = rows
  return {
    data: rows.map((ticket) => presentItem(world, ticket)),
    meta: {
      next_items: behind ? pageAt(rows.at(-1), 'next') : null,
      prev_items: before ? pageAt(first, 'prev') : null,
      current_cursor: first !== undefined && (before || behind) ? cursorAt(first) : null,
    },
  }
}
