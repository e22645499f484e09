import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Widget } from '../../helpdesk/model/widgets.ts'
import { changeWidget, createWidget as addWidget } from '../../helpdesk/widgets.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { WidgetCreate, WidgetQuery, WidgetUpdate } from './schema.ts'

/** The widget of that id; refuses with 404. */
export function findWidget(world: Helpdesk, id: number): Widget {
  const widget = world.rows.widgets.get(id)
  if (widget === undefined) throw new Refusal('missing')
  return widget
}

const orders: Readonly<Record<string, Order<Widget, 'byCreated' | 'byOrder'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (widget) => widget.created_datetime },
  order: { index: 'byOrder', type: 'number', value: (widget) => widget.order },
}

export const listWidgets = (
  world: Helpdesk,
  { integration_id, app_id, ...query }: Static<typeof WidgetQuery>,
): Page<Widget> =>
  listPage(world.rows.widgets, query, {
    orders,
    defaultOrder: 'created_datetime:desc',
    among:
      integration_id === undefined
        ? undefined
        : world.rows.widgets.walk('byIntegration', { prefix: [integration_id] }),
    filter: (widget) => app_id === undefined || widget.app_id === app_id,
  })

export const createWidget = (world: Helpdesk, actor: Actor, body: Static<typeof WidgetCreate>): Widget =>
  addWidget(world, actor, withInstants(body))

export const updateWidget = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof WidgetUpdate>,
): Widget => changeWidget(world, actor, findWidget(world, id), withInstants(body))
