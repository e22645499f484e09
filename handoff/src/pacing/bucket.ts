import type { CallLimit } from '../gorgias/api-result.ts'
import { restOf } from './state.ts'
import type { CallUnderWay, PacingRules, PacingState } from './state.ts'

/** Limits that no account has; a header with more is taken for a mistake of something in between. */
const HIGHEST_LIMIT = 10_000

/** For so many windows after a neighbour was noticed, room is left for the next calls. */
const REMEMBERED_WINDOWS = 3

/** The part of the bucket that is never filled. */
const COURTESY = 0.05

/** More is left to nobody: who takes all that there is would get it all. It covers bursts of half a bucket. */
const MOST_RESERVED = 0.6

/** A neighbour is expected to do again within a tenth of a window what was seen of it. */
const HORIZON_WINDOWS = 0.1

/** How long a scout may stay out alone before another one follows. */
const SCOUT_MS = 2_000

/** The time in which one call drains. */
const intervalOf = ({ limit }: PacingState, { windowMs }: PacingRules): number => windowMs / limit

/** How full the bucket is at most as far as this side knows, calls under way included, in calls. */
export function levelOf(state: PacingState, now: number, rules: PacingRules): number {
  return Math.max(0, state.emptyAt - now) / intervalOf(state, rules) + state.calls.length
}

/**
 * The room that is left to others: a twentieth of the bucket, and more as long as they were noticed lately.
 *
 * Without any room nobody would ever be noticed: calls that are refused leave no trace in the header. As a
 * bucket drains as fast when it is half full, a reserve costs no throughput, only calls of the first burst.
 */
export function reserveOf({ neighbour, limit }: PacingState, now: number, rules: PacingRules): number {
  const theirs = neighbour && inForce(neighbour, now, rules) ? neighbour.reserve : 0
  return Math.min(Math.max(limit * COURTESY, theirs), limit * MOST_RESERVED, limit - 1)
}

const inForce = ({ seenAt }: { seenAt: number }, now: number, { windowMs }: PacingRules): boolean =>
  now - seenAt <= REMEMBERED_WINDOWS * windowMs

/** Why a call has to wait for the bucket: until time has passed, or until an answer comes. */
export type Wait = { for: 'time'; ms: number } | { for: 'answer' }

/**
 * Whether the next call fits.
 *
 * What was heard longer than a window ago says nothing about neighbours. Then one call goes ahead as a
 * scout, and what its answer says lets the burst after it fit.
 */
export function roomFor(state: PacingState, now: number, rules: PacingRules): Wait | undefined {
  const { calls, limit, heardAt } = state
  const known = heardAt !== undefined && now - heardAt <= rules.windowMs
  const oldest = calls[0]
  if (!known && oldest && calls.length > Math.floor((now - oldest.at) / SCOUT_MS)) return { for: 'answer' }

  const room = limit - reserveOf(state, now, rules) - calls.length - 1
  if (room < 0) return { for: 'answer' }
  const ms = Math.ceil(state.emptyAt - now - room * intervalOf(state, rules))
  return ms > 0 ? { for: 'time', ms } : undefined
}

/** Lets a call go. */
export function depart(state: PacingState, now: number, retry: boolean): PacingState {
  const solo = state.calls.length === 0
  const others = solo ? [] : state.calls.map((call) => ({ ...call, solo: false }))
  return {
    ...state,
    calls: [...others, { id: state.nextCall, at: now, solo, retry }],
    nextCall: state.nextCall + 1,
  }
}

/**
 * Brings the state to `now`: calls that nobody waits for any more are poured in; what lies in the future,
 * because a clock was set back, happened just now.
 */
export function tidy(state: PacingState, now: number, rules: PacingRules): PacingState {
  const past = <T extends { from: number }>(pause: T): T => ({ ...pause, from: Math.min(pause.from, now) })
  const { told, open, neighbour, heardAt, quota } = state
  const calls = state.calls.map((call) => ({ ...call, at: Math.min(call.at, now) }))
  const lost = calls.filter(({ at }) => now - at >= rules.leaseMs)
  const kept: PacingState = {
    ...state,
    calls,
    emptyAt: Math.min(state.emptyAt, now + rules.windowMs),
    quota: { ...quota, at: Math.min(quota.at, now) },
    ...(told && { told: past(told) }),
    ...(open && { open: past(open) }),
    ...(heardAt !== undefined && { heardAt: Math.min(heardAt, now) }),
    ...(neighbour && { neighbour: { ...neighbour, seenAt: Math.min(neighbour.seenAt, now) } }),
  }
  return lost.reduce((rest, call) => land(rest, now, call, true, rules), kept)
}

