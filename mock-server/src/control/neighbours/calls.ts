import type { AccountTenant } from '../accounts/tenant.ts'
import { addNeighbour, listNeighbours, removeNeighbour } from './neighbours.ts'
import type { Neighbour, NeighbourOrder } from './order.ts'

/** What the library offers of this subject. */
export const neighbourCalls = (tenant: () => AccountTenant) => ({
  /**
   * Lets another integration use up the rate limit that all API keys of the account share, by the account's
   * clock. Neighbours are no state of the account: they stay where it goes back, and a fork has none.
   *
   * @throws {ControlError} 400 for a profile that does not fit; 409 for a name that is taken
   * @example
   * account.addNeighbour({ name: 'ERP', profile: { kind: 'steady', calls: 30, per: 'PT20S' } })
   * account.addNeighbour({ name: 'Nightly sync', profile: { kind: 'burst', calls: 60, every: 'PT1H' } })
   */
  addNeighbour(order: NeighbourOrder): Neighbour {
    return addNeighbour(tenant(), order)
  },

  /** The neighbours, with how often each has called, and was refused. */
  neighbours(): Neighbour[] {
    return listNeighbours(tenant())
  },

  removeNeighbour(id: number): void {
    removeNeighbour(tenant(), id)
  },
})
