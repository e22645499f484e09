import type { FastifyInstance } from 'fastify'
import { operationsOf } from '../operation.ts'
import { findCard, listCards } from './operations.ts'
import { MetricCard, MetricCardList, MetricCardPath, MetricCardQuery } from './schema.ts'

/** Metric cards: what the statistics can tell. */
export function metricCardRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Metric cards')

  operation(
    {
      operationId: 'listMetricCards',
      method: 'GET',
      url: '/api/metric-cards',
      summary: 'List metric cards',
      query: MetricCardQuery,
      answer: MetricCardList,
      failure: 'Failed to list metric cards',
      example: () => ({ query: { category: 'satisfaction' } }),
    },
    ({ query }) => ({ data: listCards(query) }),
  )

  operation(
    {
      operationId: 'getMetricCard',
      method: 'GET',
      url: '/api/metric-cards/:slug',
      summary: 'Retrieve a metric card',
      path: MetricCardPath,
      answer: MetricCard,
      failure: 'Failed to retrieve metric card',
      example: () => ({ path: { slug: 'tickets-created' } }),
    },
    ({ path }) => findCard(path.slug),
  )
}
