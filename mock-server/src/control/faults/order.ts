import type { FaultMatch, FaultKind, FaultPosition } from '../../wire/fault-rule.ts'

/** How long something takes: an ISO 8601 duration, or milliseconds. */
export type DelayText = string | number

/** A delay, or a range from which each is drawn. */
export type FaultDelay = DelayText | { readonly min: DelayText; readonly max: DelayText }

/** A fault as it is ordered. The same calls meet the same faults in every run: chance has a seed. */
export interface FaultOrder {
  /** An operationId, several of them, or `*` for every call to the API. */
  readonly operation: string | readonly string[]
  readonly position: FaultPosition
  readonly kind: FaultKind
  /** The HTTP status of kind `status`, from 400 to 599. */
  readonly status?: number
  /** What the answer of kind `status` says; its usual sentence if absent. */
  readonly message?: string
  /** Seconds that a 429 or 503 asks to wait. */
  readonly retry_after?: number
  /**
   * How long it takes by the account's clock: of `latency` the wait, of `slow` the whole body, of the others
   * the wait before they strike. A range is drawn from, the same in every run.
   */
  readonly delay?: FaultDelay
  /** Lets the first n calls through, and counts from there. */
  readonly after?: number
  /** Strikes the first n calls. */
  readonly first?: number
  /** Strikes every n-th call. */
  readonly every?: number
  /** Strikes so many times at the most. */
  readonly times?: number
  /** Strikes with this probability, the same calls in every run. */
  readonly probability?: number
  /** Strikes from this instant of the account's clock on: ISO 8601. */
  readonly from?: string
  /** Strikes until this instant. */
  readonly until?: string
  /** Which calls of the operation it sees; all of them if absent. */
  readonly match?: FaultMatch
}

/** What has become of a fault. */
export interface FaultCounts {
  readonly id: number
  /** Calls that matched. */
  readonly seen: number
  /** Calls that it struck. */
  readonly hits: number
  /** How often it can strike yet; null where nothing bounds that. */
  readonly remaining: number | null
  /** Calls that it holds right now. */
  readonly waiting: number
}

/** A fault on order. */
export interface Fault extends FaultOrder, FaultCounts {}

/** A time in which the whole API of an account is out. */
export interface OutageOrder {
  /** ISO 8601, by the account's clock; default: now. */
  readonly from?: string
  /** ISO 8601; without it and without a duration the outage lasts until it is removed. */
  readonly until?: string
  /** How long it lasts, instead of `until`. */
  readonly duration?: DelayText
  /** Default `status`. */
  readonly kind?: 'status' | 'refused' | 'reset' | 'empty' | 'latency'
  /** Of kind `status`; default 503. */
  readonly status?: number
  readonly message?: string
  readonly retry_after?: number
  readonly delay?: FaultDelay
}

/** An outage on order. */
export interface Outage extends Omit<OutageOrder, 'duration' | 'until'> {
  readonly id: number
  readonly from: string
  /** Null where it lasts until it is removed. */
  readonly until: string | null
  readonly kind: NonNullable<OutageOrder['kind']>
  readonly state: 'scheduled' | 'active' | 'over'
  /** Calls that it struck. */
  readonly hits: number
  /** Calls that it holds right now. */
  readonly waiting: number
}
