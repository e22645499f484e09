import { secondsToWait, takeFromBucket } from './leaky-bucket.ts'
import type { BucketLimits } from './leaky-bucket.ts'

/** A stretch of time, in microseconds, and the calls in it. */
export interface Round {
  readonly begin: number
  /** Where the next round begins. */
  readonly end: number
  readonly calls: number
  /** All at the beginning; spread evenly otherwise. */
  readonly atOnce: boolean
}

/** When somebody else calls: a fixed plan, so that the same time has the same calls however often it is asked. */
export interface CallPlan {
  /** No call before this instant, in microseconds since the epoch. */
  readonly starts: number
  /** No call from this instant on; Infinity where it goes on for ever. */
  readonly ends: number
  /** The round that an instant from `starts` on lies in. */
  roundAt(instant: number): Round
  /** It never calls more often on average, per second. */
  readonly mostPerSecond: number
  /** After a refusal it calls again when it was told to, and leaves out what it would have called meanwhile. */
  readonly obeysRetryAfter: boolean
}

/** Somebody who calls, and what came of it. */
export interface NeighbourState<Plan> {
  readonly id: number
  readonly plan: Plan
  /** Calls that it made, those that were refused included. */
  readonly made: number
  readonly refused: number
  /** Calls that it left out because it had been told to wait. */
  readonly heldBack: number
}

interface Entry<Plan> {
  readonly id: number
  readonly plan: Plan
  made: number
  refused: number
  heldBack: number
  round: Round
  /** Which call of the round comes next. */
  index: number
  /** When it comes; Infinity where none does any more. */
  next: number
  waitsUntil: number
}

/**
 * More calls than this are not caught up with at a time: of a longer silence only the newest happen. It keeps a
 * jump of a thousand years from taking hours.
 */
const MOST_AT_A_TIME = 10_000_000

const callAt = ({ begin, end, calls, atOnce }: Round, index: number): number =>
  atOnce ? begin : begin + Math.floor((index * (end - begin)) / calls)

/** The first call of a round that does not come before an instant. */
function firstFrom(round: Round, instant: number): number {
  const { begin, end, calls, atOnce } = round
  if (instant <= begin) return 0
  if (atOnce) return calls
  let index = Math.min(calls, Math.floor(((instant - begin) * calls) / (end - begin)))
  while (index < calls && callAt(round, index) < instant) index++
  return index
}

/** Sets an entry to its first call from an instant on. */
function seek(entry: Entry<CallPlan>, instant: number): void {
  const { starts, ends } = entry.plan
  let from = Math.max(instant, starts)
  entry.next = Infinity
  while (from < ends) {
    entry.round = entry.plan.roundAt(from)
    entry.index = firstFrom(entry.round, from)
    if (entry.index < entry.round.calls) {
      const next = callAt(entry.round, entry.index)
      if (next < ends) entry.next = next
      return
    }
    from = entry.round.end
  }
}

function step(entry: Entry<CallPlan>): void {
  entry.index++
  if (entry.index >= entry.round.calls) {
    seek(entry, entry.round.end)
    return
  }
  const next = callAt(entry.round, entry.index)
  entry.next = next < entry.plan.ends ? next : Infinity
}

/**
 * Others who pour calls into a bucket, each by a plan. Nobody is woken for them: what they called until an
 * instant is poured, call by call, when somebody wants to know how full the bucket is then.
 */
export class Neighbours<Plan extends CallPlan> {
  #entries: Entry<Plan>[] = []
  #nextId = 1
  /** Every call before this instant has been poured. */
  #from = 0

  /** Whether there are none. */
  get idle(): boolean {
    return this.#entries.length === 0
  }

  list(): NeighbourState<Plan>[] {
    return this.#entries.map(stateOf)
  }

  /** Takes one in; its calls count from `now` on. */
  add(plan: Plan, now: number): NeighbourState<Plan> {
    if (this.idle) this.#from = now
    const round = { begin: 0, end: 0, calls: 0, atOnce: true }
    const state = { made: 0, refused: 0, heldBack: 0, round, index: 0, next: Infinity, waitsUntil: 0 }
    const entry: Entry<Plan> = { id: this.#nextId++, plan, ...state }
    seek(entry, now)
    this.#entries.push(entry)
    return stateOf(entry)
  }

  /** Answers whether there was one of that id. */
  remove(id: number): boolean {
    const before = this.#entries.length
    this.#entries = this.#entries.filter((entry) => entry.id !== id)
    return this.#entries.length < before
  }

  clear(): void {
    this.#entries = []
    this.#nextId = 1
  }

  /** Goes on from an instant, which may lie in the past: for a time that begins anew. */
  restart(now: number): void {
    this.#from = now
    for (const entry of this.#entries) {
      entry.waitsUntil = 0
      seek(entry, now)
    }
  }

  /**
   * Pours all calls up to and including `now`, in their order; of one instant, those of whoever was taken in first.
   *
   * @param emptyAt the state of the bucket after the last call that was poured
   * @param limits undefined where nothing is limited: calls are made, and the bucket stays as it is
   * @param poured told of each call that fitted
   * @returns the state of the bucket
   */
  pour(
    emptyAt: number,
    now: number,
    limits: BucketLimits | undefined,
    poured: (id: number, at: number) => void,
  ): number {
    this.#leaveOut(now)
    let state = emptyAt
    for (let entry = this.#first(now); entry !== undefined; entry = this.#first(now)) {
      const { id, plan, next: at } = entry
      step(entry)
      if (at < entry.waitsUntil) {
        entry.heldBack++
        continue
      }
      entry.made++
      if (limits === undefined) continue
      const reading = takeFromBucket(state, at, limits)
      if (reading.allowed) {
        state = reading.emptyAt
        poured(id, at)
        continue
      }
      entry.refused++
      if (plan.obeysRetryAfter) entry.waitsUntil = at + secondsToWait(reading) * 1_000_000
    }
    this.#from = now
    return state
  }

  /** The entry whose call is the next one, if that comes by `now`. */
  #first(now: number): Entry<Plan> | undefined {
    let first: Entry<Plan> | undefined
    for (const entry of this.#entries)
      if (entry.next <= now && (first === undefined || entry.next < first.next)) first = entry
    return first
  }

  #leaveOut(now: number): void {
    const perSecond = this.#entries.reduce((sum, { plan }) => sum + plan.mostPerSecond, 0)
    const reach = Math.floor((MOST_AT_A_TIME / perSecond) * 1_000_000)
    if (now - this.#from > reach) for (const entry of this.#entries) seek(entry, now - reach)
  }
}

const stateOf = <Plan>({ id, plan, made, refused, heldBack }: Entry<Plan>): NeighbourState<Plan> => ({
  id,
  plan,
  made,
  refused,
  heldBack,
})
