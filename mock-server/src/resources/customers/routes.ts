import type { FastifyInstance } from 'fastify'
import { deleteCustomer } from '../../helpdesk/customers.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import { RelationshipsQuery } from '../tickets/schema.ts'
import * as customers from './operations.ts'
import { presentCustomer, presentCustomerRow } from './presenter.ts'
import { Customer, CustomerBody, CustomerList, CustomerQuery } from './schema.ts'

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
    },
    ({ world, actor, body }) => presentCustomer(customers.createCustomer(world, actor, body)),
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
    },
    ({ world, actor, path }) => deleteCustomer(world, actor, customers.findCustomer(world, path.id)),
  )
}
