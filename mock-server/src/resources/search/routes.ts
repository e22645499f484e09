import type { FastifyInstance } from 'fastify'
import { operationsOf } from '../operation.ts'
import { search } from './operations.ts'
import { SearchBody, SearchResults } from './schema.ts'

/** Search. */
export function searchRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Search')

  operation(
    {
      operationId: 'search',
      method: 'POST',
      url: '/api/search',
      summary: 'Search for resources',
      description: 'Customers, users, integrations, teams and tags; tickets cannot be searched for here.',
      body: SearchBody,
      answer: SearchResults,
      headers: { 'x-gorgias-search-engine': 'ES' },
      failure: 'Failed to search',
      example: () => ({ body: { type: 'customer' as const, query: 'mara' } }),
    },
    ({ world, body }) => ({ data: search(world, body), object: 'list', uri: '', meta: {} }),
  )
}
