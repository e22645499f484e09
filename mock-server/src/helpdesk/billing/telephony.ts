import type { TelephonyTicket } from '../model/billing.ts'
import type { Instant } from '../model/entities.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

type Kind = TelephonyTicket['kind']

/**
 * A ticket had a call, or a text message: with the first of each kind it counts, apart from the billable
 * tickets (documented), in the month of that first one (inferred).
 */
export function countTelephony(world: Helpdesk, ticket_id: number, kind: Kind, at: Instant): void {
  const { telephonyTickets } = world.rows
  if (telephonyTickets.first('byTicket', [ticket_id, kind]) !== undefined) return
  telephonyTickets.put({ id: nextId(world, 'telephonyTickets'), ticket_id, kind, at })
}

/** How many tickets had their first call or text in a span of time; `to` is exclusive. */
export function telephonyBetween(
  world: Helpdesk,
  from: Instant,
  to: Instant,
): Readonly<Record<Kind, number>> {
  const counts = { voice: 0, sms: 0 }
  for (const { kind, at } of world.rows.telephonyTickets.walk('byTime', { after: [from - 1, Infinity] })) {
    if (at >= to) break
    counts[kind]++
  }
  return counts
}
