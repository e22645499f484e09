import type { AccountTenant } from '../accounts/tenant.ts'
import { listDeliveries, redeliver } from './deliveries.ts'
import type { DeliveryRow } from './deliveries.ts'

/** What the library offers of this subject. */
export const deliveryCalls = (tenant: () => AccountTenant) => ({
  /** The calls of an HTTP integration, oldest first; of those that have ended, the account keeps 1,000. */
  deliveries(integration_id: number): DeliveryRow[] {
    return listDeliveries(tenant(), integration_id)
  },

  /** Sends a call of an HTTP integration once more, to the byte; answers the new delivery, which waits. */
  redeliver(id: number): DeliveryRow {
    return redeliver(tenant(), id)
  },
})
