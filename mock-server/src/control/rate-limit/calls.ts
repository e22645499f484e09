import type { AccountTenant } from '../accounts/tenant.ts'
import { readRateLimit, setRateLimit } from './rate-limit.ts'
import type { RateLimitChange, RateLimitReading } from './rate-limit.ts'

/** What the library offers of this subject. */
export const rateLimitCalls = (tenant: () => AccountTenant) => ({
  readRateLimit(): RateLimitReading {
    return readRateLimit(tenant())
  },

  /** Changes the limit of API keys; `used` says how full their bucket is from now on. */
  setRateLimit(change: RateLimitChange): RateLimitReading {
    return setRateLimit(tenant(), change)
  },
})
