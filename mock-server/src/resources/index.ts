import type { FastifyInstance } from 'fastify'
import { ticketRoutes } from './tickets/routes.ts'

export function apiRoutes(app: FastifyInstance): void {
  ticketRoutes(app)
}
