import { nextRandom } from './random.ts'
import type { RandomState } from './random.ts'

/** The moment of a call's life at which a fault strikes: before anything is done, or when its answer is settled. */
export type FaultMoment = 'before' | 'answered'

/** When a fault strikes, counted over the calls that match it. All of what is named has to hold. */
export interface FaultTiming {
  /** Lets the first n calls through, and counts from there. */
  readonly after?: number
  /** Strikes the first n calls. */
  readonly first?: number
  /** Strikes every n-th call. */
  readonly every?: number
  /** Strikes so many times at the most. */
  readonly times?: number
  /** Strikes with this probability, by a generator of its own. */
  readonly probability?: number
  /** Sees no call before this instant, in microseconds since the epoch. */
  readonly from?: number
  /** Sees no call from this instant on. */
  readonly until?: number
}

/** Which calls a fault strikes, and when. What goes wrong then is for whoever raises it. */
export interface FaultRule<Call> extends FaultTiming {
  readonly moment: FaultMoment
  /** Goes before all that are not urgent, whenever it was registered. */
  readonly urgent: boolean
  matches(call: Call): boolean
}

/** A fault on order, and what came of it. */
export interface FaultState<Rule> {
  readonly id: number
  readonly rule: Rule
  /** Calls that matched, in its time. */
  readonly seen: number
  /** Calls that it struck. */
  readonly hits: number
  /** How often it can strike yet; null where nothing bounds that. */
  readonly remaining: number | null
  /** Calls that it holds right now. */
  readonly waiting: number
}

/** A fault that strikes a call. */
export interface Strike<Rule> {
  readonly id: number
  readonly rule: Rule
  /** A number in [0, 1) of this strike: whatever is drawn for it comes from here. */
  readonly draw: number
}

interface Entry<Rule> {
  readonly id: number
  readonly rule: Rule
  /** Two generators: whether a call is struck must not depend on what was drawn for others that were. */
  readonly chance: RandomState
  readonly draws: RandomState
  seen: number
  hits: number
  waiting: number
}

/** More calls than this are not held at a time: where virtual time stands still, nothing would end it. */
const MOST_HELD = 10_000

const isCurrent = ({ from, until }: FaultTiming, now: number): boolean =>
  (from === undefined || now >= from) && (until === undefined || now < until)

/** Whether the n-th call that a fault sees is one of those it strikes. */
function isStruck({ after = 0, first, every }: FaultTiming, seen: number): boolean {
  const call = seen - after
  if (call < 1 || (first !== undefined && call > first)) return false
  return every === undefined || call % every === 0
}

function remainingOf({ first, times, after = 0 }: FaultTiming, seen: number, hits: number): number | null {
  if (times !== undefined) return times - hits
  if (first !== undefined) return Math.max(0, first - Math.max(0, seen - after))
  return null
}

/**
 * The faults on order for one account. Of those that match a call, all count it, and the first one registered
 * whose turn it is strikes. Their randomness is their own: the same seed and the same calls, the same strikes.
 */
export class FaultTable<Call, Rule extends FaultRule<Call>> {
  readonly #seed: number
  #entries: readonly Entry<Rule>[] = []
  #nextId = 1
  #held = 0
  #ended = new AbortController()

  constructor(seed: number) {
    this.#seed = seed
  }

  /** Whether nothing is on order: all that a call asks in the usual case. */
  get idle(): boolean {
    return this.#entries.length === 0
  }

  add(rule: Rule): FaultState<Rule> {
    const id = this.#nextId++
    const seed = Math.imul(this.#seed ^ Math.imul(id, 0x9e3779b1), 0x85ebca6b) | 0
    const entry: Entry<Rule> = {
      id,
      rule,
      chance: { random: seed },
      draws: { random: ~seed },
      seen: 0,
      hits: 0,
      waiting: 0,
    }
    const goesBefore = (other: Entry<Rule>) => other.rule.urgent || !rule.urgent
    this.#entries = [
      ...this.#entries.filter((other) => goesBefore(other)),
      entry,
      ...this.#entries.filter((other) => !goesBefore(other)),
    ]
    return stateOf(entry)
  }

  /** Takes out those that are chosen; answers how many that were. */
  remove(chosen: (fault: FaultState<Rule>) => boolean): number {
    const before = this.#entries.length
    this.#entries = this.#entries.filter((entry) => !chosen(stateOf(entry)))
    return before - this.#entries.length
  }

  list(): FaultState<Rule>[] {
    return this.#entries.map(stateOf)
  }

  /** Puts the table back to its beginning, ids and randomness too, and lets go of the calls that are held. */
  reset(): void {
    this.#entries = []
    this.#nextId = 1
    this.letGo()
  }

  /** Ends the calls that are held: for where the time that they wait for will not come. */
  letGo(): void {
    this.#ended.abort()
    this.#ended = new AbortController()
  }

  /** Counts a call that comes to a moment of its life, and answers the fault that strikes it. */
  strike(moment: FaultMoment, now: number, call: Call): Strike<Rule> | undefined {
    let struck: Strike<Rule> | undefined
    for (const entry of this.#entries) {
      const { id, rule } = entry
      if (rule.moment !== moment || !isCurrent(rule, now) || !rule.matches(call)) continue
      entry.seen += 1
      // Drawn for each call that is seen, so that no other fault shifts what is drawn for the next.
      const luck = rule.probability === undefined || nextRandom(entry.chance) < rule.probability
      if (struck !== undefined || !luck || !isStruck(rule, entry.seen)) continue
      if (rule.times !== undefined && entry.hits >= rule.times) continue
      entry.hits += 1
      struck = { id, rule, draw: nextRandom(entry.draws) }
    }
    return struck
  }

  /**
   * Counts a call as held by a fault for as long as it waits.
   *
   * @param wait gets a signal that aborts when all calls are let go
   * @throws the signal's reason then
   */
  async hold(id: number, wait: (ended: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#held >= MOST_HELD) return
    const entry = this.#entries.find((one) => one.id === id)
    const count = (by: number) => {
      this.#held += by
      if (entry !== undefined) entry.waiting += by
    }
    count(1)
    try {
      await wait(this.#ended.signal)
    } finally {
      count(-1)
    }
  }
}

const stateOf = <Rule extends FaultTiming>({
  id,
  rule,
  seen,
  hits,
  waiting,
}: Entry<Rule>): FaultState<Rule> => ({
  id,
  rule,
  seen,
  hits,
  remaining: remainingOf(rule, seen, hits),
  waiting,
})
