import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { changeMessage } from '../../helpdesk/messages/changes.ts'
import { addMessage } from '../../helpdesk/messages/messages.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Message } from '../../helpdesk/model/entities.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import { findTicket } from '../tickets/operations.ts'
import { toMessageDraft } from './draft.ts'
import type { ActionQuery, MessageCreate, MessagePath, MessageQuery } from './schema.ts'

/** The message under that path; a message of another ticket is none (404). */
export function findMessage(world: Helpdesk, { ticket_id, id }: Static<typeof MessagePath>): Message {
  const message = world.rows.messages.get(id)
  if (message?.ticket_id !== findTicket(world, ticket_id).id) throw new Refusal('missing')
  return message
}

const orders: Readonly<Record<string, Order<Message, 'byCreated' | 'byTicket'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (message) => message.created_datetime },
}
const ofTicket: typeof orders = {
  created_datetime: { index: 'byTicket', type: 'datetime', value: (message) => message.created_datetime },
}

export function listMessages(world: Helpdesk, query: Static<typeof MessageQuery>): Page<Message> {
  const { ticket_id } = query
  return listPage(world.rows.messages, query, {
    orders: ticket_id === undefined ? orders : ofTicket,
    defaultOrder: 'created_datetime:desc',
    prefix: ticket_id === undefined ? [] : [ticket_id],
  })
}

/** All messages of a ticket, the oldest in front (documented). */
export function messagesOfTicket(world: Helpdesk, ticket_id: number): Message[] {
  return [...world.rows.messages.walk('byTicket', { prefix: [findTicket(world, ticket_id).id] })]
}

export const createMessage = (
  world: Helpdesk,
  actor: Actor,
  ticket_id: number,
  body: Static<typeof MessageCreate>,
): Message => addMessage(world, actor, findTicket(world, ticket_id).id, toMessageDraft(body))

export const updateMessage = (
  world: Helpdesk,
  actor: Actor,
  path: Static<typeof MessagePath>,
  body: Static<typeof MessageCreate>,
  { action }: Static<typeof ActionQuery>,
): Message => changeMessage(world, actor, findMessage(world, path), toMessageDraft(body), action)
