import type { FastifyInstance } from 'fastify'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import { findEvent, listEvents } from './operations.ts'
import { presentEvent } from './presenter.ts'
import { Event, EventList, EventQuery } from './schema.ts'

/** The history of the account: read only. */
export function eventRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Events')

  operation(
    {
      operationId: 'listEvents',
      method: 'GET',
      url: '/api/events',
      summary: 'List events',
      query: EventQuery,
      answer: EventList,
      failure: 'Failed to list events',
      example: () => ({ query: { types: ['ticket-created'], limit: 2 } }),
    },
    ({ world, query, url }) => dataFirst(listEvents(world, query), url, presentEvent),
  )

  operation(
    {
      operationId: 'getEvent',
      method: 'GET',
      url: '/api/events/:id',
      summary: 'Retrieve an event',
      path: IdPath,
      answer: Event,
      failure: 'Failed to retrieve event',
      example: (world) => ({ path: { id: world.rows.events.first('byCreated', [])?.id ?? 0 } }),
    },
    ({ world, path }) => presentEvent(findEvent(world, path.id)),
  )
}
