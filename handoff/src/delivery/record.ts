import type { Ledger, LedgerEntry, Notice } from '../ledger/ledger.ts'
import type { Warning } from '../model/outcome.ts'
import type { Clock } from '../ports.ts'

/** How long a worker keeps a handoff without a sign of life; far more than one call may take. */
export const leaseFor = (requestTimeoutMs: number): number => 2 * requestTimeoutMs + 30_000

/** The ledger's entry of a handoff that is being worked on. */
export interface LedgerRecord {
  readonly entry: LedgerEntry
  /** Changes the entry and writes it, with a notice. @returns false if another worker has taken it over. */
  update(change: Partial<LedgerEntry>, notice?: Notice): Promise<boolean>
  /**
   * Makes sure that no other worker takes it over for `ms`; asks for a new lease where the old one is too short.
   *
   * @returns false if another worker has it, or may have it.
   */
  holdsFor(ms: number): Promise<boolean>
  /** What the writing has come to; empty if all is well. */
  warnings(): Warning[]
}

/**
 * Keeps the entry of one handoff and writes each change of it, one after the other. A ledger that fails is
 * reported, and stops no ticket as long as the lease lasts.
 */
export function openRecord(
  ledger: Ledger,
  clock: Clock,
  claimed: LedgerEntry,
  leaseMs: number,
): LedgerRecord {
  let entry = claimed
  let failed = false
  let lost = false
  let writing: Promise<unknown> = Promise.resolve()

  async function write(change: Partial<LedgerEntry>, notice?: Notice): Promise<boolean> {
    let next: LedgerEntry = { ...entry, ...change, updated_at: clock.now() }
    try {
      if (!lost) lost = !(await ledger.save(next, notice))
    } catch {
      failed = true
      // What was not written is no lease.
      next = { ...next, lease_until: entry.lease_until ?? 0 }
    }
    entry = next
    return !lost
  }

  // A lease that is renewed meanwhile must not write back what was before this change.
  function update(change: Partial<LedgerEntry>, notice?: Notice): Promise<boolean> {
    const written = writing.then(() => write(change, notice))
    writing = written
    return written
  }

  return {
    get entry() {
      return entry
    },
    update,
    holdsFor: async (ms) => {
      const left = () => (entry.lease_until ?? Infinity) - clock.now()
      if (left() < leaseMs / 2) await update({ lease_until: clock.now() + leaseMs })
      return !lost && (!ledger.shared || left() >= ms)
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

/** Keeps a lease alive until it is stopped; without others on the ledger there is nothing to keep. */
export function keepAlive(record: LedgerRecord, ledger: Ledger, clock: Clock, leaseMs: number): () => void {
  if (!ledger.shared) return () => undefined
  const stop = new AbortController()
  void (async () => {
    for (;;) {
      await clock.sleep(leaseMs / 3, stop.signal).catch(() => undefined)
      if (stop.signal.aborted || record.entry.state !== 'sending') return
      if (!(await record.update({ lease_until: clock.now() + leaseMs }))) return
    }
  })()
  return () => stop.abort()
}
