import type { FastifyInstance } from 'fastify'

/** Metric cards. */
export function metricCardRoutes(_app: FastifyInstance): void {
  // nothing yet
}
