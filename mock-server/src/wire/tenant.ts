import type { Clock } from '../kernel/clock.ts'
import type { FaultTable } from '../kernel/faults.ts'
import type { Journal } from '../kernel/journal.ts'
import type { BucketLimits, BucketReading } from '../kernel/leaky-bucket.ts'
import type { Cause } from '../kernel/world.ts'

/** The rate bucket that all API keys of an account share (inferred). */
export const API_KEY_BUCKET = 'api-keys'

/** What the wire needs of a world. */
export interface TenantWorld {
  readonly now: number
  readonly clock: Clock
  bucketEmptyAt(bucket: string): number
  takeFromBucket(limits: BucketLimits, bucket: string): BucketReading
}

export interface RateLimit extends BucketLimits {
  readonly enabled: boolean
}

/** One call, as the journal keeps it. */
export interface JournalEntry {
  readonly id: number
  /** Microseconds since the epoch. */
  readonly at: number
  /** The operationId, or null where no operation was reached. */
  readonly operation: string | null
  readonly method: string
  /** With the query string. */
  readonly path: string
  /** 0 where the connection was reset. */
  readonly status: number
  readonly cause: Cause
  readonly request_id: string
  readonly user_id: number | null
  readonly request_body: unknown
  /** The size of the request's body as it was announced. */
  readonly request_bytes: number
  readonly response_body: string | null
}

/** One account as the wire sees it: its world, and what belongs to the account but to no state of it. */
export interface Tenant<W extends TenantWorld = TenantWorld> {
  readonly name: string
  readonly world: W
  readonly journal: Journal<JournalEntry>
  readonly faults: FaultTable
  rateLimit: RateLimit
  /** Counts the calls of the account: the id of a journal entry. */
  nextRequestId(): number
}

/** How the wire finds accounts and knows their users. */
export interface Directory<T extends Tenant = Tenant> {
  byName(name: string): T | undefined
  /** The account to which an API key belongs, valid or not. */
  byKey(key: string): T | undefined
  /** The user that the credentials stand for, or undefined if they are not valid (any more). */
  authenticate(tenant: T, email: string, key: string): number | undefined
}
