import type { FastifyInstance } from 'fastify'

/** Satisfaction surveys. */
export function surveyRoutes(_app: FastifyInstance): void {
  // nothing yet
}
