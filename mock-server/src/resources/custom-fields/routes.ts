import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as customFields from './operations.ts'
import { presentCustomField } from './presenter.ts'
import {
  CustomField,
  CustomFieldCreate,
  CustomFieldList,
  CustomFieldQuery,
  CustomFieldsChanged,
  CustomFieldsUpdate,
  CustomFieldUpdate,
} from './schema.ts'
import { customerValueRoutes, ticketValueRoutes } from './value-routes.ts'

const reason: Static<typeof CustomFieldCreate> = {
  object_type: 'Ticket',
  label: 'Contact reason',
  definition: {
    data_type: 'text',
    input_settings: { input_type: 'dropdown', choices: ['Order::Status', 'Order::Damaged', 'Other'] },
  },
}

const someField = (world: Helpdesk, actor: Actor): number =>
  customFields.createCustomField(world, actor, reason).id

/** Custom fields: their definitions, and their values on tickets and customers. */
export function customFieldRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Custom fields')

  operation(
    {
      operationId: 'listCustomFields',
      method: 'GET',
      url: '/api/custom-fields',
      summary: 'List custom fields',
      query: CustomFieldQuery,
      answer: CustomFieldList,
      failure: 'Failed to list custom fields',
      example: () => ({ query: { object_type: 'Ticket' as const } }),
    },
    ({ world, query, url }) =>
      objectFirst(customFields.listCustomFields(world, query), url, presentCustomField),
  )

  operation(
    {
      operationId: 'createCustomField',
      method: 'POST',
      url: '/api/custom-fields',
      summary: 'Create a custom field',
      body: CustomFieldCreate,
      answer: CustomField,
      failure: 'Failed to create custom field',
      adminOnly: true,
      example: () => ({ body: reason }),
    },
    ({ world, actor, body }) => presentCustomField(customFields.createCustomField(world, actor, body)),
  )

  operation(
    {
      operationId: 'updateCustomFields',
      method: 'PUT',
      url: '/api/custom-fields',
      summary: 'Update several custom fields',
      description: 'All of them or none; of each, only what is named changes.',
      body: CustomFieldsUpdate,
      answer: CustomFieldsChanged,
      failure: 'Failed to update custom fields',
      adminOnly: true,
      example: (world, actor) => ({ body: [{ id: someField(world, actor), priority: 10 }] }),
    },
    ({ world, actor, body }) => ({
      data: customFields.updateCustomFields(world, actor, body).map(presentCustomField),
    }),
  )

  operation(
    {
      operationId: 'getCustomField',
      method: 'GET',
      url: '/api/custom-fields/:id',
      summary: 'Retrieve a custom field',
      path: IdPath,
      answer: CustomField,
      failure: 'Failed to retrieve custom field',
      example: (world, actor) => ({ path: { id: someField(world, actor) } }),
    },
    ({ world, path }) => presentCustomField(customFields.findCustomField(world, path.id)),
  )

  operation(
    {
      operationId: 'updateCustomField',
      method: 'PUT',
      url: '/api/custom-fields/:id',
      summary: 'Update a custom field',
      description: 'Only what is named changes; what a field is of, and what it holds, stays.',
      path: IdPath,
      body: CustomFieldUpdate,
      answer: CustomField,
      failure: 'Failed to update custom field',
      adminOnly: true,
      example: (world, actor) => ({ path: { id: someField(world, actor) }, body: { label: 'Reason' } }),
    },
    ({ world, actor, path, body }) =>
      presentCustomField(customFields.updateCustomField(world, actor, path.id, body)),
  )

  ticketValueRoutes(app)
  customerValueRoutes(app)
}