/** Ends a call; `counted` if Gorgias may have poured it into the bucket. */
export function land(
  state: PacingState,
  now: number,
  call: CallUnderWay,
  counted: boolean,
  rules: PacingRules,
): PacingState {
  const poured = Math.max(state.emptyAt, now) + intervalOf(state, rules)
  return {
    ...state,
    calls: state.calls.filter(({ id }) => id !== call.id),
    ...(counted && { emptyAt: Math.min(poured, now + rules.windowMs) }),
  }
}

/**
 * Learns from the header of an answer whose call has landed.
 *
 * The header counts everybody's calls up to its own, so the larger of both levels holds. Where no other
 * call of ours was under way it is exact, and a level that was guessed too high comes down.
 *
 * A neighbour is noticed only by what none of our own calls explains: the header rounds up to whole calls,
 * and while the answer travelled the bucket drained.
 *
 * @param call as it was under way; without it the answer came after it was given up.
 */
export function hear(
  state: PacingState,
  now: number,
  header: CallLimit | undefined,
  { call, exact }: { call: CallUnderWay | undefined; exact: boolean },
  rules: PacingRules,
): PacingState {
  const heard = { ...state, heardAt: now }
  // Each header counts its own call: one that counts none is not about this bucket.
  if (!header || header.used < 1 || header.limit < 1 || header.limit > HIGHEST_LIMIT) return heard
  const sized = withLimit(heard, now, header.limit, rules)
  const interval = intervalOf(sized, rules)
  const used = Math.min(header.used, header.limit)
  const ours = levelOf(sized, now, rules)

  const travelled = Math.max(0, now - (call?.at ?? now - rules.leaseMs)) / interval
  const theirs = used - 1 - travelled - ours
  const told = now + Math.max(0, used - sized.calls.length) * interval
  const emptyAt = exact && call?.solo ? told : Math.max(sized.emptyAt, told)
  // A full bucket hides how many more would have come.
  const calls = (used - ours) * (used === header.limit ? 2 : 1)
  return theirs > 0
    ? { ...sized, emptyAt, neighbour: noticed(state, now, { calls, travelled }, rules) }
    : { ...sized, emptyAt }
}

/**
 * How much room a neighbour gets: what it did since the last answer, scaled down to the horizon, and what
 * it can do unseen while an answer travels.
 */
function noticed(
  state: PacingState,
  now: number,
  { calls, travelled }: { calls: number; travelled: number },
  rules: PacingRules,
): NonNullable<PacingState['neighbour']> {
  const since = state.heardAt === undefined ? Infinity : Math.max(1, now - state.heardAt)
  const soon = calls * Math.min(1, (HORIZON_WINDOWS * rules.windowMs) / since)
  const reserve = Math.min(2 + travelled + soon, state.limit)
  const before = state.neighbour
  if (!before || before.reserve <= reserve || !inForce(before, now, rules)) return { reserve, seenAt: now }
  // Something much smaller is not what the room was made for; something like it is, and corrects its size.
  return reserve < before.reserve / 2 ? before : { reserve: (before.reserve + reserve) / 2, seenAt: now }
}

/** The same fill in calls, in a bucket of another size. */
function withLimit(state: PacingState, now: number, limit: number, rules: PacingRules): PacingState {
  if (limit === state.limit) return state
  const level = Math.max(0, state.emptyAt - now) / intervalOf(state, rules)
  return { ...state, limit, emptyAt: now + Math.min(level, limit) * (rules.windowMs / limit) }
}

/** A rest that was told, however long; the later end of two holds. */
export function obey(state: PacingState, now: number, ms: number): PacingState {
  return state.told && restOf(state.told, now) >= ms ? state : { ...state, told: { from: now, ms } }
}
