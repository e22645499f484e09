import { mergeTickets as merge } from '../../helpdesk/tickets/merge.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { CONTROL } from '../actor.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'

/** Merges a ticket into another, as an agent does: its paths lead to the other from then on. */
export function mergeTickets(tenant: AccountTenant, id: number, into: number): void {
  const { world } = tenant
  for (const [field, one] of Object.entries({ id, into })) {
    if (world.rows.tickets.get(one) !== undefined) continue
    const merged = world.rows.mergedTickets.get(one)
    const gone = merged && `Ticket ${one} was merged into ticket ${merged.target_id}.`
    throw new ControlError(404, `${field}: ${gone ?? `There is no ticket ${one}.`}`, field)
  }
  if (id === into) throw new ControlError(400, 'into: a ticket cannot be merged into itself.', 'into')
  change(tenant, 'merge', () => void merge(world, CONTROL, id, into))
}
