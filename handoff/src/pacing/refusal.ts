import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import type { ApiFailure } from '../gorgias/api-result.ts'
import type { Reason } from './plan.ts'
import type { PacingState } from './state.ts'

/** What is said to a caller that cannot leave before its deadline. */
export interface Refusal {
  reason: Reason
  /** When the caller came. */
  since: number
  now: number
  /** After so long it would have left, so far as that is known. */
  waitMs: number
  state: PacingState | undefined
}

/**
 * The failure of a call that was not made. Its code always says that nothing was sent, also where the
 * breaker was opened by answers that leave an outcome unknown: of this call everything is known.
 *
 * `retryAfterMs` leads past the deadline, so that nobody waits for it.
 */
export function refusal({ reason, since, now, waitMs, state }: Refusal): ApiFailure {
  const troubled = (reason === 'breaker' || reason === 'quota') && state?.trouble
  const why = troubled ? troubleOf(troubled) : reasons[reason]
  const waits = now > since ? `this call waited since ${time(since)}` : 'this call did not wait'
  return {
    ...named(troubled ? 'unreachable' : 'rate_limited', `not sent: ${why}; ${waits}, and its time is up`),
    retryAfterMs: Math.max(1, waitMs),
  }
}

const reasons: Record<Reason, string> = {
  told: 'Gorgias asked for a longer rest than this call may wait',
  breaker: 'an earlier call has to show first that Gorgias is back',
  quota: 'too many calls had to be repeated',
  bucket: 'the rate limit of the account was taken by the calls before it',
}

const troubleOf = ({ since, count, code, detail }: NonNullable<PacingState['trouble']>): string =>
  `Gorgias has not answered well since ${time(since)}, ${count} times in a row, the last time ${code} (${detail})`

/** More callers wait than the rate limit can let go within any deadline. */
export const tooManyWaiting = (waiting: number): ApiFailure =>
  named('rate_limited', `not sent: ${waiting} calls already wait for the rate limit of the account`)

/** The caller gave up, because it is shutting down. */
export const leftTheQueue = (): ApiFailure => named('closed', 'not sent: the caller stopped waiting')

const time = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')

const named = (code: ErrorCode, detail: string): ApiFailure => ({
  code,
  message: `${errorEntry(code).meaning} (${detail})`,
  detail,
  notSent: true,
})
