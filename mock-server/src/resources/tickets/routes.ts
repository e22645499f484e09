import type { FastifyInstance } from 'fastify'
import { deleteTicket } from '../../helpdesk/tickets/tickets.ts'
import { someId } from '../examples.ts'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import { presentTag } from '../tags/presenter.ts'
import * as tickets from './operations.ts'
import { presentTicket, presentTicketRow } from './presenter.ts'
import {
  RelationshipsQuery,
  Ticket,
  TicketCreate,
  TicketList,
  TicketPath,
  TicketQuery,
  TicketTagList,
  TicketTagsBody,
  TicketUpdate,
} from './schema.ts'

/** Tickets and their tags. */
export function ticketRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Tickets')

  operation(
    {
      operationId: 'listTickets',
      method: 'GET',
      url: '/api/tickets',
      summary: 'List tickets',
      query: TicketQuery,
      answer: TicketList,
      failure: 'Failed to list tickets',
      example: (world) => ({ query: { customer_id: someId(world.rows.customers), limit: 10 } }),
    },
    ({ world, user, query, url }) =>
      objectFirst(tickets.listTickets(world, user, query), url, (ticket) => presentTicketRow(world, ticket)),
  )

  operation(
    {
      operationId: 'createTicket',
      method: 'POST',
      url: '/api/tickets',
      summary: 'Create a ticket',
      description: 'Creates the ticket with its messages in one call; the customer is matched by e-mail.',
      body: TicketCreate,
      answer: Ticket,
      failure: 'Failed to create ticket',
      example: () => ({
        body: {
          subject: 'Parcel damaged',
          customer: { email: 'mara.lindqvist@example.com' },
          priority: 'high' as const,
          tags: [{ name: 'gladly-ai' }],
          messages: [
            {
              channel: 'email',
              from_agent: false,
              sender: { email: 'mara.lindqvist@example.com' },
              source: {
                from: { address: 'mara.lindqvist@example.com' },
                to: [{ address: 'support@acme.test' }],
              },
              body_text: 'My parcel arrived damaged.',
            },
            { channel: 'internal-note', from_agent: true, body_text: 'The customer wants a replacement.' },
          ],
        },
      }),
    },
    ({ world, actor, body }) => presentTicket(world, tickets.createTicket(world, actor, body), 'POST'),
  )

  operation(
    {
      operationId: 'getTicket',
      method: 'GET',
      url: '/api/tickets/:id',
      summary: 'Retrieve a ticket',
      path: IdPath,
      query: RelationshipsQuery,
      answer: Ticket,
      failure: 'Failed to retrieve ticket',
      example: (world) => ({ path: { id: someId(world.rows.tickets) } }),
    },
    ({ world, path }) => presentTicket(world, tickets.findTicket(world, path.id), 'GET'),
  )

  operation(
    {
      operationId: 'updateTicket',
      method: 'PUT',
      url: '/api/tickets/:id',
      summary: 'Update a ticket',
      description: 'Only the fields that are named change; tags are replaced as a whole.',
      path: IdPath,
      body: TicketUpdate,
      answer: Ticket,
      failure: 'Failed to update ticket',
      example: (world) => ({
        path: { id: someId(world.rows.tickets) },
        body: { status: 'open' as const, priority: 'high' as const },
      }),
    },
    ({ world, actor, path, body }) =>
      presentTicket(world, tickets.updateTicket(world, actor, path.id, body), 'PUT'),
  )

  operation(
    {
      operationId: 'deleteTicket',
      method: 'DELETE',
      url: '/api/tickets/:id',
      summary: 'Delete a ticket for good',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete ticket',
      example: (world) => ({ path: { id: someId(world.rows.tickets) } }),
    },
    ({ world, actor, path }) => deleteTicket(world, actor, path.id),
  )

  operation(
    {
      operationId: 'listTicketTags',
      method: 'GET',
      url: '/api/tickets/:ticket_id/tags',
      summary: 'List the tags of a ticket',
      path: TicketPath,
      answer: TicketTagList,
      failure: 'Failed to list ticket tags',
      example: (world) => ({ path: { ticket_id: someId(world.rows.tickets) } }),
    },
    ({ world, path }) => {
      const { tag_ids } = tickets.findTicket(world, path.ticket_id)
      return { data: tag_ids.flatMap((id) => world.rows.tags.get(id) ?? []).map(presentTag) }
    },
  )

  operation(
    {
      operationId: 'createTicketTags',
      method: 'POST',
      url: '/api/tickets/:ticket_id/tags',
      summary: 'Add tags to a ticket',
      path: TicketPath,
      body: TicketTagsBody,
      answer: null,
      failure: 'Failed to add ticket tags',
      example: (world) => ({ path: { ticket_id: someId(world.rows.tickets) }, body: { names: ['vip'] } }),
    },
    ({ world, actor, path, body }) => tickets.addTicketTags(world, actor, path.ticket_id, body),
  )

  operation(
    {
      operationId: 'updateTicketTags',
      method: 'PUT',
      url: '/api/tickets/:ticket_id/tags',
      summary: 'Replace the tags of a ticket',
      path: TicketPath,
      body: TicketTagsBody,
      answer: null,
      failure: 'Failed to replace ticket tags',
      example: (world) => ({ path: { ticket_id: someId(world.rows.tickets) }, body: { names: ['vip'] } }),
    },
    ({ world, actor, path, body }) => tickets.setTicketTags(world, actor, path.ticket_id, body),
  )

  operation(
    {
      operationId: 'deleteTicketTags',
      method: 'DELETE',
      url: '/api/tickets/:ticket_id/tags',
      summary: 'Remove tags from a ticket',
      path: TicketPath,
      body: TicketTagsBody,
      answer: null,
      failure: 'Failed to remove ticket tags',
      example: (world) => ({ path: { ticket_id: someId(world.rows.tickets) }, body: { names: ['vip'] } }),
    },
    ({ world, actor, path, body }) => tickets.removeTicketTags(world, actor, path.ticket_id, body),
  )
}
