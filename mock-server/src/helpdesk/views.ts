import type { Ticket, User, View } from './model/entities.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import { matchesFilter, parseFilter } from './rules/language/index.ts'
import { readerFor } from './rules/scope.ts'

/** The tickets that a view selects for a user, in no particular order. */
export function ticketsOfView(world: Helpdesk, view: View, current_user: User): Ticket[] {
  const reading = parseFilter(view.filters)
  if (!reading.ok || view.type !== 'ticket-list') return []
  return [...world.rows.tickets.values()].filter((ticket) =>
    matchesFilter(reading.filter, { read: readerFor(world, { ticket, current_user }), now: world.now }),
  )
}
