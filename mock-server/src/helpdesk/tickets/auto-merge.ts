import type { Actor } from '../actor.ts'
import type { EffectPayloads } from '../effects.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Ticket } from '../model/entities.ts'
import { autoMergeOf } from '../account/settings.ts'
import { mergeTickets } from './merge.ts'

/** So many of a customer's tickets are looked at, the newest first. */
const MOST_LOOKED_AT = 100

const mayMerge = ({ status, spam, trashed_datetime, excluded_from_auto_merge: excluded }: Ticket): boolean =>
  status === 'open' && !spam && trashed_datetime === null && !excluded

/** The newest older ticket of the customer that is open, and where something was said within the window. */
function olderTicket(world: Helpdesk, ticket: Ticket, window: number): Ticket | undefined {
  const prefix = [ticket.customer_id]
  let looked = 0
  for (const other of world.rows.tickets.walk('byCustomer', { prefix, reverse: true })) {
    if (looked++ === MOST_LOOKED_AT) return undefined
    const lastHeard = other.last_message_datetime ?? other.created_datetime
    if (other.id < ticket.id && mayMerge(other) && lastHeard >= world.now - window) return other
  }
  return undefined
}

/**
 * Merges a new ticket into an older one of its customer, if the account is set so (recorded: the setting).
 * The rules of the new ticket have run by then, so that one of them can keep it apart (documented). The older
 * ticket keeps its channel and all else, and is unread and awake (inferred).
 */
export function autoMerge(world: Helpdesk, actor: Actor, { ticket_id }: EffectPayloads['auto-merge']): void {
  const { enabled, window } = autoMergeOf(world)
  const ticket = world.rows.tickets.get(ticket_id)
  if (!enabled || ticket === undefined || !mayMerge(ticket)) return
  const older = olderTicket(world, ticket, window)
  if (older === undefined) return
  mergeTickets(world, { ...actor, user_id: null }, ticket_id, older.id, 'auto-merge')
}
