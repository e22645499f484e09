import type { FastifyInstance } from 'fastify'

/** Macros. */
export function macroRoutes(_app: FastifyInstance): void {
  // nothing yet
}
