import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

/** Who sent the message that made a ticket billable. */
export interface BillableBy {
  readonly kind: 'agent' | 'rule' | 'ai-agent'
  readonly id: number
  readonly name: string
}

/** A ticket that counts on the bill; its id is the ticket's, so it counts once. */
export interface BillableTicket extends Identified {
  readonly first_billable_message_id: number
  readonly by: BillableBy
  readonly at: Instant
  /** When somebody who is no rule first wrote to the customer; null while rules alone did. */
  readonly answered_at: Instant | null
}

/** A ticket with at least one phone call, or one text message: counted apart from the others. */
export interface TelephonyTicket extends Identified {
  readonly ticket_id: number
  readonly kind: 'voice' | 'sms'
  /** Of the first of them. */
  readonly at: Instant
}
