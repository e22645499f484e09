import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Widget as WidgetRow } from '../../helpdesk/model/widgets.ts'
import { createWidget, deleteWidget } from '../../helpdesk/widgets.ts'
import { IdPath } from '../../wire/schema.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import * as widgets from './operations.ts'
import { presentWidget } from './presenter.ts'
import { Widget, WidgetCreate, WidgetList, WidgetQuery, WidgetUpdate } from './schema.ts'

const ORDERS = {
  type: 'http',
  context: 'customer' as const,
  template: {
    type: 'wrapper',
    widgets: [{ type: 'card', title: 'Last order', widgets: [{ type: 'text', path: 'orders.0.name' }] }],
  },
}

/** A widget that is there, for the examples. */
const someWidget = (world: Helpdesk, actor: Actor): WidgetRow => createWidget(world, actor, ORDERS)

/** Widgets: what the sidebar shows. */
export function widgetRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Widgets')

  operation(
    {
      operationId: 'listWidgets',
      method: 'GET',
      url: '/api/widgets',
      summary: 'List widgets',
      query: WidgetQuery,
      answer: WidgetList,
      failure: 'Failed to list widgets',
      example(world, actor) {
        someWidget(world, actor)
        return { query: { order_by: 'order:asc' as const } }
      },
    },
    ({ world, query, url }) => dataFirst(widgets.listWidgets(world, query), url, presentWidget),
  )

  operation(
    {
      operationId: 'createWidget',
      method: 'POST',
      url: '/api/widgets',
      summary: 'Create a widget',
      body: WidgetCreate,
      answer: Widget,
      failure: 'Failed to create widget',
      example: () => ({ body: ORDERS }),
    },
    ({ world, actor, body }) => presentWidget(widgets.createWidget(world, actor, body)),
  )

  operation(
    {
      operationId: 'getWidget',
      method: 'GET',
      url: '/api/widgets/:id',
      summary: 'Retrieve a widget',
      path: IdPath,
      answer: Widget,
      failure: 'Failed to retrieve widget',
      example: (world, actor) => ({ path: { id: someWidget(world, actor).id } }),
    },
    ({ world, path }) => presentWidget(widgets.findWidget(world, path.id)),
  )

  operation(
    {
      operationId: 'updateWidget',
      method: 'PUT',
      url: '/api/widgets/:id',
      summary: 'Update a widget',
      description: 'Only the fields that are named change; the template is replaced as a whole.',
      path: IdPath,
      body: WidgetUpdate,
      answer: Widget,
      failure: 'Failed to update widget',
      example: (world, actor) => ({ path: { id: someWidget(world, actor).id }, body: { order: 2 } }),
    },
    ({ world, actor, path, body }) => presentWidget(widgets.updateWidget(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteWidget',
      method: 'DELETE',
      url: '/api/widgets/:id',
      summary: 'Delete a widget',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete widget',
      example: (world, actor) => ({ path: { id: someWidget(world, actor).id } }),
    },
    ({ world, actor, path }) => deleteWidget(world, actor, widgets.findWidget(world, path.id)),
  )
}
