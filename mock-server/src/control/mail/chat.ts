import { findCustomerByEmail } from '../../helpdesk/customers/matching.ts'
import { isForCustomers } from '../../helpdesk/messages/kinds.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Customer } from '../../helpdesk/model/entities.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { ControlError } from '../errors.ts'

/** One line of a chat. */
export interface ChatLine {
  readonly ticket_id: number
  readonly message_id: number
  readonly from: 'customer' | 'shop'
  /** Who wrote it: the agent, the bot, the customer. */
  readonly name: string | null
  readonly text: string
  readonly html: string | null
  readonly at: string
}

function findCustomer(world: Helpdesk, named: string): Customer | undefined {
  return (
    findCustomerByEmail(world, named) ??
    world.rows.customers.first('byExternalId', [named]) ??
    (/^\d{1,15}$/.test(named) ? world.rows.customers.get(Number(named)) : undefined)
  )
}

/**
 * What a customer sees in the chat window, oldest first: all chats with the shop, none of its notes.
 *
 * @param named an e-mail address, an external id, or the customer's id
 */
export function readChat({ world }: AccountTenant, named: string): ChatLine[] {
  const customer = findCustomer(world, named)
  if (customer === undefined)
    throw new ControlError(
      404,
      `There is no customer "${named.slice(0, 80)}": name an e-mail address or an external id.`,
    )
  const { customers, messages, tickets, users } = world.rows
  const lines = [...tickets.walk('byCustomer', { prefix: [customer.id] })].flatMap(({ id }) =>
    [...messages.walk('byTicket', { prefix: [id] })].filter(
      (message) => message.channel === 'chat' && isForCustomers(world, message),
    ),
  )
  return lines
    .sort((a, b) => a.created_datetime - b.created_datetime || a.id - b.id)
    .map((message) => ({
      ticket_id: message.ticket_id,
      message_id: message.id,
      from: message.from_agent ? 'shop' : 'customer',
      name: (message.from_agent ? users : customers).get(message.sender_id)?.name ?? null,
      text: message.body_text ?? '',
      html: message.body_html,
      at: formatDatetime(message.created_datetime),
    }))
}
