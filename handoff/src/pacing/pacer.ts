import type { ApiFailure, ApiResult } from '../gorgias/api-result.ts'
import type { Clock } from '../ports.ts'
import * as plan from './plan.ts'
import type { Decision, Reason, Step } from './plan.ts'
import { leftTheQueue, refusal, tooManyWaiting } from './refusal.ts'
import { defaultPacingRules } from './state.ts'
import type { PacingRules, PacingState } from './state.ts'
import type { PacingStore } from './store.ts'

/** What is added at most to a rest that Gorgias names, so that the waiting processes do not come at once. */
const SPREAD_MS = 1_000

/** How often another process's answer is looked for. */
const LOOK_MS = 500

/** A call that asks to leave. */
export interface Departure {
  /** The latest moment at which it may leave, in milliseconds since 1970-01-01T00:00Z. */
  until: number
  /** It repeats a call that met trouble, so it draws from the retry quota. */
  isRetry: boolean
  /** Ends the waiting. */
  signal?: AbortSignal
}

type Outcome = { ok: true; call: number; reason?: Reason } | { ok: false; failure: ApiFailure }

/**
 * A call that may leave now, under this number and with the last reason it waited for; or the failure of
 * one that may not.
 */
export type Admission = Outcome & { waitedMs: number }

/** What this process has seen since it began; for metrics. */
export interface PacerCounts {
  admitted: number
  /** Not let go before their deadline. */
  refused: number
  /** Answers 429: each is a mistake of the model. */
  rateLimited: number
  waitedMs: number
  /** Calls that wait now. */
  waiting: number
}

/** Lets the calls of everybody in this process to one Gorgias account leave, first come, first served. */
export interface Pacer {
  /** Waits until a call may leave; where the admission is a failure, it must not be made. */
  admit(departure: Departure): Promise<Admission>
  /**
   * Has to be told of every call that was let go, whatever it came to.
   *
   * @param call the number from {@link Admission}.
   */
  learn(call: number, result: ApiResult<unknown>): Promise<void>
  readonly counts: Readonly<PacerCounts>
}

/** What a pacer is made of. */
export interface PacerOptions {
  /** Names the account's bucket in the store: the host of the account. */
  account: string
  store: PacingStore
  clock: Clock
  /** At least 0, below 1. */
  random: () => number
  rules?: Partial<PacingRules>
  /** More than so many do not wait: fifteen minutes let about 1,840 calls go. */
  maxWaiting?: number
}

interface Waiter extends Departure {
  since: number
  reason?: Reason
  leave: (admission: Admission) => void
  giveUp: () => void
}

/** How long nobody can leave; `early` if an answer or another caller may end it. */
interface Rest {
  ms: number
  early: boolean
  reason: Reason
}

/**
 * The pacer of one account in one process. What it knows it shares with other processes through the store;
 * if that fails, it goes on from what it knew last, so that pacing never keeps a handoff from its ticket.
 *
 * @example
 * const pacer = createPacer({ account: 'acme.gorgias.com', store: memoryPacingStore(), clock, random })
 * const client = pacedClient(createGorgiasClient(...), pacer, { until: clock.now() + 900_000 })
 */
