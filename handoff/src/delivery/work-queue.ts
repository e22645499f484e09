import type { Ledger } from '../ledger/ledger.ts'
import { OPEN } from '../ledger/states.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Queue } from '../queue/queue.ts'
import type { ClaimedHandoff } from './hand-off-one.ts'
import type { Worker } from './worker.ts'

/** What work from a queue is made with. */
export interface QueueOptions {
  queue: Queue
  ledger: Ledger
  worker: Worker
  atOnce: number
  /** Once it aborts nothing more is begun; what runs may end. */
  stop: AbortSignal
  /** Told each outcome. */
  settled: (outcome: Outcome) => void
}

/** Does what the queue gives until it is stopped. */
export async function workQueue({ queue, atOnce, stop, ...rest }: QueueOptions): Promise<void> {
  const stopped = new Promise((end) => stop.addEventListener('abort', end, { once: true }))
  const work = await queue.work(atOnce, (handoffId) => bringToEnd(handoffId, { ...rest, stop }))
  if (!stop.aborted) await stopped
  await work.stop()
}

/**
 * Brings a handoff to its end, the older ones of its customer first: the queue's order is that in which they were
 * written down, which two that were accepted at one moment may not agree on with the ledger.
 */
async function bringToEnd(
  handoffId: string,
  { ledger, worker, stop, settled }: Omit<QueueOptions, 'queue' | 'atOnce'>,
): Promise<'done' | 'later'> {
  for (;;) {
    const entry = await ledger.get(handoffId)
    if (!entry || !OPEN.includes(entry.state)) return 'done'
    const work = stop.aborted ? undefined : await worker.claim({ customer_id: entry.customer_id })
    if (!work) return 'later'
    const outcome = await worker.do(work)
    if (outcome) settled(outcome)
  }
}

/**
 * A worker that claims only what dead workers have left, for the queue gives the rest: their handoffs once the lease
 * has run out, and what waits behind those, whose jobs the queue holds back until it misses the dead worker itself.
 */
export function strayWorker(worker: Worker, ledger: Ledger, now: () => number): Worker {
  const freed = new Set<string>()

  async function claimFreed(): Promise<ClaimedHandoff | undefined> {
    for (const customer_id of freed) {
      freed.delete(customer_id)
      const work = await worker.claim({ customer_id })
      if (work) return work
    }
    return undefined
  }

  async function claimStray(): Promise<ClaimedHandoff | undefined> {
    const sending = await ledger.list({ states: ['sending'], limit: MOST_STRAYS })
    for (const { handoff_id, lease_until = 0 } of sending) {
      const work = lease_until <= now() ? await worker.claim({ handoff_id }) : undefined
      if (work) return work
    }
    return undefined
  }

  return {
    do: async (work) => {
      const outcome = await worker.do(work)
      freed.add(work.customer_id)
      return outcome
    },
    claim: async () => (await claimFreed()) ?? claimStray(),
  }
}

/** More than so many never run at once. */
const MOST_STRAYS = 1_000
