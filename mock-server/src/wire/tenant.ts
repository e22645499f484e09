import type { Clock } from '../kernel/clock.ts'
import type { Journal } from '../kernel/journal.ts'
import type { BucketLimits, BucketReading } from '../kernel/leaky-bucket.ts'
import type { Cause } from '../kernel/world.ts'
import type { Credentials } from './authentication.ts'
import type { Faults } from './fault-rule.ts'
import type { Traffic } from './traffic.ts'

/** What the wire needs of a world. */
export interface TenantWorld {
  readonly now: number
  readonly clock: Clock
  bucketEmptyAt(bucket: string): number
  setBucket(bucket: string, emptyAt: number): void
  takeFromBucket(limits: BucketLimits, bucket: string): BucketReading
}

export interface RateLimit extends BucketLimits {
  readonly enabled: boolean
}

/** One call, as the journal keeps it beside what was sent and answered. */
export interface JournalEntry {
  readonly id: number
  /** When it came, in microseconds since the epoch, by the account's clock. */
  readonly at: number
  /** When it was answered, by the account's clock. */
  readonly answered_at: number
  /** How long that took on the machine it ran on, whatever the account's clock says. */
  readonly duration_ms: number
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
  /** The app through which the user called; null with an API key. */
  readonly client_id: string | null
  /** The newest fault that struck it; null where all went well. */
  readonly fault_id: number | null
  /** What it came over. */
  readonly scheme: 'http' | 'https'
  /** Whether the caller had closed the connection before all of the answer was sent. */
  readonly hung_up: boolean
  /** Whether a fault spoilt its answer on the way: cut it short, or took its body. */
  readonly broken: boolean
}

/** One account as the wire sees it: its world, and what belongs to the account but to no state of it. */
export interface Tenant<W extends TenantWorld = TenantWorld> {
  readonly name: string
  readonly world: W
  readonly journal: Journal<JournalEntry>
  readonly faults: Faults
  /** Who else uses up the limit of API keys. */
  readonly traffic: Traffic
  rateLimit: RateLimit
  /** Microseconds of the machine it runs on, to measure with. */
  realTime(): number
  /** Counts the calls of the account: the id of a journal entry. */
  nextRequestId(): number
  /** Told once an operation has done its work, and what follows at once has happened. */
  readonly onSettled?: ((callId: number, operation: string) => void) | undefined
}

/** An app that calls on behalf of a user who allowed it. */
export interface CallingApp {
  readonly id: number
  readonly clientId: string
  /** What the user allowed. */
  readonly scopes: readonly string[]
}

/** Who calls: a user, with an API key or through an app. */
export interface Caller {
  readonly userId: number
  /** The API key; null through an app. */
  readonly keyId: number | null
  /** Null with an API key. */
  readonly app: CallingApp | null
}

/** How the wire finds accounts and knows who calls them. */
export interface Directory<T extends Tenant = Tenant> {
  byName(name: string): T | undefined
  /** The account to which an API key, a token or a code belongs, valid or not. */
  bySecret(secret: string): T | undefined
  /** The account that knows an app. */
  byClient(client_id: string): T | undefined
  /** Whom the credentials stand for, or undefined if they are not valid (any more). */
  authenticate(tenant: T, credentials: Credentials): Caller | undefined
}