export function createPacer(options: PacerOptions): Pacer {
  const { account, store, clock, random, maxWaiting = 2_000 } = options
  const rules: PacingRules = { ...defaultPacingRules, ...options.rules }
  const counts = { admitted: 0, refused: 0, rateLimited: 0, waitedMs: 0 }
  const queue: Waiter[] = []
  let last: PacingState | undefined
  let busy = false
  /** Ends a rest that can end early. */
  let wake = new AbortController()
  /** Before this nobody can leave, whatever happens. */
  let shutUntil = 0

  async function update<T>(change: (state: PacingState | undefined) => Step<T>): Promise<T> {
    const remembered = (state: PacingState | undefined): Step<T> => {
      const step = change(state)
      last = step.state
      return step
    }
    const known = last
    return store.update(account, remembered).catch(() => remembered(known).result)
  }

  function end(waiter: Waiter, outcome: Outcome): void {
    waiter.signal?.removeEventListener('abort', waiter.giveUp)
    const at = queue.indexOf(waiter)
    if (at >= 0) queue.splice(at, 1)
    const waitedMs = clock.now() - waiter.since
    counts.waitedMs += waitedMs
    counts[outcome.ok ? 'admitted' : 'refused'] += 1
    waiter.leave({ ...outcome, waitedMs })
  }

  function refuse(waiter: Waiter, reason: Reason, waitMs: number): void {
    const failure = refusal({ reason, waitMs, since: waiter.since, now: clock.now(), state: last })
    end(waiter, { ok: false, failure })
  }

  /** Asks for one of the queue. @returns nothing if it is worth asking again at once. */
  async function ask(waiter: Waiter): Promise<Rest | undefined> {
    if (waiter.until < clock.now()) {
      refuse(waiter, waiter.reason ?? 'bucket', 0)
      return undefined
    }
    const decision = await update<Decision>((state) => plan.ask(state, clock.now(), waiter, rules))
    if (decision.go) {
      await letGo(queue.includes(waiter) ? waiter : queue[0], decision.id)
      return undefined
    }
    const { reason } = decision
    const spread = reason === 'told' ? Math.floor(random() * SPREAD_MS) : 0
    const rest =
      decision.for === 'time'
        ? { ms: decision.ms + spread, early: reason === 'quota', reason }
        : { ms: LOOK_MS, early: true, reason }
    waiter.reason = reason
    refuseTheLate(decision.for === 'time' ? rest.ms : 0, reason)
    return rest
  }

  async function letGo(waiter: Waiter | undefined, call: number): Promise<void> {
    if (waiter) end(waiter, { ok: true, call, ...(waiter.reason && { reason: waiter.reason }) })
    else
      await update((state) => ({ state: plan.takeBack(state, clock.now(), call, rules), result: undefined }))
  }

  /** Nobody leaves before the first; so those whose time is up by then hear it now. */
  function refuseTheLate(ms: number, reason: Reason): void {
    for (const waiter of [...queue]) {
      if (reason === 'quota' && !waiter.isRetry) continue
      if (waiter.until < clock.now() + ms) refuse(waiter, reason, ms)
    }
  }

  async function sleep({ ms, early }: Rest): Promise<void> {
    shutUntil = early ? 0 : clock.now() + ms
    if (early && wake.signal.aborted) return
    const canEnd = early || queue.some(({ signal }) => signal)
    await (canEnd ? clock.sleep(ms, wake.signal) : clock.sleep(ms)).catch(() => undefined)
  }

  /** Serves the queue until it is empty. A repetition that has to wait for its quota lets first tries by. */
  async function serve(): Promise<void> {
    if (busy) return
    busy = true
    for (let first = queue[0]; first; first = queue[0]) {
      wake = new AbortController()
      let rest = await ask(first)
      const other = rest?.reason === 'quota' && queue.find(({ isRetry }) => !isRetry)
      if (other) rest = await ask(other)
      if (rest && queue.length > 0) await sleep(rest)
    }
    busy = false
  }

  /** Something happened that may end a rest. */
  function stir(): void {
    if (clock.now() >= shutUntil || queue.length === 0) wake.abort()
  }

  function enqueue(departure: Departure, leave: (admission: Admission) => void): void {
    const giveUp = () => {
      end(waiter, { ok: false, failure: leftTheQueue() })
      stir()
    }
    const waiter: Waiter = { ...departure, since: clock.now(), leave, giveUp }
    const reason = queue[0]?.reason
    if (departure.signal?.aborted) giveUp()
    else if (queue.length >= maxWaiting) end(waiter, { ok: false, failure: tooManyWaiting(queue.length) })
    else if (reason && departure.until < shutUntil) refuse(waiter, reason, shutUntil - clock.now())
    else {
      queue.push(waiter)
      departure.signal?.addEventListener('abort', giveUp)
      stir()
      void serve()
    }
  }

  return {
    admit: (departure) => new Promise((leave) => enqueue(departure, leave)),
    learn: async (call, result) => {
      if (!result.ok && result.failure.code === 'rate_limited') counts.rateLimited += 1
      await update((state) => ({
        state: plan.learn(state, clock.now(), call, result, rules, random()),
        result: undefined,
      }))
      stir()
    },
    get counts() {
      return { ...counts, waiting: queue.length }
    },
  }
}
