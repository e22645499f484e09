import type { Actor } from './actor.ts'
import { nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Event, JsonObject } from './model/entities.ts'

/** Writes an event of the account's history. */
export function recordEvent(
  world: Helpdesk,
  actor: Actor,
  type: string,
  object: { readonly type: string; readonly id: number },
  data: JsonObject | null = null,
): Event {
  return world.rows.events.put({
    id: nextId(world, 'events'),
    context: actor.context,
    created_datetime: world.now,
    data,
    object_id: object.id,
    object_type: object.type,
    type,
    user_id: actor.user_id,
  })
}
