import type { FastifyInstance } from 'fastify'

/** Custom fields. */
export function customFieldRoutes(_app: FastifyInstance): void {
  // nothing yet
}
