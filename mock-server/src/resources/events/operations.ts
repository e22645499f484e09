import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Event } from '../../helpdesk/model/entities.ts'
import type { Page } from '../../wire/cursors.ts'
import { parseDatetime } from '../../wire/datetimes.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { EventQuery } from './schema.ts'

type Query = Static<typeof EventQuery>

/** The event of that id; refuses with 404. */
export function findEvent(world: Helpdesk, id: number): Event {
  const event = world.rows.events.get(id)
  if (event === undefined) throw new Refusal('missing')
  return event
}

const COMPARISONS = {
  gt: (at: number, bound: number) => at > bound,
  gte: (at: number, bound: number) => at >= bound,
  lt: (at: number, bound: number) => at < bound,
  lte: (at: number, bound: number) => at <= bound,
} as const

/** Whether an instant is in all the ranges of the query. The schema has seen to it that they can be read. */
function timeFilter(query: Query): (at: number) => boolean {
  const bounds = (['gt', 'gte', 'lt', 'lte'] as const).flatMap((name) => {
    const text = query[`created_datetime[${name}]`]
    const bound = text === undefined ? undefined : parseDatetime(text)
    return bound === undefined ? [] : [{ holds: COMPARISONS[name], bound }]
  })
  return (at) => bounds.every(({ holds, bound }) => holds(at, bound))
}

function passes(query: Query): (event: Event) => boolean {
  const { object_id, types, user_ids } = query
  const inTime = timeFilter(query)
  return (event) =>
    (object_id === undefined || event.object_id === object_id) &&
    (types === undefined || types.includes(event.type)) &&
    (user_ids === undefined || (event.user_id !== null && user_ids.includes(event.user_id))) &&
    inTime(event.created_datetime)
}

/** Events. An object's type alone is not enough to find it (observed: 400). */
export function listEvents(world: Helpdesk, query: Query): Page<Event> {
  const { object_type, object_id } = query
  if (object_type !== undefined && object_id === undefined)
    throw new Refusal('invalid', '', { object_id: ['Missing data for required field.'] })
  const ofObject = object_type !== undefined && object_id !== undefined
  const created_datetime: Order<Event, 'byCreated' | 'byObject'> = {
    index: ofObject ? 'byObject' : 'byCreated',
    type: 'datetime',
    value: (event) => event.created_datetime,
  }
  return listPage(world.rows.events, query, {
    orders: { created_datetime },
    defaultOrder: 'created_datetime:desc',
    prefix: ofObject ? [object_type, object_id] : [],
    filter: passes(query),
  })
}
