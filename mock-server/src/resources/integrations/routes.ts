import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import { createIntegration, deleteIntegration } from '../../helpdesk/integrations.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { IdPath } from '../../wire/schema.ts'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import * as integrations from './operations.ts'
import { presentIntegration } from './presenter.ts'
import {
  Integration,
  IntegrationCreate,
  IntegrationList,
  IntegrationQuery,
  IntegrationUpdate,
} from './schema.ts'

const CRM = {
  name: 'Tell the CRM',
  http: {
    url: 'https://crm.example.com/tickets',
    method: 'POST',
    request_content_type: 'application/json',
    response_content_type: 'application/json',
    form: { id: '{{ticket.id}}', email: '{{ticket.customer.email}}' },
    triggers: { 'ticket-created': true },
  },
} as const

/** The id of an HTTP integration that is there, for the examples. */
const someIntegration = (world: Helpdesk, actor: Actor): number => createIntegration(world, actor, CRM).id

/** Integrations: the account's mailboxes, and what it calls over HTTP. Only admins change them (inferred). */
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
      example: () => ({ query: { type: 'email' } }),
    },
    ({ world, query, url }) =>
      objectFirst(integrations.listIntegrations(world, query), url, presentIntegration),
  )

  operation(
    {
      operationId: 'createIntegration',
      method: 'POST',
      url: '/api/integrations',
      summary: 'Create an HTTP integration',
      body: IntegrationCreate,
      answer: Integration,
      failure: 'Failed to create integration',
      adminOnly: true,
      example: () => ({ body: { ...CRM, type: 'http' as const } }),
    },
    ({ world, actor, body }) => presentIntegration(integrations.createIntegration(world, actor, body)),
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
      example: (world, actor) => ({ path: { id: someIntegration(world, actor) } }),
    },
    ({ world, path }) => presentIntegration(integrations.findIntegration(world, path.id)),
  )

  operation(
    {
      operationId: 'updateIntegration',
      method: 'PUT',
      url: '/api/integrations/:id',
      summary: 'Update an integration',
      description: 'The name is needed each time, and the URL when `http` is sent; what is not named stays.',
      path: IdPath,
      body: IntegrationUpdate,
      answer: Integration,
      failure: 'Failed to update integration',
      adminOnly: true,
      example: (world, actor) => ({
        path: { id: someIntegration(world, actor) },
        body: { name: CRM.name, http: { url: CRM.http.url, triggers: { 'ticket-handed-over': true } } },
      }),
    },
    ({ world, actor, path, body }) =>
      presentIntegration(integrations.updateIntegration(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteIntegration',
      method: 'DELETE',
      url: '/api/integrations/:id',
      summary: 'Delete an HTTP integration',
      description: 'Refused while a rule asks for it; views that ask for it are deactivated.',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete integration',
      adminOnly: true,
      example: (world, actor) => ({ path: { id: someIntegration(world, actor) } }),
    },
    ({ world, actor, path }) => deleteIntegration(world, actor, integrations.findIntegration(world, path.id)),
  )
}
