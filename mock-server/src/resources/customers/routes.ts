import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { someId } from '../examples.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import { RelationshipsQuery } from '../tickets/schema.ts'
import * as customers from './operations.ts'
import { presentCustomer, presentCustomerRow, presentMergeTarget } from './presenter.ts'
import {
  Customer,
  CustomerBody,
  CustomerDataBody,
  CustomerList,
  CustomerPath,
  CustomerQuery,
  CustomersDelete,
  MergeBody,
  MergeQuery,
  MergeTarget,
} from './schema.ts'

/** Somebody without tickets. */
const stranger = (world: Helpdesk, actor: Actor, email = 'noor.haddad@example.com'): number =>
  customers.createCustomer(world, actor, { email, name: 'Noor Haddad' }).id

/** Customers. */
export function customerRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Customers')

  operation(
    {
      operationId: 'listCustomers',
      method: 'GET',
      url: '/api/customers',
      summary: 'List customers',
      query: CustomerQuery,
      answer: CustomerList,
      failure: 'Failed to list customers',
      example: () => ({ query: { email: 'mara.lindqvist@example.com' } }),
    },
    ({ world, query, url }) => dataFirst(customers.listCustomers(world, query), url, presentCustomerRow),
  )

  operation(
    {
      operationId: 'createCustomer',
      method: 'POST',
      url: '/api/customers',
      summary: 'Create a customer',
      body: CustomerBody,
      answer: Customer,
      failure: 'Failed to create customer',
      example: () => ({
        body: {
          name: 'Noor Haddad',
          email: 'noor.haddad@example.com',
          channels: [{ type: 'phone', address: '+15550123' }],
        },
      }),
    },
    ({ world, actor, body }) => presentCustomer(customers.createCustomer(world, actor, body)),
  )

  operation(
    {
      operationId: 'deleteCustomers',
      method: 'DELETE',
      url: '/api/customers',
      summary: 'Delete several customers',
      description: 'All of them or none: refused while one of them has tickets or messages.',
      body: CustomersDelete,
      answer: null,
      failure: 'Failed to delete customers',
      example: (world, actor) => ({ body: { ids: [stranger(world, actor)] } }),
    },
    ({ world, actor, body }) => customers.deleteCustomers(world, actor, body.ids),
  )

  operation(
    {
      operationId: 'mergeCustomers',
      method: 'PUT',
      url: '/api/customers/merge',
      summary: 'Merge two customers',
      description:
        'The source goes into the target, which keeps its name. The answer shows it as it was before.',
      query: MergeQuery,
      body: MergeBody,
      answer: MergeTarget,
      failure: 'Failed to merge customers',
      example: (world, actor) => ({
        query: {
          target_id: someId(world.rows.customers),
          source_id: stranger(world, actor, 'mara@example.com'),
        },
      }),
    },
    ({ world, actor, query }) => presentMergeTarget(customers.mergeCustomers(world, actor, query)),
  )

  operation(
    {
      operationId: 'getCustomer',
      method: 'GET',
      url: '/api/customers/:id',
      summary: 'Retrieve a customer',
      path: IdPath,
      query: RelationshipsQuery,
      answer: Customer,
      failure: 'Failed to retrieve customer',
      example: (world) => ({ path: { id: someId(world.rows.customers) } }),
    },
    ({ world, path }) => presentCustomer(customers.findCustomer(world, path.id), { external: true }),
  )

  operation(
    {
      operationId: 'updateCustomer',
      method: 'PUT',
      url: '/api/customers/:id',
      summary: 'Update a customer',
      description: 'Only the fields that are named change; channels are replaced as a whole.',
      path: IdPath,
      body: CustomerBody,
      answer: Customer,
      failure: 'Failed to update customer',
      example: (world) => ({ path: { id: someId(world.rows.customers) }, body: { language: 'en' } }),
    },
    ({ world, actor, path, body }) => presentCustomer(customers.updateCustomer(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteCustomer',
      method: 'DELETE',
      url: '/api/customers/:id',
      summary: 'Delete a customer',
      description: 'Refused while the customer has tickets or messages.',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete customer',
      example: (world, actor) => ({ path: { id: stranger(world, actor) } }),
    },
    ({ world, actor, path }) => customers.removeCustomer(world, actor, path.id),
  )

  operation(
    {
      operationId: 'setCustomerData',
      method: 'PUT',
      url: '/api/customers/:customer_id/data',
      summary: 'Set what the caller knows of a customer',
      description: 'An app sets its own part of external_data, an API key sets data.',
      path: CustomerPath,
      body: CustomerDataBody,
      answer: null,
      failure: 'Failed to set customer data',
      example: (world) => ({
        path: { customer_id: someId(world.rows.customers) },
        body: { data: { plan: 'pro', orders: 3 }, version: '2026-03-01T12:00:00Z' },
      }),
    },
    ({ world, actor, client, path, body }) =>
      customers.setCustomerData(world, actor, path.customer_id, body, client),
  )
}
