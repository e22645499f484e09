import type { Host } from './host.ts'

/** Time that a world's owner reads and moves. All instants and durations are microseconds. */
export interface TimeKeeper {
  /** The last instant that the world knows of. */
  time: number
  nextTimerDue(): number | undefined
  /** Runs the timer that is due first; answers what it stood for. */
  runNextTimer(): string
}

export type ClockMode = 'real' | 'virtual'

/** What happened while the clock was moved. */
export interface AdvanceSummary {
  readonly from: number
  readonly to: number
  readonly timers: number
  /** What ended it early, if anything did. */
  readonly stopped: 'timers' | null
}

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

/** More timers than this at one moment are a loop, not a history. */
const TIMERS_PER_MOMENT = 100_000

/** Timers set others for the same moment, so that time cannot move on. What they did so far stays. */
export class TimerLoop extends Error {
  override readonly name = 'TimerLoop'
  /** How many timers of each kind came up. */
  readonly kinds: ReadonlyMap<string, number>

  constructor(kinds: ReadonlyMap<string, number>) {
    const most = [...kinds].sort(([, a], [, b]) => b - a).slice(0, 5)
    const list = most.map(([kind, count]) => `${count} of ${kind}`).join(', ')
    super(`More than ${TIMERS_PER_MOMENT} timers at one moment, and no end of them: ${list}.`)
    this.kinds = kinds
  }
}

/**
 * The clock of one world. Real: it follows the host, and the host wakes it when a timer is due. Virtual: it
 * stands still until it is moved, and timers and sleepers come up in their order while it moves.
 */
export class Clock {
  readonly #host: Host
  readonly #keeper: TimeKeeper
  readonly #sleepers = new Set<Sleeper>()
  readonly #pending = new Set<Promise<unknown>>()
  #mode: ClockMode
  /** The wake that was asked for, until it comes. */
  #wake: { readonly at: number; readonly cancel: () => void } | undefined
  #running = false
  /** Timers that came up since time last moved on under an advance, by what they stood for. */
  #atMoment = new Map<string, number>()
  /** How many timers came up so far, whoever let them. */
  #ran = 0
  /** Told when so many came up. */
  #enough: { readonly at: number; readonly tell: () => void } | undefined
  /** The last of the moves that wait for their turn, until it is over. */
  #lastMove: Promise<unknown> | undefined
  #closed = false

  constructor(host: Host, keeper: TimeKeeper, mode: ClockMode) {
    this.#host = host
    this.#keeper = keeper
    this.#mode = mode
  }

  get mode(): ClockMode {
    return this.#mode
  }

  /** Now, in microseconds since the epoch; never goes back by itself. */
  now(): number {
    return this.#mode === 'virtual' ? this.#keeper.time : Math.max(this.#keeper.time, this.#host.now())
  }

  /** Switches between real and virtual time. Without `now`, virtual time starts at the present. */
  set(mode: ClockMode, now?: number): void {
    this.#keeper.time = now ?? (mode === 'real' ? this.#host.now() : this.now())
    this.#mode = mode
    this.#cancelWake()
    this.timersChanged()
  }

