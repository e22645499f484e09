import type { BillableBy, BillableTicket, Message } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

function senderOf(world: Helpdesk, message: Message): BillableBy {
  const rule = message.rule_id === null ? undefined : world.rows.rules.get(message.rule_id)
  if (rule !== undefined) return { kind: 'rule', id: rule.id, name: rule.name }
  const user = world.rows.users.get(message.sender_id)
  return { kind: 'agent', id: message.sender_id, name: user?.name ?? '' }
}

/**
 * A message went from the helpdesk to the customer: its ticket counts on the bill, once for ever, from this
 * moment (documented: once per ticket; inferred: the month of the first message).
 */
export function countBillable(world: Helpdesk, message: Message): void {
  if (world.rows.billableTickets.get(message.ticket_id) !== undefined) return
  world.rows.billableTickets.put({
    id: message.ticket_id,
    first_billable_message_id: message.id,
    by: senderOf(world, message),
    at: world.now,
  })
}

/** The tickets that became billable in a span of time, oldest first; `to` is exclusive. */
export function billableBetween(world: Helpdesk, from: number, to: number): BillableTicket[] {
  const tickets: BillableTicket[] = []
  for (const row of world.rows.billableTickets.walk('byTime', { after: [from - 1, Infinity] })) {
    if (row.at >= to) break
    tickets.push(row)
  }
  return tickets
}
