import type { Outcome } from '../model/outcome.ts'

/**
 * What is known of one handoff.
 *
 * `sending` is written before the first call, so that a process that dies in between leaves a trace:
 * whoever finds it looks the ticket up before posting. `settled` is final. `failed` may be tried again.
 */
export interface LedgerEntry {
  handoff_id: string
  conversation_id: string
  external_id: string
  state: 'sending' | 'settled' | 'failed'
  /** The customer has had the handoff message; a later try does not repeat it. */
  message_sent: boolean
  /** The ticket may exist: look it up before posting. */
  in_doubt: boolean
  /** Milliseconds since 1970-01-01T00:00Z. */
  updated_at: number
  outcome?: Outcome
}

/** The memory of handoffs. Implementations copy what they are given. */
export interface Ledger {
  /**
   * Whether it has seen all handoffs there ever were. If not, one that it does not know may have been made by
   * another process: it is looked up in Gorgias before it is posted.
   */
  readonly complete: boolean
  get(handoffId: string): Promise<LedgerEntry | undefined>
  put(entry: LedgerEntry): Promise<void>
  /** Every handoff of a conversation, oldest first; without it notes name no earlier ones. */
  ofConversation?(conversationId: string): Promise<LedgerEntry[]>
}

/**
 * A ledger that lasts as long as the process.
 *
 * @param complete false if handoffs may come that an earlier process has begun.
 */
export function memoryLedger({ complete = true } = {}): Ledger {
  const entries = new Map<string, LedgerEntry>()
  return {
    complete,
    get: (handoffId) => Promise.resolve(structuredClone(entries.get(handoffId))),
    put: (entry) => {
      entries.set(entry.handoff_id, structuredClone(entry))
      return Promise.resolve()
    },
    ofConversation: (conversationId) => {
      const all = [...entries.values()].filter((entry) => entry.conversation_id === conversationId)
      return Promise.resolve(structuredClone(all))
    },
  }
}
