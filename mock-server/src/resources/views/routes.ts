import type { FastifyInstance } from 'fastify'

/** Views. */
export function viewRoutes(_app: FastifyInstance): void {
  // nothing yet
}
