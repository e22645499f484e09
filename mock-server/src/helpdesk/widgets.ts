import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from './actor.ts'
import { recordEvent } from './events.ts'
import { nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Widget } from './model/widgets.ts'

/** What of a widget can be said by a caller. */
export type WidgetFields = Partial<Omit<Widget, 'id' | 'created_datetime' | 'updated_datetime'>>

function refuseUnknownIntegration(world: Helpdesk, { integration_id }: WidgetFields): void {
  if (typeof integration_id !== 'number' || world.rows.integrations.get(integration_id) !== undefined) return
  throw new Refusal('invalid', '', { integration_id: ['Integration does not exist.'] })
}

/** Makes a widget: beside tickets and in front, unless it says otherwise (documented: it may; inferred: these). */
export function createWidget(
  world: Helpdesk,
  actor: Actor,
  fields: WidgetFields & Pick<Widget, 'type' | 'template'>,
): Widget {
  refuseUnknownIntegration(world, fields)
  const widget = world.rows.widgets.put({
    id: nextId(world, 'widgets'),
    context: 'ticket',
    order: 0,
    integration_id: null,
    app_id: null,
    deactivated_datetime: null,
    ...fields,
    created_datetime: world.now,
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'widget-created', { type: 'Widget', id: widget.id })
  return widget
}

/** Changes what is named of a widget; its template is replaced as a whole (inferred). */
export function changeWidget(world: Helpdesk, actor: Actor, widget: Widget, fields: WidgetFields): Widget {
  refuseUnknownIntegration(world, fields)
  const after = world.rows.widgets.patch(widget.id, { ...fields, updated_datetime: world.now })
  recordEvent(world, actor, 'widget-updated', { type: 'Widget', id: widget.id })
  return after
}

export function deleteWidget(world: Helpdesk, actor: Actor, widget: Widget): void {
  world.rows.widgets.remove(widget.id)
  recordEvent(world, actor, 'widget-deleted', { type: 'Widget', id: widget.id })
}
