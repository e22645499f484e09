import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { changeIntegration, createIntegration as addIntegration } from '../../helpdesk/integrations.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { HttpTriggers, Integration } from '../../helpdesk/model/entities.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { IntegrationCreate, IntegrationQuery, IntegrationUpdate } from './schema.ts'

/** The integration of that id; refuses with 404. */
export function findIntegration(world: Helpdesk, id: number): Integration {
  const integration = world.rows.integrations.get(id)
  if (integration === undefined) throw new Refusal('missing')
  return integration
}

export const listIntegrations = (
  world: Helpdesk,
  query: Static<typeof IntegrationQuery>,
): Page<Integration> =>
  listPage(world.rows.integrations, query, {
    orders: {
      created_datetime: { index: 'byCreated', type: 'datetime', value: (row) => row.created_datetime },
    },
    defaultOrder: 'created_datetime:desc',
    filter: ({ type }) => query.type === undefined || type === query.type,
  })

/** An older example of the reference has underscores in the names of triggers: stored are hyphens (inferred). */
const hyphenated = (triggers: Readonly<Record<string, boolean>>): Partial<HttpTriggers> =>
  Object.fromEntries(Object.entries(triggers).map(([name, on]) => [name.replaceAll('_', '-'), on]))

const withTriggers = <T extends { readonly triggers?: Readonly<Record<string, boolean>> }>({
  triggers,
  ...rest
}: T) => ({ ...rest, ...(triggers !== undefined && { triggers: hyphenated(triggers) }) })

export function createIntegration(
  world: Helpdesk,
  actor: Actor,
  { http, ...fields }: Static<typeof IntegrationCreate>,
): Integration {
  return addIntegration(world, actor, { ...withInstants(fields), http: withTriggers(http) })
}

export function updateIntegration(
  world: Helpdesk,
  actor: Actor,
  id: number,
  { http, ...fields }: Static<typeof IntegrationUpdate>,
): Integration {
  return changeIntegration(world, actor, findIntegration(world, id), {
    ...withInstants(fields),
    ...(http !== undefined && { http: withTriggers(http) }),
  })
}
