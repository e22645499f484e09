import type { FastifyInstance } from 'fastify'

/** Files. */
export function fileRoutes(_app: FastifyInstance): void {
  // nothing yet
}
