import type { ErrorCode } from '../errors.ts'

/**
 * Everything that the callers of one Gorgias account share, as plain JSON. Instants are milliseconds since
 * 1970-01-01T00:00Z on the callers' own clocks, which must agree to about a second.
 */
export interface PacingState {
  /** Calls that fit into the bucket: 40 until a header says otherwise. */
  limit: number
  /** When the bucket is empty if nobody calls any more: the GCRA form of how full it is. */
  emptyAt: number
  /** When Gorgias last answered anything. */
  heardAt?: number
  /** Calls whose answer is not known yet. They fill the bucket and do not drain: nobody knows when they arrive. */
  calls: CallUnderWay[]
  /** The number that the next call gets. */
  nextCall: number
  /** Somebody else uses the account: how much of the bucket is left to them, and when they were last noticed. */
  neighbour?: { reserve: number; seenAt: number }
  /** What a Retry-After demands of everybody. */
  told?: Pause
  /** How many repetitions may leave now, and since when that number holds. */
  quota: { tokens: number; at: number }
  /** Failures in a row that are nobody's fault but the connection's or Gorgias'. */
  trouble?: { since: number; count: number; code: ErrorCode; detail: string }
  /** The breaker is open: nobody calls during the pause, then one does. */
  open?: Pause & { times: number; probe?: number }
}

/** A call that was let go. */
export interface CallUnderWay {
  id: number
  at: number
  /** No other call was under way since it left: its answer tells exactly how full the bucket is. */
  solo: boolean
  /** It drew from the retry quota. */
  retry: boolean
}

/** A time in which nobody calls. */
export interface Pause {
  from: number
  ms: number
}

/** Milliseconds of a pause that are left. */
export const restOf = ({ from, ms }: Pause, now: number): number => Math.max(0, Math.min(ms, from + ms - now))

/** What is assumed of Gorgias, and how careful a caller is. */
export interface PacingRules {
  /** The time in which a full bucket drains: 20 s, for Enterprise accounts 10 s (documented). */
  windowMs: number
  /** What fits before a header was read: the smallest that Gorgias documents, the one of API keys. */
  firstLimit: number
  /** After so long a call without an answer is given up: whoever made it is gone. */
  leaseMs: number
  /** Failures in a row that open the breaker. */
  breakAfter: number
  /** The breaker's first pause; it doubles with each probe that fails. */
  firstPauseMs: number
  longestPauseMs: number
  /** Repetitions that may leave in a burst. */
  retryBurst: number
}

export const defaultPacingRules: PacingRules = {
  windowMs: 20_000,
  firstLimit: 40,
  leaseMs: 60_000,
  breakAfter: 5,
  firstPauseMs: 5_000,
  longestPauseMs: 60_000,
  retryBurst: 20,
}

/** What is known of an account before its first call: nothing, so its bucket may be full. */
export const firstState = (now: number, rules: PacingRules): PacingState => ({
  limit: rules.firstLimit,
  emptyAt: now,
  calls: [],
  nextCall: 1,
  quota: { tokens: rules.retryBurst, at: now },
})
