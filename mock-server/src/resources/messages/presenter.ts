import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Message } from '../../helpdesk/model/entities.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'
import { presentPerson } from '../customers/presenter.ts'

/** A message in all its shapes; the schema of each answer says which keys leave, and in which order. */
export function presentMessage(world: Helpdesk, message: Message, { macros = true } = {}) {
  const { customers, users } = world.rows
  const sender = (message.from_agent ? users : customers).get(message.sender_id)
  const receivers = message.from_agent ? customers : users
  const receiver = message.receiver_id === null ? undefined : receivers.get(message.receiver_id)
  return {
    ...message,
    uri: `/api/tickets/${message.ticket_id}/messages/${message.id}/`,
    sender: sender && presentPerson(sender),
    auth_customer_identity: null,
    intents: [],
    receiver: receiver === undefined ? null : presentPerson(receiver),
    created_datetime: formatDatetime(message.created_datetime),
    processed_datetime: formatDatetime(message.processed_datetime),
    sent_datetime: formatNullable(message.sent_datetime),
    failed_datetime: formatNullable(message.failed_datetime),
    deleted_datetime: formatNullable(message.deleted_datetime),
    opened_datetime: formatNullable(message.opened_datetime),
    macros: macros ? message.macros : undefined,
  }
}

/** A message inside a ticket: without `macros`, but for the answer to POST. */
export const presentTicketMessage = (world: Helpdesk, message: Message, { created = false } = {}) =>
  presentMessage(world, message, { macros: created })

const PER_PAGE = 30

/** One page of a ticket's messages by its number, as the deprecated list counts them (recorded). */
export function presentMessagePage(
  world: Helpdesk,
  messages: readonly Message[],
  ticket_id: number,
  { page = 1, per_page = PER_PAGE }: { readonly page?: number; readonly per_page?: number },
) {
  const current_page = `/api/tickets/${ticket_id}/messages/?page=${page}`
  const rows = messages.slice((page - 1) * per_page, page * per_page)
  return {
    data: rows.map((message) => presentMessage(world, message)),
    object: 'list',
    uri: current_page,
    meta: {
      page,
      per_page,
      current_page,
      item_count: messages.length,
      nb_pages: Math.ceil(messages.length / per_page),
    },
  }
}
