import type { FastifyReply, FastifyRequest } from 'fastify'
import { bucketLevel, secondsToWait } from '../kernel/leaky-bucket.ts'
import type { BucketLimits } from '../kernel/leaky-bucket.ts'
import { WireError } from './errors.ts'
import { CALL_LIMIT_HEADER } from './headers.ts'
import type { Caller, Tenant } from './tenant.ts'

/** The rate bucket that all API keys of an account share (inferred). */
export const API_KEY_BUCKET = 'api-keys'

/** Calls that an app has for each one of the API keys: 80 to 40 (documented). */
const APP_FACTOR = 2

/** What the header says where no account is known. */
export const NO_CALLS = '0/40'

interface Bucket {
  readonly name: string
  readonly limits: BucketLimits
}

/** API keys share one bucket; each app has its own (inferred), twice as large (documented). */
function bucketOf({ rateLimit }: Tenant, caller: Caller | null): Bucket {
  if (!caller?.app) return { name: API_KEY_BUCKET, limits: rateLimit }
  const { capacity, window } = rateLimit
  return { name: `app-${caller.app.id}`, limits: { capacity: capacity * APP_FACTOR, window } }
}

/** Says how full the bucket is, where the answer does not say it yet. */
export function showCallLimit({ tenant, caller }: FastifyRequest, reply: FastifyReply): void {
  if (tenant === null || reply.hasHeader(CALL_LIMIT_HEADER)) return
  const { name, limits } = bucketOf(tenant, caller)
  if (name === API_KEY_BUCKET) tenant.traffic.catchUp(tenant.world, tenant.rateLimit)
  const level = bucketLevel(tenant.world.bucketEmptyAt(name), tenant.world.now, limits)
  reply.header(CALL_LIMIT_HEADER, `${level}/${limits.capacity}`)
}

/** Pours a call into its bucket. Answers a 429 that says how long to wait if it does not fit. */
export function limitRate(reply: FastifyReply, tenant: Tenant, caller: Caller): WireError | undefined {
  if (!tenant.rateLimit.enabled) return undefined
  const { name, limits } = bucketOf(tenant, caller)
  const isShared = name === API_KEY_BUCKET
  if (isShared) tenant.traffic.catchUp(tenant.world, tenant.rateLimit)
  const reading = tenant.world.takeFromBucket(limits, name)
  reply.header(CALL_LIMIT_HEADER, `${reading.used}/${limits.capacity}`)
  if (!reading.allowed)
    return new WireError('rate-limited', undefined, { 'retry-after': String(secondsToWait(reading)) })
  if (isShared) tenant.traffic.note({ kind: 'user', id: caller.userId }, tenant.world.now)
  return undefined
}
