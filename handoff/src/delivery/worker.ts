import type { Claim, LedgerEntry } from '../ledger/ledger.ts'
import type { Outcome } from '../model/outcome.ts'
import { handOffOne } from './hand-off-one.ts'
import type { ClaimedHandoff, HandOffContext } from './hand-off-one.ts'
import { leaseFor } from './record.ts'
import { handoffSpan } from '../telemetry/spans.ts'
import { runLog } from './run-log.ts'

/** Works handoffs off that are in the ledger. */
export interface Worker {
  /** Does one claimed piece of work to its end. @returns nothing if another worker has taken it over. */
  do(handoff: ClaimedHandoff): Promise<Outcome | undefined>
  /** Claims the oldest handoff that is free. */
  claim(which?: Pick<Claim, 'handoff_id' | 'customer_id'>): Promise<ClaimedHandoff | undefined>
}

/** @param owner tells this worker from all others on the same ledger. */
export function createWorker(context: HandOffContext, owner: string): Worker {
  const { ports, policy } = context
  let claims = 0

  return {
    claim: async (which = {}) => {
      const now = ports.clock.now()
      const entry = await ports.ledger.claim({
        ...which,
        // Each claim has its own name: a lease that ran out unnoticed is not mistaken for the one after it.
        owner: `${owner}:${(claims += 1)}`,
        now,
        lease_until: now + leaseFor(policy.requestTimeoutMs),
      })
      return entry && isClaimed(entry) ? entry : undefined
    },
    do: async (entry) => {
      const log = runLog(ports, entry.handoff_id)
      const { clock } = ports
      const outcome = await handoffSpan(entry, clock.now(), () => handOffOne(entry, context, log))
      if (!outcome) return undefined
      log('settled', {
        status: outcome.status,
        attempts: outcome.attempts,
        duration_ms: clock.now() - entry.accepted_at,
        ...('ticket_id' in outcome && { ticket_id: outcome.ticket_id }),
        ...(outcome.status === 'failed' && { code: outcome.code }),
      })
      return outcome
    },
  }
}

/** What is claimed has its request: only a finished handoff is without one. */
const isClaimed = (entry: LedgerEntry): entry is ClaimedHandoff => entry.request !== undefined
