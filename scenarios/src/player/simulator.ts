import type { Seed } from '@gorgias-harness/mock-server'

/**
 * What the player uses of a simulator. `@gorgias-harness/mock-server` fits; so does a small fake in tests.
 */
export interface SimulatedAccount {
  readonly credentials: {
    readonly subdomain: string
    readonly url: string
    readonly email: string
    readonly api_key: string
  }
  readonly clock: SimulatedClock
  journal(): readonly JournalRow[]
  outbox(): readonly OutboxRow[]
  billing(): Bill
  readRateLimit(): Required<RateLimitChange>
  setRateLimit(limit: RateLimitChange): unknown
  createKey(userId: number): { readonly id: number; readonly api_key: string }
  revokeKey(id: number): unknown
  deactivateUser(id: number): unknown
  inbound(mail: InboundMail): unknown
  addFault(fault: FaultOrder): unknown
  /** A copy of the account with its own key and an empty rate limit: what looks at it leaves no trace. */
  fork(): SimulatedAccount
  delete(): void
}

export interface SimulatedClock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  advance(duration: string | number): Promise<unknown>
}

export interface JournalRow {
  readonly id: number
  readonly at: string
  readonly operation: string | null
  readonly method: string
  readonly path: string
  /** 0 where no answer was sent. */
  readonly status: number
}

export interface OutboxRow {
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly ticket_id: number
  /** The Message-ID header, to answer to. */
  readonly header_message_id: string
}

export interface Bill {
  readonly plan: string
  /** Null where the plan has no published price. */
  readonly amount: number | string | null
  readonly currency: string
  readonly billable_tickets: number
  readonly tickets: readonly {
    readonly ticket_id: number
    readonly first_billable_message_id: number
    readonly by: unknown
    readonly at: string
  }[]
}

export interface RateLimitChange {
  readonly enabled?: boolean
  readonly capacity?: number
  readonly window_seconds?: number
  readonly used?: number
}

export interface InboundMail {
  readonly from: string
  readonly text: string
  readonly subject?: string
  readonly in_reply_to?: string
}

export interface FaultOrder {
  readonly operation: string
  readonly position: 'before' | 'after-commit'
  readonly kind: 'status' | 'reset'
  readonly status?: number
  readonly first?: number
  readonly every?: number
}

/** The account of one story, and what has to be closed after it. */
export interface OpenAccount extends AsyncDisposable {
  readonly account: SimulatedAccount
}

/** Opens a fresh account for one story. */
export type OpenSimulator = (options: {
  /** RFC 3339. */
  readonly now: string
  readonly seed: Seed
}) => Promise<OpenAccount>
