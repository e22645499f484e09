import type { Helpdesk } from '../model/helpdesk.ts'

/**
 * A ticket went into another: the one that is left counts once, whichever of the two was answered; where both
 * were, both stay on the bill (inferred: the help centre's words on merged tickets are not known). Likewise
 * with calls and texts; what AI Agent did goes with the ticket.
 */
export function carryBillingOver(world: Helpdesk, source_id: number, target_id: number): void {
  const { billableTickets, telephonyTickets, aiInteractions } = world.rows
  const counted = billableTickets.get(source_id)
  if (counted !== undefined && billableTickets.get(target_id) === undefined) {
    billableTickets.remove(source_id)
    billableTickets.put({ ...counted, id: target_id })
  }
  for (const { id, kind } of [...telephonyTickets.walk('byTicket', { prefix: [source_id] })]) {
    if (telephonyTickets.first('byTicket', [target_id, kind]) === undefined)
      telephonyTickets.patch(id, { ticket_id: target_id })
  }
  for (const { id } of [...aiInteractions.walk('byTicket', { prefix: [source_id] })])
    aiInteractions.patch(id, { ticket_id: target_id })
}
