import type { Outcome } from '../model/outcome.ts'
import type { Notifier } from '../notify/notifier.ts'
import type { Clock } from '../ports.ts'
import type { Worker } from './worker.ts'

/** How a ledger is worked off. */
export interface WorkOptions {
  worker: Worker
  notifier: Notifier
  clock: Clock
  /** Handoffs that run at the same time. */
  atOnce: number
  /** Once it aborts nothing more is begun; what runs may end. */
  stop: AbortSignal
  /** Ends when nothing is left that can be begun, instead of waiting for more. */
  untilIdle?: boolean
  /** Told each outcome. */
  settled?: (outcome: Outcome) => void
  /** Told what went wrong with the ledger; the work goes on when it is back. */
  onFailure?: (error: unknown) => void
}

/** How often a ledger is looked at in which others may write. */
const LOOK_MS = 1_000

/** Works handoffs off, oldest first, and sends the notices that are due. */
export interface WorkOff {
  /** There is something new: look at once. */
  wake(): void
  /** Ends when the work has. */
  readonly done: Promise<void>
}

/** Begins to work a ledger off. */
export function workOff(options: WorkOptions): WorkOff {
  const { worker, notifier, clock, atOnce, stop, untilIdle = false } = options
  const { settled = () => undefined, onFailure = () => undefined } = options
  const running = new Set<Promise<void>>()
  let alarm = new AbortController()
  let sweptAt = -Infinity
  let sweeping: Promise<void> | undefined

  /** Beside the work, one at a time: a mail server that hangs must not hold it up. */
  function sweep(): void {
    if (sweeping || clock.now() < sweptAt + LOOK_MS) return
    sweptAt = clock.now()
    sweeping = notifier
      .sweep()
      .then(() => undefined, onFailure)
      .finally(() => {
        sweeping = undefined
      })
  }

  const begin = async (): Promise<boolean> => {
    const work = await worker.claim()
    if (!work) return false
    const piece = worker
      .do(work)
      .then((outcome) => outcome && settled(outcome), onFailure)
      .finally(() => {
        running.delete(piece)
        alarm.abort()
      })
    running.add(piece)
    return true
  }

  async function rest(): Promise<void> {
    const rings = AbortSignal.any([alarm.signal, stop])
    if (!rings.aborted) await clock.sleep(LOOK_MS, rings).catch(() => undefined)
    alarm = new AbortController()
  }

  async function work(): Promise<void> {
    while (!stop.aborted) {
      try {
        sweep()
        const begun = running.size < atOnce && (await begin())
        if (begun) continue
        if (untilIdle && running.size === 0) break
      } catch (error) {
        onFailure(error)
        if (untilIdle) break
      }
      await rest()
    }
    await Promise.all([...running, sweeping])
  }

  return { wake: () => alarm.abort(), done: work() }
}
