import type { Outcome } from '../model/outcome.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { FailureFacts } from '../notify/error-mail.ts'
import type { HandoffState } from './states.ts'

/** A handoff as it comes to the ledger. Times are milliseconds since 1970-01-01T00:00Z. */
export interface NewHandoff {
  handoff_id: string
  conversation_id: string
  /** Handoffs of one customer keep their order. */
  customer_id: string
  external_id: string
  /** Masked; what is needed to finish the handoff in another process. */
  request: HandoffRequest
  /** A ticket may exist of which this ledger does not know. */
  in_doubt: boolean
  accepted_at: number
}

/** What is known of one handoff. */
export interface LedgerEntry extends Omit<NewHandoff, 'request'> {
  state: HandoffState
  /** Dropped once the ticket is known. */
  request?: HandoffRequest
  /** The customer has had the handoff message; a later try does not repeat it. */
  message_sent: boolean
  /** Posts made, over all tries. */
  attempts: number
  updated_at: number
  /** Who works on it, and until when nobody else may. */
  owner?: string
  lease_until?: number
  outcome?: Outcome
}

/** Who wants work, and which. */
export interface Claim {
  owner: string
  now: number
  lease_until: number
  /** Only this one. */
  handoff_id?: string
  /** Only of this customer. */
  customer_id?: string
}

/** An e-mail about a failed handoff that has to leave. */
export interface Notice {
  /** One for each failed try. */
  notice_id: string
  facts: FailureFacts
  /** `dead`: given up; it is shown, and sent again only by hand. */
  state: 'due' | 'sent' | 'dead'
  /** When it is to be tried (again). */
  due_at: number
  /** Who is sending it until then. */
  owner?: string
  tries: number
}

/** Which entries are listed, newest first. */
export interface EntryFilter {
  states?: readonly HandoffState[]
  conversation_id?: string
  customer_id?: string
  /** Continue behind the entry of this handoff id. */
  after?: string
  limit: number
}

/** Which notices are listed, the latest first. */
export interface NoticeFilter {
  states?: readonly Notice['state'][]
  /** Only this one. */
  notice_id?: string
  /** Only of this handoff. */
  handoff_id?: string
  limit: number
}

/**
 * The memory of handoffs: what makes one ticket of each, whatever dies on the way. Each call is durable when it
 * is answered, and rejects if it could not be done.
 */
export interface Ledger {
  /**
   * Whether it has seen all handoffs there ever were. If not, one that it does not know may have been made by
   * another process: it is looked up in Gorgias before it is posted.
   */
  readonly complete: boolean
  /** Whether other processes may work with it, too: then leases are kept alive, and run out. */
  readonly shared: boolean
  /**
   * Writes a handoff down unless its id is known. `again` makes a failed one a new try, with the new request.
   *
   * @returns what is there now; that may be older, and of another conversation.
   */
  accept(handoff: NewHandoff, options?: { again?: boolean }): Promise<LedgerEntry>
  /**
   * Gives the oldest handoff that can be worked on to one worker: `accepted`, or `sending` with a lease that
   * ran out (then in doubt), and no older one of the same customer is open.
   */
  claim(claim: Claim): Promise<LedgerEntry | undefined>
  /** Writes an entry that its owner holds, and a notice with it. @returns false if somebody else holds it. */
  save(entry: LedgerEntry, notice?: Notice): Promise<boolean>
  get(handoffId: string): Promise<LedgerEntry | undefined>
  /** Every handoff of a conversation, oldest first. */
  ofConversation(conversationId: string): Promise<LedgerEntry[]>
  list(filter: EntryFilter): Promise<LedgerEntry[]>
  count(): Promise<Record<HandoffState | 'notices_due' | 'notices_dead', number>>
  /**
   * Gives notices that are due to one sender, who has until `until` to write them again; `early` also those that
   * wait for their time in nobody's hands: all, or those that were never tried.
   */
  claimNotices(claim: {
    owner: string
    now: number
    until: number
    early?: 'untried' | 'all'
    limit: number
  }): Promise<Notice[]>
  /** Writes a notice, or changes it. */
  putNotice(notice: Notice): Promise<void>
  notices(filter: NoticeFilter): Promise<Notice[]>
  close(): Promise<void>
}
