import type { Static } from 'typebox'
import { bucketFilledTo, bucketLevel } from '../../kernel/leaky-bucket.ts'
import { API_KEY_BUCKET } from '../../wire/rate-limit.ts'
import type { Filler } from '../../wire/traffic.ts'
import { Type } from '../../wire/type.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'

export interface RateLimitReading {
  readonly enabled: boolean
  readonly capacity: number
  readonly window_seconds: number
  /** Calls in the bucket now. */
  readonly used: number
  /** Who filled it in the last window, the most eager first: of the calls that were let through. */
  readonly used_by: readonly BucketShare[]
}

/** How much of the bucket somebody used. */
export interface BucketShare {
  readonly name: string
  /** A user with an API key, a neighbour, or the control plane, which had set `used`. */
  readonly kind: 'user' | 'neighbour' | 'control'
  readonly calls: number
}

export const RateLimitBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    window_seconds: Type.Optional(Type.Number({ minimum: 0.001, maximum: 86_400 })),
    used: Type.Optional(
      Type.Integer({ minimum: 0, description: 'Calls in the bucket from now on: up to its capacity.' }),
    ),
  },
  { additionalProperties: false },
)

export type RateLimitChange = Static<typeof RateLimitBody>

function nameOf({ kind, id }: Filler, { world, traffic }: AccountTenant): string {
  if (kind === 'control') return 'Control plane'
  if (kind === 'user') return world.rows.users.get(id)?.email ?? `User ${id}`
  return traffic.neighbours.list().find((one) => one.id === id)?.plan.name ?? `Neighbour ${id}`
}

export function readRateLimit(tenant: AccountTenant): RateLimitReading {
  const { rateLimit, world, traffic } = tenant
  const { enabled, capacity, window } = rateLimit
  traffic.catchUp(world, rateLimit)
  const used_by = traffic
    .shares(world.now - window)
    .map(({ kind, id, calls }) => ({ name: nameOf({ kind, id }, tenant), kind, calls }))
  const used = bucketLevel(world.bucketEmptyAt(API_KEY_BUCKET), world.now, rateLimit)
  return { enabled, capacity, window_seconds: window / 1_000_000, used, used_by }
}

/**
 * Changes the limit of API keys; `used` says how full their bucket is from now on. OAuth apps have twice
 * the capacity, each in a bucket of its own.
 */
export function setRateLimit(tenant: AccountTenant, change: RateLimitChange): RateLimitReading {
  const { enabled, capacity, window } = tenant.rateLimit
  const { used, ...rest } = checked(RateLimitBody, change, 'rate_limit')
  const limit = {
    enabled: rest.enabled ?? enabled,
    capacity: rest.capacity ?? capacity,
    window: rest.window_seconds === undefined ? window : Math.round(rest.window_seconds * 1_000_000),
  }
  if (used !== undefined && used > limit.capacity)
    throw new ControlError(400, `used: the bucket holds ${limit.capacity} at the most.`, 'used')
  // What neighbours called so far was let through by the limit as it was.
  tenant.traffic.catchUp(tenant.world, tenant.rateLimit)
  tenant.rateLimit = limit
  if (used !== undefined) {
    const emptyAt = bucketFilledTo(used, tenant.world.now, tenant.rateLimit)
    tenant.world.setBucket(API_KEY_BUCKET, emptyAt)
    tenant.traffic.refill(used, tenant.world.now)
  }
  return readRateLimit(tenant)
}
