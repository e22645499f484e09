import { errorEntry } from '../errors.ts'
import type { ApiResult } from '../gorgias/api-result.ts'
import { fail, isTrouble, keptBack, recover } from './breaker.ts'
import { depart, hear, land, obey, roomFor, tidy } from './bucket.ts'
import type { Wait } from './bucket.ts'
import { drawRetry, giveBack, retryWait } from './quota.ts'
import { firstState, restOf } from './state.ts'
import type { PacingRules, PacingState } from './state.ts'

/** What keeps a call back: a Retry-After, the breaker, the retry quota, or the bucket. */
export type Reason = 'told' | 'breaker' | 'quota' | 'bucket'

/** Go, under this number; or wait, and ask again. */
export type Decision = { go: true; id: number } | ({ go: false; reason: Reason } & Wait)

/** A state and what it was made for. */
export interface Step<T> {
  state: PacingState
  result: T
}

/** Decides about the next call; if it may go, the state counts it as under way. */
export function ask(
  known: PacingState | undefined,
  now: number,
  { isRetry }: { isRetry: boolean },
  rules: PacingRules,
): Step<Decision> {
  const state = tidy(known ?? firstState(now, rules), now, rules)
  const wait = (reason: Reason, until: Wait): Step<Decision> => ({
    state,
    result: { go: false, reason, ...until },
  })

  const rest = state.told ? restOf(state.told, now) : 0
  if (rest > 0) return wait('told', { for: 'time', ms: Math.ceil(rest) })
  const broken = keptBack(state, now)
  if (broken) return wait('breaker', broken)
  // The breaker lets one call try; the quota is for those that it does not hold.
  const draws = isRetry && !state.open
  const quota = draws ? retryWait(state, now, rules) : 0
  if (quota > 0) return wait('quota', { for: 'time', ms: quota })
  const full = roomFor(state, now, rules)
  if (full) return wait('bucket', full)

  const id = state.nextCall
  const gone = depart(draws ? drawRetry(state, now, rules) : state, now, draws)
  return {
    state: gone.open ? { ...gone, open: { ...gone.open, probe: id } } : gone,
    result: { go: true, id },
  }
}

/** Learns from what a call came to. */
export function learn(
  known: PacingState | undefined,
  now: number,
  id: number,
  result: ApiResult<unknown>,
  rules: PacingRules,
  random: number,
): PacingState {
  const before = tidy(known ?? firstState(now, rules), now, rules)
  const call = before.calls.find((one) => one.id === id)
  const failure = result.ok ? undefined : result.failure
  const code = failure?.code

  const answered = !failure || failure.status !== undefined
  // A refused call is not poured in, and one that was never sent is not either.
  const counted = answered ? code !== 'rate_limited' : errorEntry(failure.code).outcome === 'unknown'
  let state = call ? land(before, now, call, counted, rules) : before
  if (answered) {
    const header = code === 'unauthorized' ? undefined : result.callLimit
    state = hear(state, now, header, { call, exact: result.ok }, rules)
  }
  if (code === 'rate_limited' && !result.callLimit) state = { ...state, emptyAt: now + rules.windowMs }
  if (failure?.retryAfterMs !== undefined) state = obey(state, now, failure.retryAfterMs)
  state = giveBack(state, now, { retry: call?.retry ?? false, code }, rules)
  if (failure && isTrouble(failure.code))
    return fail(state, now, { id, code: failure.code, detail: failure.detail }, rules, random)
  return answered ? recover(state) : state
}

/** Takes back a call that was let go and is not made. */
export function takeBack(
  known: PacingState | undefined,
  now: number,
  id: number,
  rules: PacingRules,
): PacingState {
  const state = tidy(known ?? firstState(now, rules), now, rules)
  const call = state.calls.find((one) => one.id === id)
  return call ? land(state, now, call, false, rules) : state
}
