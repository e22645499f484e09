import type { FastifyInstance } from 'fastify'
import { accountRoutes } from './account/routes.ts'
import { customerRoutes } from './customers/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { integrationRoutes } from './integrations/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { ruleRoutes } from './rules/routes.ts'
import { tagRoutes } from './tags/routes.ts'
import { teamRoutes } from './teams/routes.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { unbuiltRoutes } from './unbuilt.ts'
import { userRoutes } from './users/routes.ts'

const RESOURCES = [
  accountRoutes,
  customerRoutes,
  eventRoutes,
  integrationRoutes,
  messageRoutes,
  ruleRoutes,
  tagRoutes,
  teamRoutes,
  ticketRoutes,
  userRoutes,
]

/** The whole API on a scope whose prefix is `/api`: what is built, and a 501 for everything else. */
export function apiRoutes(app: FastifyInstance): void {
  const built = new Set<string>()
  app.addHook('onRoute', ({ config }) => {
    if (config?.operationId !== undefined) built.add(config.operationId)
  })
  for (const routes of RESOURCES) routes(app)
  unbuiltRoutes(app, new Set(built))
}
