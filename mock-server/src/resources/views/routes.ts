import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { createView } from '../../helpdesk/views/views.ts'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as views from './operations.ts'
import { presentView } from './presenter.ts'
import {
  View,
  ViewCreate,
  ViewItems,
  ViewItemsQuery,
  ViewList,
  ViewPath,
  ViewQuery,
  ViewSearch,
  ViewSearchQuery,
  ViewUpdate,
} from './schema.ts'

const EXAMPLE = {
  slug: 'urgent',
  name: 'Urgent',
  filters: 'eq(ticket.status, "open") && eq(ticket.priority, "critical")',
} as const

const exampleId = (world: Helpdesk, actor: Actor): number => createView(world, actor, EXAMPLE).id

/** Views and their items. */
export function viewRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Views')

  operation(
    {
      operationId: 'listViews',
      method: 'GET',
      url: '/api/views',
      summary: 'List views',
      description: 'Those that the caller may see.',
      query: ViewQuery,
      answer: ViewList,
      failure: 'Failed to list views',
      example: () => ({ query: { category: 'system' as const } }),
    },
    ({ world, user, query, url }) => objectFirst(views.listViews(world, user, query), url, presentView),
  )

  operation(
    {
      operationId: 'createView',
      method: 'POST',
      url: '/api/views',
      summary: 'Create a view',
      description: 'The filters are checked: a variable that they do not know is refused with its place.',
      body: ViewCreate,
      answer: View,
      failure: 'Failed to create view',
      example: () => ({ body: EXAMPLE }),
    },
    ({ world, actor, body }) => presentView(views.createView(world, actor, body)),
  )

  operation(
    {
      operationId: 'getView',
      method: 'GET',
      url: '/api/views/:id',
      summary: 'Retrieve a view',
      path: IdPath,
      answer: View,
      failure: 'Failed to retrieve view',
      example: (world, actor) => ({ path: { id: exampleId(world, actor) } }),
    },
    ({ world, user, path }) => presentView(views.findView(world, user, path.id)),
  )

  operation(
    {
      operationId: 'updateView',
      method: 'PUT',
      url: '/api/views/:id',
      summary: 'Update a view',
      description: 'Only the fields that are named change. System views keep their filters.',
      path: IdPath,
      body: ViewUpdate,
      answer: View,
      failure: 'Failed to update view',
      example: (world, actor) => ({
        path: { id: exampleId(world, actor) },
        body: { name: 'Very urgent', order_by: 'priority', order_dir: 'desc' } as const,
      }),
    },
    ({ world, user, actor, path, body }) => presentView(views.updateView(world, user, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteView',
      method: 'DELETE',
      url: '/api/views/:id',
      summary: 'Delete a view',
      description: 'System views stay.',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete view',
      example: (world, actor) => ({ path: { id: exampleId(world, actor) } }),
    },
    ({ world, user, actor, path }) => views.deleteView(world, user, actor, path.id),
  )

  operation(
    {
      operationId: 'listViewItems',
      method: 'GET',
      url: '/api/views/:view_id/items',
      summary: 'List the items of a view',
      description: 'The tickets of the view as the caller sees them, by its own order unless told otherwise.',
      path: ViewPath,
      query: ViewItemsQuery,
      answer: ViewItems,
      failure: 'Failed to list view items',
      example: (world, actor) => ({ path: { view_id: exampleId(world, actor) }, query: { limit: 10 } }),
    },
    ({ world, user, path, query }) => views.listItems(world, user, path.view_id, query),
  )

  operation(
    {
      operationId: 'searchViewItems',
      method: 'PUT',
      url: '/api/views/:view_id/items',
      summary: 'Search for items of a view',
      description:
        'Items of a view with some of its fields changed for this call; 0 is a view of all tickets.',
      path: ViewPath,
      query: ViewSearchQuery,
      body: ViewSearch,
      answer: ViewItems,
      failure: 'Failed to search for view items',
      example: () => ({
        path: { view_id: 0 },
        query: { limit: 10 },
        body: { view: { filters: 'eq(ticket.status, "closed")', order_by: 'closed_datetime' as const } },
      }),
    },
    ({ world, user, path, query, body }) => views.searchItems(world, user, path.view_id, query, body),
  )
}
