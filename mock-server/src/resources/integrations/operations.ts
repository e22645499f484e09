import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Integration } from '../../helpdesk/model/entities.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { IntegrationQuery } from './schema.ts'

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
