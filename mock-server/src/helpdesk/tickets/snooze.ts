import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import type { EffectPayloads } from '../effects.ts'
import { recordEvent } from '../events.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, Ticket } from '../model/entities.ts'
import { changeTicket } from './changes.ts'

/**
 * Lets a ticket sleep until an instant (microseconds since the epoch). It keeps its status meanwhile (recorded:
 * the view of snoozed tickets asks for open ones), and wakes earlier if its customer writes (inferred). An
 * instant that is over wakes it at once (inferred).
 *
 * @throws Refusal 404 for a ticket that is not there
 * @example
 * snoozeTicket(world, actor, ticket.id, world.now + 2 * HOUR)
 */
export const snoozeTicket = (world: Helpdesk, actor: Actor, ticket_id: number, until: Instant): Ticket =>
  changeTicket(world, actor, ticket_id, { snooze_datetime: until })

/**
 * Wakes a ticket whose snooze is over (documented: it reopens by itself, with an event and a trigger of rules),
 * unless the snooze was changed or ended before.
 */
export function wakeTicket(
  world: Helpdesk,
  actor: Actor,
  { ticket_id, due }: EffectPayloads['wake-ticket'],
): void {
  if (world.rows.tickets.get(ticket_id)?.snooze_datetime !== due) return
  const gorgias: Actor = { ...actor, user_id: null }
  changeTicket(world, gorgias, ticket_id, { status: 'open', snooze_datetime: null, is_unread: true })
  recordEvent(world, gorgias, 'ticket-self-unsnoozed', { type: 'Ticket', id: ticket_id })
  announce(world, gorgias, { kind: 'self-unsnoozed', ticket_id })
}
