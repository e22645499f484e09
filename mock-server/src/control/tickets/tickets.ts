import { mergeTickets as merge } from '../../helpdesk/ticket-merge.ts'
import type { AccountTenant } from '../accounts/accounts.ts'
import { CONTROL } from '../actor.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'

/** Merges a ticket into another, as an agent does: its paths lead to the other from then on. */
export function mergeTickets(tenant: AccountTenant, id: number, into: number): void {
  const { world } = tenant
  const missing = [id, into].find((one) => world.rows.tickets.get(one) === undefined)
  if (missing !== undefined) throw new ControlError(404, `There is no ticket ${missing}.`)
  if (id === into) throw new ControlError(400, 'into: a ticket cannot be merged into itself.', 'into')
  change(tenant, 'merge', () => void merge(world, CONTROL, id, into))
}
