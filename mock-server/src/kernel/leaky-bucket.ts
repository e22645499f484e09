/**
 * A leaky bucket in its GCRA form: the whole state is one instant, the moment at which the bucket will be
 * empty again. Each call pours in one interval (window / capacity); the bucket leaks as time passes.
 */
export interface BucketLimits {
  /** How many calls fit into an empty bucket. */
  readonly capacity: number
  /** The time in which a full bucket drains, in microseconds. */
  readonly window: number
}

export interface BucketReading {
  readonly allowed: boolean
  /** When the bucket will be empty, in microseconds: the state to keep. */
  readonly emptyAt: number
  /** How full the bucket is now, this call included if it was allowed, in calls, rounded up. */
  readonly used: number
  /** Microseconds until the next call fits; 0 if this one was allowed. */
  readonly retryAfter: number
}

// Whole microseconds: sums of fractions would let a call too many or too few through.
const interval = ({ capacity, window }: BucketLimits): number => Math.max(1, Math.floor(window / capacity))

/** How many calls the bucket holds at `now`, without a call of one's own. */
export function bucketLevel(emptyAt: number, now: number, limits: BucketLimits): number {
  return Math.ceil(Math.max(0, emptyAt - now) / interval(limits))
}

/** The state in which the bucket holds `used` calls at `now`. */
export function bucketFilledTo(used: number, now: number, limits: BucketLimits): number {
  return now + used * interval(limits)
}

/**
 * One call at `now`. A refused call leaves the bucket as it was.
 *
 * @example
 * takeFromBucket(0, 0, { capacity: 40, window: 20_000_000 }) // { allowed: true, emptyAt: 500_000, used: 1, ... }
 */
export function takeFromBucket(emptyAt: number, now: number, limits: BucketLimits): BucketReading {
  const filled = Math.max(emptyAt, now) + interval(limits)
  // Not the window: where it is no multiple of the capacity, its rest would let more calls in.
  const overflow = filled - now - limits.capacity * interval(limits)
  if (overflow > 0) {
    return {
      allowed: false,
      emptyAt,
      used: bucketLevel(emptyAt, now, limits),
      retryAfter: Math.ceil(overflow),
    }
  }
  return { allowed: true, emptyAt: filled, used: bucketLevel(filled, now, limits), retryAfter: 0 }
}

/** The whole seconds that a refused call is told to wait: at least one. */
export const secondsToWait = ({ retryAfter }: Pick<BucketReading, 'retryAfter'>): number =>
  Math.max(1, Math.ceil(retryAfter / 1_000_000))
