import type { Host } from './host.ts'

/** Time that a world's owner reads and moves. All instants and durations are microseconds. */
export interface TimeKeeper {
  /** The last instant that the world knows of. */
  time: number
  nextTimerDue(): number | undefined
  /** Runs the timer that is due first. */
  runNextTimer(): void
}

export type ClockMode = 'real' | 'virtual'

/** What happened while the clock was moved. */
export interface AdvanceSummary {
  readonly from: number
  readonly to: number
  readonly timers: number
}

interface Sleeper {
  readonly due: number
  readonly wake: () => void
}

/** More timers than this at one moment are a loop of the emulator, not a history. */
const TIMERS_PER_MOMENT = 100_000

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
  #cancelWake: (() => void) | undefined
  #running = false
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

  /** Runs what is due by now; answers how many timers that were. */
  runDue(): number {
    if (this.#running || this.#closed) return 0
    // Each call asks, and mostly nothing is due.
    const next = this.nextDue()
    if (next === undefined || next > this.now()) return 0
    this.#running = true
    let ran = 0
    try {
      for (
        let due = this.#keeper.nextTimerDue();
        due !== undefined && due <= this.now();
        due = this.#keeper.nextTimerDue()
      ) {
        if (++ran > TIMERS_PER_MOMENT) throw new Error(`More than ${TIMERS_PER_MOMENT} timers at one moment.`)
        this.#keeper.runNextTimer()
      }
    } finally {
      this.#running = false
    }
    const now = this.now()
    for (const sleeper of [...this.#sleepers].sort((a, b) => a.due - b.due))
      if (sleeper.due <= now) sleeper.wake()
    this.timersChanged()
    return ran
  }

  /**
   * Moves virtual time on, through everything that is due on the way.
   * Throws a RangeError while the clock is real.
   */
  async advance(duration: number): Promise<AdvanceSummary> {
    if (this.#mode === 'real') throw new RangeError('A real clock cannot be advanced: make it virtual first.')
    const from = this.#keeper.time
    const to = from + duration
    let timers = this.runDue()
    for (;;) {
      await this.#quiet()
      const due = this.nextDue()
      if (due === undefined || due > to) break
      this.#keeper.time = Math.max(this.#keeper.time, due)
      timers += this.runDue()
    }
    this.#keeper.time = Math.max(this.#keeper.time, to)
    return { from, to, timers }
  }

  /** Arranges to be woken for what is due next; call it whenever that may have changed. */
  timersChanged(): void {
    this.#cancelWake?.()
    this.#cancelWake = undefined
    if (this.#closed || this.#running || this.#mode === 'virtual') return
    const due = this.nextDue()
    if (due === undefined) return
    const milliseconds = Math.ceil((due - this.now()) / 1000)
    this.#cancelWake = this.#host.wake(milliseconds, () => {
      // Hosts wake a little early at times: then nothing is due, and the rest has to be waited for.
      if (this.runDue() === 0) this.timersChanged()
    })
  }

  close(): void {
    this.#closed = true
    this.#cancelWake?.()
  }

  /** Lets those who woke up run, and waits for I/O that is under way. */
  async #quiet(): Promise<void> {
    do {
      await this.#host.breathe()
      await Promise.allSettled(this.#pending)
    } while (this.#pending.size > 0)
  }
}
