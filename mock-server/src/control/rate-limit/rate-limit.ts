import { bucketFilledTo, bucketLevel } from '../../kernel/leaky-bucket.ts'
import { API_KEY_BUCKET } from '../../wire/rate-limit.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { ControlError } from '../errors.ts'

export interface RateLimitReading {
  readonly enabled: boolean
  readonly capacity: number
  readonly window_seconds: number
  /** Calls in the bucket now. */
  readonly used: number
}

export type RateLimitChange = Partial<RateLimitReading>

export function readRateLimit({ rateLimit, world }: AccountTenant): RateLimitReading {
  const { enabled, capacity, window } = rateLimit
  const used = bucketLevel(world.bucketEmptyAt(API_KEY_BUCKET), world.now, rateLimit)
  return { enabled, capacity, window_seconds: window / 1_000_000, used }
}

/**
 * Changes the limit of API keys; `used` says how full their bucket is from now on. OAuth apps have twice
 * the capacity, each in a bucket of its own.
 */
export function setRateLimit(tenant: AccountTenant, change: RateLimitChange): RateLimitReading {
  const { enabled, capacity, window } = tenant.rateLimit
  const seconds = change.window_seconds ?? window / 1_000_000
  const calls = change.capacity ?? capacity
  if (!Number.isInteger(calls) || calls < 1)
    throw new ControlError(400, 'capacity: must be a whole number from 1.', 'capacity')
  if (!(seconds > 0)) throw new ControlError(400, 'window_seconds: must be above 0.', 'window_seconds')
  tenant.rateLimit = { enabled: change.enabled ?? enabled, capacity: calls, window: seconds * 1_000_000 }
  if (change.used !== undefined) {
    const emptyAt = bucketFilledTo(change.used, tenant.world.now, tenant.rateLimit)
    tenant.world.setBucket(API_KEY_BUCKET, emptyAt)
  }
  return readRateLimit(tenant)
}
