import type { FastifyInstance } from 'fastify'

/** Widgets. */
export function widgetRoutes(_app: FastifyInstance): void {
  // nothing yet
}
