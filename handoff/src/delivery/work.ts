import type { Outcome } from '../model/outcome.ts'
import type { HandOffContext } from './hand-off-one.ts'
import { reportBeside } from '../notify/notifier.ts'
import { workOff } from './work-off.ts'
import { strayWorker, workQueue } from './work-queue.ts'
import { createWorker } from './worker.ts'

/** How the handoffs of a ledger are worked off. */
export interface WorkOptions {
  /** Handoffs that run at the same time; 4 unless set. */
  atOnce?: number
  /** Once it aborts nothing more is begun. What runs may end. */
  stop?: AbortSignal
  /**
   * How long what runs may take after that, in milliseconds; 60,000 unless set. What then still waits goes back to
   * the ledger; a call that is under way is always waited for.
   */
  drainMs?: number
  /** Ends when nothing is left that can be begun, instead of waiting for more. */
  untilIdle?: boolean
  /** Told each outcome. */
  settled?: (outcome: Outcome) => void
  /** Told what went wrong with the ledger; the work goes on when it is back. */
  onFailure?: (error: unknown) => void
}

/** Work that goes on. */
export interface Work {
  /** There is something new: look at once. */
  wake(): void
  /** Ends when the work has. */
  readonly done: Promise<void>
}

/** Begins to work off the ledger of a context, from its queue where it has one. */
export function startWork(context: HandOffContext, owner: string, options: WorkOptions): Work {
  const { ports, notifier } = context
  const { ledger, clock, queue } = ports
  const { atOnce = 4, drainMs = 60_000, untilIdle = false } = options
  const { onFailure = () => undefined } = options
  const settled = (outcome: Outcome): void => {
    try {
      options.settled?.(outcome)
    } catch (error) {
      // What a listener throws is no reason to do the work again, or to end it.
      onFailure(error)
    }
  }
  const stop = options.stop ?? new AbortController().signal
  const letGo = new AbortController()
  const ended = new AbortController()
  // Who waits for the end is told what became of an e-mail; work that goes on does not wait for it.
  const telling = untilIdle ? notifier : reportBeside(notifier)
  const worker = createWorker({ ...context, notifier: telling, letGo: letGo.signal }, owner)
  const common = { notifier, clock, atOnce, stop, untilIdle, settled, onFailure }

  const drain = (): void => {
    clock.sleep(drainMs, ended.signal).then(
      () => letGo.abort(),
      () => undefined,
    )
  }
  if (stop.aborted) drain()
  else stop.addEventListener('abort', drain, { once: true })

  const begun =
    queue && !untilIdle
      ? workOff({ ...common, worker: strayWorker(worker, ledger, () => clock.now()) })
      : workOff({ ...common, worker })
  const queued = queue && !untilIdle ? workQueue({ queue, ledger, worker, atOnce, stop, settled }) : undefined
  const done = Promise.all([begun.done, queued])
    .then(() => undefined)
    .finally(() => {
      stop.removeEventListener('abort', drain)
      ended.abort()
    })
  return { wake: () => begun.wake(), done }
}
