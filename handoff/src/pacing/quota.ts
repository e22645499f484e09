import { isTrouble } from './breaker.ts'
import type { ErrorCode } from '../errors.ts'
import type { PacingRules, PacingState } from './state.ts'

/** What one success gives back; a repetition that succeeds gives back all that it cost. */
const PER_SUCCESS = 0.1

/** Without any success, one repetition may leave in this time: trouble ends some day. */
const REFILL_MS = 10_000

/** How many repetitions may leave now. */
function tokensAt({ quota }: PacingState, now: number, rules: PacingRules): number {
  return Math.min(rules.retryBurst, quota.tokens + Math.max(0, now - quota.at) / REFILL_MS)
}

/** Milliseconds until a repetition may leave: many of them at once would keep a weak server down. */
export function retryWait(state: PacingState, now: number, rules: PacingRules): number {
  return Math.ceil(Math.max(0, 1 - tokensAt(state, now, rules)) * REFILL_MS)
}

/** Takes one repetition out of the quota. */
export const drawRetry = (state: PacingState, now: number, rules: PacingRules): PacingState =>
  withTokens(state, now, tokensAt(state, now, rules) - 1, rules)

/** Gives back after an answer: for a success, and the whole price of a repetition that met no trouble. */
export function giveBack(
  state: PacingState,
  now: number,
  { retry, code }: { retry: boolean; code: ErrorCode | undefined },
  rules: PacingRules,
): PacingState {
  if (code !== undefined && isTrouble(code)) return state
  const back = retry ? 1 : code === undefined ? PER_SUCCESS : 0
  return back === 0 ? state : withTokens(state, now, tokensAt(state, now, rules) + back, rules)
}

const withTokens = (state: PacingState, now: number, tokens: number, rules: PacingRules): PacingState => ({
  ...state,
  quota: { tokens: Math.max(0, Math.min(rules.retryBurst, tokens)), at: now },
})
