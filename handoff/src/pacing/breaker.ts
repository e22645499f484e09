import { errorEntry } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { restOf } from './state.ts'
import type { PacingRules, PacingState } from './state.ts'
import type { Wait } from './bucket.ts'

const MAX_DETAIL = 300

/**
 * Whether a failure is Gorgias' or the connection's, so that other handoffs would meet it too: a 5xx, a
 * time-out, no connection. Not a refusal of one ticket, and not a revoked key either: every handoff then
 * fails after its one call, and somebody is told at once.
 */
export const isTrouble = (code: ErrorCode): boolean => errorEntry(code).retry === 'backoff'

/** Whether the breaker keeps the next call back. */
export function keptBack(state: PacingState, now: number): Wait | undefined {
  const { open, calls } = state
  if (!open) return undefined
  const ms = restOf(open, now)
  if (ms > 0) return { for: 'time', ms: Math.ceil(ms) }
  return calls.some(({ id }) => id === open.probe) ? { for: 'answer' } : undefined
}

/** Counts a failure; enough of them in a row open the breaker, a failed probe opens it for longer. */
export function fail(
  state: PacingState,
  now: number,
  { id, code, detail }: { id: number; code: ErrorCode; detail: string },
  rules: PacingRules,
  random: number,
): PacingState {
  const { trouble, open } = state
  const count = (trouble?.count ?? 0) + 1
  const said = Array.from(detail).slice(0, MAX_DETAIL).join('')
  const next: PacingState = {
    ...state,
    trouble: { since: trouble?.since ?? now, count, code, detail: said },
  }
  // What left before the breaker opened says nothing new.
  if (open ? open.probe !== id : count < rules.breakAfter) return next
  const times = (open?.times ?? 0) + 1
  const pause = Math.min(rules.firstPauseMs * 2 ** (times - 1), rules.longestPauseMs)
  return { ...next, open: { from: now, ms: Math.round(pause * (1 + random / 2)), times } }
}

/** An answer that is none of Gorgias' troubles closes the breaker, whatever else it says. */
export function recover(state: PacingState): PacingState {
  const rest = { ...state }
  delete rest.trouble
  delete rest.open
  return rest
}
