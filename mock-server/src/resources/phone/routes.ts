import type { FastifyInstance } from 'fastify'

/** Phone. */
export function phoneRoutes(_app: FastifyInstance): void {
  // nothing yet
}
