import type { FastifyInstance } from 'fastify'
import { accountRoutes } from './account/routes.ts'
import { customFieldRoutes } from './custom-fields/routes.ts'
import { customerRoutes } from './customers/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { fileRoutes } from './files/routes.ts'
import { integrationRoutes } from './integrations/routes.ts'
import { jobRoutes } from './jobs/routes.ts'
import { macroRoutes } from './macros/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { metricCardRoutes } from './metric-cards/routes.ts'
import { phoneRoutes } from './phone/routes.ts'
import { reportingRoutes } from './reporting/routes.ts'
import { ruleRoutes } from './rules/routes.ts'
import { surveyRoutes } from './satisfaction-surveys/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { tagRoutes } from './tags/routes.ts'
import { teamRoutes } from './teams/routes.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { userRoutes } from './users/routes.ts'
import { viewRoutes } from './views/routes.ts'
import { widgetRoutes } from './widgets/routes.ts'

const RESOURCES = [
  accountRoutes,
  customFieldRoutes,
  customerRoutes,
  eventRoutes,
  fileRoutes,
  integrationRoutes,
  jobRoutes,
  macroRoutes,
  messageRoutes,
  metricCardRoutes,
  phoneRoutes,
  reportingRoutes,
  ruleRoutes,
  surveyRoutes,
  searchRoutes,
  tagRoutes,
  teamRoutes,
  ticketRoutes,
  userRoutes,
  viewRoutes,
  widgetRoutes,
]

/** The whole API on a scope whose prefix is `/api`. */
export function apiRoutes(app: FastifyInstance): void {
  for (const routes of RESOURCES) routes(app)
}
