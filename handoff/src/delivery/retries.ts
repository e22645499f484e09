import { errorEntry } from '../errors.ts'
import type { ApiFailure } from '../gorgias/api-result.ts'
import type { RetryPolicy } from '../model/config.ts'
import type { Clock } from '../ports.ts'

/** Fifteen minutes for a handoff, five tries against trouble, thirty seconds for an answer. */
export const defaultRetryPolicy: RetryPolicy = {
  deadlineMs: 15 * 60_000,
  maxFailures: 5,
  firstWaitMs: 1_000,
  requestTimeoutMs: 30_000,
}

/** The longest that is added to a wait which Gorgias names, so that waiting callers do not come at once. */
const SPREAD_MS = 1_000

/** The waits of one handoff; every series of calls in it shares the deadline. */
export interface Retries {
  /** Milliseconds waited so far, over all series. */
  readonly waitedMs: number
  /** The deadline, in milliseconds since 1970-01-01T00:00Z. */
  readonly until: number
  /** Counts a wait that the pacer made. */
  addWait(ms: number): void
  /** Begins counting the failures of one kind of call. */
  series(): Series
}

/** The repetitions of one call. */
export interface Series {
  /**
   * Waits as long as the failure demands.
   *
   * @returns whether the call may be made again; `false` at once if that is useless or past the deadline.
   */
  pause(failure: ApiFailure): Promise<boolean>
}

/**
 * Starts the clock of one handoff.
 *
 * @param onWait is told each wait before it begins.
 * @param paced the calls go through a pacer, which waits what Gorgias names, for everybody; it is not waited
 *   here a second time, only held against the deadline. `signal` ends all waiting; nothing is repeated then.
 */
export function startRetries(
  policy: RetryPolicy,
  ports: { clock: Clock; random: () => number },
  onWait: (ms: number, failure: ApiFailure) => void = () => undefined,
  { paced = false, signal }: { paced?: boolean; signal?: AbortSignal } = {},
): Retries {
  const deadline = ports.clock.now() + policy.deadlineMs
  let waitedMs = 0

  function series(): Series {
    const count = { failures: 0, untold: 0 }
    return {
      pause: async (failure) => {
        const ms = waitFor(failure, count, policy, ports.random)
        if (ms === undefined || signal?.aborted || ports.clock.now() + ms > deadline) return false
        if (paced && isTold(failure)) return true
        onWait(ms, failure)
        const from = ports.clock.now()
        if (signal) await ports.clock.sleep(ms, signal).catch(() => undefined)
        else await ports.clock.sleep(ms)
        waitedMs += signal?.aborted ? ports.clock.now() - from : ms
        return signal?.aborted !== true
      },
    }
  }

  return {
    get waitedMs() {
      return waitedMs
    },
    until: deadline,
    addWait: (ms) => {
      waitedMs += ms
    },
    series,
  }
}

const isTold = ({ code, retryAfterMs }: ApiFailure): boolean =>
  errorEntry(code).retry === 'when_told' && retryAfterMs !== undefined

/**
 * How long to wait, in whole milliseconds; `undefined` if the call is not to be repeated.
 * A wait that Gorgias names is kept in full: the spread comes after it.
 */
function waitFor(
  failure: ApiFailure,
  count: { failures: number; untold: number },
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  const doubled = (times: number) => {
    const base = policy.firstWaitMs * 2 ** (times - 1)
    return base + Math.floor((random() * base) / 2)
  }
  switch (errorEntry(failure.code).retry) {
    case 'never':
      return undefined
    case 'when_told':
      if (failure.retryAfterMs !== undefined) return failure.retryAfterMs + Math.floor(random() * SPREAD_MS)
      count.untold += 1
      return doubled(count.untold)
    case 'backoff': {
      count.failures += 1
      if (count.failures >= policy.maxFailures) return undefined
      // A 503 may name a wait, too.
      const wait = Math.max(doubled(count.failures), failure.retryAfterMs ?? 0)
      // What was too slow may still be applied: give it the same time again before looking.
      return failure.timedOut ? Math.max(wait, policy.requestTimeoutMs) : wait
    }
  }
}
