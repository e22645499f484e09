import type { FastifyInstance } from 'fastify'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import { findIntegration, listIntegrations } from './operations.ts'
import { presentIntegration } from './presenter.ts'
import { Integration, IntegrationList, IntegrationQuery } from './schema.ts'

/** Integrations: the account's mailboxes, read only. */
export function integrationRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Integrations')

  operation(
    {
      operationId: 'listIntegrations',
      method: 'GET',
      url: '/api/integrations',
      summary: 'List integrations',
      query: IntegrationQuery,
      answer: IntegrationList,
      failure: 'Failed to list integrations',
    },
    ({ world, query, url }) => objectFirst(listIntegrations(world, query), url, presentIntegration),
  )

  operation(
    {
      operationId: 'getIntegration',
      method: 'GET',
      url: '/api/integrations/:id',
      summary: 'Retrieve an integration',
      path: IdPath,
      answer: Integration,
      failure: 'Failed to retrieve integration',
    },
    ({ world, path }) => presentIntegration(findIntegration(world, path.id)),
  )
}
