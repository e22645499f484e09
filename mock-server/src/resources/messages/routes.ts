import type { FastifyInstance } from 'fastify'
import { removeMessage } from '../../helpdesk/messages/messages.ts'
import type { Message as MessageRow } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import * as messages from './operations.ts'
import { presentMessage, presentMessagePage } from './presenter.ts'
import {
  ActionQuery,
  CreatedMessage,
  Message,
  MessageCreate,
  MessageList,
  MessagePath,
  MessageQuery,
  PagedMessageList,
  PageQuery,
  TicketPath,
} from './schema.ts'

/** The newest message of the account, for the examples. */
function someMessage(world: Helpdesk): MessageRow {
  const [message] = world.rows.messages.walk('byCreated', { reverse: true })
  if (message === undefined) throw new Error('The account has no message.')
  return message
}

const pathOf = ({ ticket_id, id }: MessageRow) => ({ ticket_id, id })

/** Messages, of all tickets and of one. */
export function messageRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Messages')

  operation(
    {
      operationId: 'listMessages',
      method: 'GET',
      url: '/api/messages',
      summary: 'List messages',
      query: MessageQuery,
      answer: MessageList,
      failure: 'Failed to list messages',
      example: (world) => ({ query: { ticket_id: someMessage(world).ticket_id, limit: 2 } }),
    },
    ({ world, query, url }) =>
      dataFirst(messages.listMessages(world, query), url, (message) => presentMessage(world, message)),
  )

  operation(
    {
      operationId: 'listTicketMessages',
      method: 'GET',
      url: '/api/tickets/:ticket_id/messages',
      summary: 'List the messages of a ticket',
      deprecated: true,
      path: TicketPath,
      query: PageQuery,
      answer: PagedMessageList,
      failure: 'Failed to list ticket messages',
      example: (world) => ({
        path: { ticket_id: someMessage(world).ticket_id },
        query: { page: 1, per_page: 2 },
      }),
    },
    ({ world, path, query }) =>
      presentMessagePage(world, messages.messagesOfTicket(world, path.ticket_id), path.ticket_id, query),
  )

  operation(
    {
      operationId: 'createTicketMessage',
      method: 'POST',
      url: '/api/tickets/:ticket_id/messages',
      summary: 'Create a message',
      description: "An agent's message without sent_datetime is sent by Gorgias, after the answer.",
      path: TicketPath,
      // A new message has failed at nothing yet: the parameter is taken, and changes nothing.
      query: ActionQuery,
      body: MessageCreate,
      answer: CreatedMessage,
      failure: 'Failed to create message',
      example: (world) => ({
        path: { ticket_id: someMessage(world).ticket_id },
        body: {
          channel: 'internal-note',
          from_agent: true,
          public: false,
          body_text: 'Shipping to Norway is free until the end of the month.',
        },
      }),
    },
    ({ world, actor, path, body }) =>
      presentMessage(world, messages.createMessage(world, actor, path.ticket_id, body)),
  )

  operation(
    {
      operationId: 'getTicketMessage',
      method: 'GET',
      url: '/api/tickets/:ticket_id/messages/:id',
      summary: 'Retrieve a message',
      path: MessagePath,
      answer: Message,
      failure: 'Failed to retrieve message',
      example: (world) => ({ path: pathOf(someMessage(world)) }),
    },
    ({ world, path }) => presentMessage(world, messages.findMessage(world, path)),
  )

  operation(
    {
      operationId: 'updateTicketMessage',
      method: 'PUT',
      url: '/api/tickets/:ticket_id/messages/:id',
      summary: 'Update a message',
      description: 'Only the fields that are named change; channel and from_agent have to be named.',
      path: MessagePath,
      query: ActionQuery,
      body: MessageCreate,
      answer: Message,
      failure: 'Failed to update message',
      example: (world) => {
        const message = someMessage(world)
        const { channel, from_agent } = message
        return { path: pathOf(message), body: { channel, from_agent, meta: { reviewed: true } } }
      },
    },
    ({ world, actor, path, query, body }) =>
      presentMessage(world, messages.updateMessage(world, actor, path, body, query)),
  )

  operation(
    {
      operationId: 'deleteTicketMessage',
      method: 'DELETE',
      url: '/api/tickets/:ticket_id/messages/:id',
      summary: 'Delete a message',
      path: MessagePath,
      answer: null,
      failure: 'Failed to delete message',
      example: (world) => ({ path: pathOf(someMessage(world)) }),
    },
    ({ world, actor, path }) => removeMessage(world, actor, messages.findMessage(world, path)),
  )
}
