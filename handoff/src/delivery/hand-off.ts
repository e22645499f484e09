import type { LedgerEntry } from '../ledger/ledger.ts'
import type { Outcome } from '../model/outcome.ts'
import { accept } from './accept.ts'
import type { Reader } from './accept.ts'
import { idsOf, refuse, unavailable } from './failing.ts'
import type { Cause } from './failing.ts'
import type { HandOffContext } from './hand-off-one.ts'
import { oneAfterTheOther } from './lanes.ts'
import type { Worker } from './worker.ts'

/** Takes anything that `read` makes a request of, answers with an outcome, never throws. */
export type HandOff = (input: unknown, read?: Reader) => Promise<Outcome>

/** How often it is looked whether another process has finished. */
const LOOK_MS = 500

/** How long a ledger that fails is tried again. */
const PATIENCE_MS = 10_000

/** The ledger says that this handoff is to be made: only who claims it may make it, and that is not known. */
const lostLedger: Cause = {
  ...unavailable,
  message: 'The handoff is written down, but its ledger does not answer any more.',
  inDoubt: true,
}

/**
 * Hands off and waits for the end. Two calls with one handoff id share one piece of work, handoffs of one
 * customer keep their order, and what an earlier process has left unfinished for that customer comes first.
 *
 * @param closing once it aborts nobody waits for a ledger that fails.
 */
export function createHandOff(context: HandOffContext, worker: Worker, closing: AbortSignal): HandOff {
  const { ports } = context
  const running = new Map<string, Promise<Outcome>>()
  const inLane = oneAfterTheOther()

  async function finish(entry: LedgerEntry): Promise<Outcome> {
    let failingSince: number | undefined
    let state = entry
    for (;;) {
      const { outcome } = state
      if (state.state === 'created' && outcome && 'ticket_id' in outcome)
        return { ...outcome, status: 'already_created' }
      if (state.state === 'failed' && outcome) return outcome
      try {
        const claimed = await worker.claim({ customer_id: entry.customer_id })
        const done = claimed && (await worker.do(claimed))
        if (done && claimed.handoff_id === entry.handoff_id) return done
        if (!claimed) await ports.clock.sleep(LOOK_MS)
        state = (await ports.ledger.get(entry.handoff_id)) ?? state
        failingSince = undefined
      } catch {
        failingSince ??= ports.clock.now()
        if (closing.aborted || ports.clock.now() >= failingSince + PATIENCE_MS)
          return refuse(idsOf(entry), lostLedger, context)
        await ports.clock.sleep(LOOK_MS)
      }
    }
  }

  /** Whether it came again while its failure was being told: then nobody works on it. */
  const isNewTry = async (handoffId: string): Promise<boolean> =>
    (await ports.ledger.get(handoffId).catch(() => undefined))?.state === 'accepted'

  return async (input, read) => {
    const door = await accept(input, context, read)
    if (door.kind === 'outcome') return door.outcome
    if (door.kind === 'unavailable') return refuse(door.ids, unavailable, context)
    const { handoff_id, customer_id } = door.entry
    for (let same = running.get(handoff_id); same; same = running.get(handoff_id)) {
      const outcome = await same
      if (outcome.status !== 'failed' || !(await isNewTry(handoff_id))) return outcome
    }
    const outcome = inLane(customer_id, () => finish(door.entry)).finally(() => running.delete(handoff_id))
    running.set(handoff_id, outcome)
    return outcome
  }
}
