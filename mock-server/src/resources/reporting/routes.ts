import type { FastifyInstance } from 'fastify'

/** Reporting. */
export function reportingRoutes(_app: FastifyInstance): void {
  // nothing yet
}
