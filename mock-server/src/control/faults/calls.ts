import type { AccountTenant } from '../accounts/tenant.ts'
import { addFault, listFaults, removeFault, removeFaults } from './faults.ts'
import type { Fault, FaultOrder, Outage, OutageOrder } from './order.ts'
import { addOutage, listOutages, removeOutage } from './outages.ts'

/** What the library offers of this subject. */
export const faultCalls = (tenant: () => AccountTenant) => ({
  /**
   * Orders a fault: what goes wrong, where in a call's life, and for which calls. The first one registered
   * that matches a call strikes it.
   *
   * @throws {ControlError} 400 for an operation that does not exist and for settings that contradict each other
   * @example
   * account.addFault({ operation: 'createTicket', position: 'after-commit', kind: 'reset', first: 1 })
   * account.addFault({ operation: '*', position: 'before', kind: 'latency', delay: 'PT40S', probability: 0.1 })
   */
  addFault(order: FaultOrder): Fault {
    return addFault(tenant(), order)
  },

  /** The faults on order, in the order in which they strike. */
  faults(): Fault[] {
    return listFaults(tenant())
  },

  removeFault(id: number): void {
    removeFault(tenant(), id)
  },

  /** Removes all faults; outages stay. */
  removeFaults(): void {
    removeFaults(tenant())
  },

  /**
   * Orders an outage of the whole API, by the account's clock.
   *
   * @throws {ControlError} 400 for times and settings that contradict each other
   * @example account.addOutage({ from: '2026-03-02T10:00:00Z', duration: 'PT20M', status: 502 })
   */
  addOutage(order: OutageOrder = {}): Outage {
    return addOutage(tenant(), order)
  },

  outages(): Outage[] {
    return listOutages(tenant())
  },

  removeOutage(id: number): void {
    removeOutage(tenant(), id)
  },
})