  /** When something is due next: a timer or a sleeper. */
  nextDue(): number | undefined {
    let due = this.#keeper.nextTimerDue()
    for (const sleeper of this.#sleepers) if (due === undefined || sleeper.due < due) due = sleeper.due
    return due
  }

  /** Waits for a duration of this clock. Rejects with the signal's reason when it is aborted. */
  sleep(duration: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason as Error)
        return
      }
      const settle = (finish: () => void) => () => {
        this.#sleepers.delete(sleeper)
        signal?.removeEventListener('abort', onAbort)
        finish()
      }
      const sleeper: Sleeper = { due: this.now() + duration, wake: settle(resolve) }
      const onAbort = settle(() => reject(signal?.reason as Error))
      signal?.addEventListener('abort', onAbort, { once: true })
      this.#sleepers.add(sleeper)
      this.timersChanged()
    })
  }

  /** Virtual time does not move on until the promise is settled: for I/O between transactions. */
  waitFor(promise: Promise<unknown>): void {
    this.#pending.add(promise)
    void promise.catch(() => undefined).finally(() => this.#pending.delete(promise))
  }

  /**
   * Runs what is due by now; answers how many timers that were. Where they set others without end, the rest is
   * due still when it returns: whoever made a call gets an answer.
   *
   * @param most so many at the most; the rest is due still
   */
  runDue(most: number = TIMERS_PER_MOMENT): number {
    if (this.#running || this.#closed) return 0
    // Each call asks, and mostly nothing is due.
    const next = this.nextDue()
    if (next === undefined || next > this.now()) return 0
    this.#running = true
    let ran = 0
    try {
      for (
        let due = this.#keeper.nextTimerDue();
        due !== undefined && due <= this.now() && ran < Math.min(most, TIMERS_PER_MOMENT);
        due = this.#keeper.nextTimerDue()
      ) {
        const kind = this.#keeper.runNextTimer()
        this.#atMoment.set(kind, (this.#atMoment.get(kind) ?? 0) + 1)
        ran++
        this.#ran++
      }
      if (this.#enough !== undefined && this.#ran >= this.#enough.at) this.#enough.tell()
    } finally {
      this.#running = false
    }
    const now = this.now()
    for (const sleeper of [...this.#sleepers].sort((a, b) => a.due - b.due))
      if (sleeper.due <= now) sleeper.wake()
    this.timersChanged()
    return ran
  }

  /** Whether a move is under way that stands still for something outside: what is outside cannot wait for it. */
  get isHeldUp(): boolean {
    return this.#lastMove !== undefined && this.#pending.size > 0
  }

  /** Moves time when the moves before are over, so that each begins where the last one ended. */
  async inTurn<T>(move: () => Promise<T>): Promise<T> {
    const turn = this.#lastMove === undefined ? move() : this.#lastMove.then(move)
    const last = turn.catch(() => undefined)
    this.#lastMove = last
    try {
      return await turn
    } finally {
      if (this.#lastMove === last) this.#lastMove = undefined
    }
  }

  /**
   * Moves virtual time on, through everything that is due on the way. Moves that may come at once: {@link inTurn}.
   * Throws a RangeError while the clock is real, and a {@link TimerLoop} where timers keep it at one moment.
   */
  async advance(duration: number): Promise<AdvanceSummary> {
    if (this.#mode === 'real') throw new RangeError('A real clock cannot be advanced: make it virtual first.')
    const from = this.#keeper.time
    const { timers } = await this.#run(from + duration, Infinity)
    const to = Math.max(this.#keeper.time, from + duration)
    this.#keeper.time = to
    return { from, to, timers, stopped: null }
  }

  /**
   * Moves virtual time on until nothing is due any more, and no further: timers that set others may go on for
   * ever, so it ends after a duration or a number of timers at the latest, with the rest still due.
   * Throws as {@link advance} does.
   *
   * @param timers of all that came up meanwhile, as when an integration calls back; the rest of a moment stays due
   */
  async advanceUntilIdle(duration: number, timers: number): Promise<AdvanceSummary> {
    if (this.#mode === 'real') throw new RangeError('A real clock cannot be advanced: make it virtual first.')
    const from = this.#keeper.time
    const ran = await this.#run(from + duration, timers)
    return { from, to: this.#keeper.time, ...ran }
  }

  /** Runs what is due up to an instant; who wakes up counts as a timer, too, since it may sleep again. */
  async #run(to: number, limit: number): Promise<Pick<AdvanceSummary, 'timers' | 'stopped'>> {
    this.#atMoment.clear()
    const before = this.#ran
    const timers = () => this.#ran - before
    let moments = 0
    this.runDue(limit)
    for (;;) {
      await this.#quiet(before + limit)
      const due = this.nextDue()
      const isIdle = this.#pending.size === 0 && (due === undefined || due > to)
      if (this.#closed || isIdle) return { timers: timers(), stopped: null }
      if (Math.max(timers(), moments) >= limit) return { timers: timers(), stopped: 'timers' }
      if (due !== undefined && due > this.#keeper.time) {
        this.#keeper.time = due
        this.#atMoment.clear()
      }
      this.runDue(limit - timers())
      moments++
    }
  }

  /** Arranges to be woken for what is due next; call it whenever that may have changed. */
  timersChanged(): void {
    if (this.#closed || this.#running || this.#mode === 'virtual') return
    const due = this.nextDue()
    // A wake that comes too early costs less than to ask for another with each call.
    if (due === undefined || (this.#wake !== undefined && this.#wake.at <= due)) return
    this.#cancelWake()
    const milliseconds = Math.ceil((due - this.now()) / 1000)
    const cancel = this.#host.wake(milliseconds, () => {
      this.#wake = undefined
      // Hosts wake a little early at times, too: then nothing is due, and the rest has to be waited for.
      if (this.runDue() === 0) this.timersChanged()
    })
    this.#wake = { at: due, cancel }
  }

  close(): void {
    this.#closed = true
    this.#cancelWake()
  }

  #cancelWake(): void {
    this.#wake?.cancel()
    this.#wake = undefined
  }

  /** Lets those who woke up run, and waits for I/O that is under way; no longer than until `most` came up in all. */
  async #quiet(most: number): Promise<void> {
    do {
      await this.#host.breathe()
      await this.#settled(most)
      // Timers can set each other, what is outside can set off what it waits for: time would never move on.
      const ran = [...this.#atMoment.values()].reduce((sum, count) => sum + count, 0)
      const isOver = this.#pending.size === 0 && (this.nextDue() ?? Infinity) > this.#keeper.time
      if (ran >= TIMERS_PER_MOMENT && !isOver) throw new TimerLoop(new Map(this.#atMoment))
    } while (this.#pending.size > 0 && this.#ran < most && !this.#closed)
  }

  /** One call outside can be the reason for the next for ever: then it is over when enough came up. */
  async #settled(most: number): Promise<void> {
    if (this.#pending.size === 0 || this.#ran >= most) return
    const at = Math.min(most, this.#ran + TIMERS_PER_MOMENT)
    const enough = new Promise<void>((tell) => (this.#enough = { at, tell }))
    await Promise.race([Promise.allSettled(this.#pending), enough])
    this.#enough = undefined
  }
}
