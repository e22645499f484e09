import type { FastifyInstance } from 'fastify'

/** Jobs. */
export function jobRoutes(_app: FastifyInstance): void {
  // nothing yet
}
