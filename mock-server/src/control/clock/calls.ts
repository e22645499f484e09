import type { AccountTenant } from '../accounts/tenant.ts'
import { readClock, setClock } from './clock.ts'
import type { ClockAdvance, ClockReading } from './clock.ts'
import type { ClockChange } from './shapes.ts'

/** What the library offers of this subject. */
export const clockCalls = (tenant: () => AccountTenant) => ({
  readClock(): ClockReading {
    return readClock(tenant())
  },

  /** Switches the clock, sets it, moves it on: in this order. */
  setClock(change: ClockChange): Promise<ClockAdvance> {
    return setClock(tenant(), change)
  },
})
