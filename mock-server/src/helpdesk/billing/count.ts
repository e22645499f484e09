import type { BillableBy, BillableTicket } from '../model/billing.ts'
import type { Message } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

function senderOf(world: Helpdesk, { rule_id, via, sender_id }: Message): BillableBy {
  const rule = rule_id === null ? undefined : world.rows.rules.get(rule_id)
  if (rule !== undefined) return { kind: 'rule', id: rule.id, name: rule.name }
  const name = world.rows.users.get(sender_id)?.name ?? ''
  return { kind: via === 'ai-agent' ? 'ai-agent' : 'agent', id: sender_id, name }
}

/**
 * A message went from the helpdesk to the customer: its ticket counts on the bill, once for ever, from this
 * moment (documented: once per ticket; inferred: the month of the first message). Who answered after a rule
 * is kept, too: it tells what the rule's answer cost.
 */
export function countBillable(world: Helpdesk, message: Message): void {
  const { billableTickets } = world.rows
  const counted = billableTickets.get(message.ticket_id)
  if (counted !== undefined && counted.answered_at !== null) return
  const by = senderOf(world, message)
  const answered_at = by.kind === 'rule' ? null : world.now
  if (counted === undefined) {
    const { id: first_billable_message_id, ticket_id } = message
    billableTickets.put({ id: ticket_id, first_billable_message_id, by, at: world.now, answered_at })
  } else if (answered_at !== null) {
    billableTickets.put({ ...counted, answered_at })
  }
}

/** The tickets that became billable in a span of time, oldest first; `to` is exclusive. */
export function* billableBetween(world: Helpdesk, from: number, to: number): Generator<BillableTicket> {
  for (const row of world.rows.billableTickets.walk('byTime', { after: [from - 1, Infinity] })) {
    if (row.at >= to) return
    yield row
  }
}
