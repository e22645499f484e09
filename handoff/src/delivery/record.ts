import type { Warning } from '../model/outcome.ts'
import type { Ports } from '../ports.ts'
import type { Ledger, LedgerEntry } from './ledger.ts'

/** What the ledger knows of a handoff, and whether it could be asked at all. */
export interface Recollection {
  entry?: LedgerEntry
  /** Tickets of the same conversation from other handoffs. */
  earlier: { handoffId: string; ticketId: number }[]
  /** The ledger did not answer, or does not know all: a ticket may exist of which we do not know. */
  lost: boolean
}

/** Reads the ledger. A ledger that fails costs a look-up in Gorgias, not the handoff. */
export async function recall(
  ledger: Ledger,
  handoffId: string,
  conversationId: string,
): Promise<Recollection> {
  try {
    const entry = await ledger.get(handoffId)
    const siblings = (await ledger.ofConversation?.(conversationId)) ?? []
    const earlier = siblings.flatMap(({ handoff_id, outcome }) =>
      handoff_id !== handoffId && outcome && 'ticket_id' in outcome
        ? [{ handoffId: handoff_id, ticketId: outcome.ticket_id }]
        : [],
    )
    return { earlier, lost: !entry && !ledger.complete, ...(entry && { entry }) }
  } catch {
    return { earlier: [], lost: true }
  }
}

/** The ledger's entry of one running handoff. */
export interface LedgerRecord {
  readonly entry: LedgerEntry
  /** Changes the entry and writes it. */
  update(change: Partial<LedgerEntry>): Promise<void>
  /** What the writing has come to; empty if all is well. */
  warnings(): Warning[]
}

/** Keeps the entry of one handoff and writes each change of it. */
export function openRecord(
  ledger: Ledger,
  clock: Ports['clock'],
  first: Omit<LedgerEntry, 'updated_at'>,
): LedgerRecord {
  let entry: LedgerEntry = { ...first, updated_at: clock.now() }
  let failed = false
  return {
    get entry() {
      return entry
    },
    update: async (change) => {
      entry = { ...entry, ...change, updated_at: clock.now() }
      try {
        await ledger.put(entry)
      } catch {
        failed = true
      }
    },
    warnings: () =>
      failed
        ? [
            {
              code: 'ledger_failed',
              message: 'The ledger could not be written: this handoff may not be remembered.',
            },
          ]
        : [],
  }
}
