import type { FastifyInstance } from 'fastify'

/** Search. */
export function searchRoutes(_app: FastifyInstance): void {
  // nothing yet
}
