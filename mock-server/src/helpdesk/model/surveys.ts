import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

/** What a customer is asked about a ticket, and what they answered. */
export interface SatisfactionSurvey extends Identified {
  readonly ticket_id: number
  readonly customer_id: number
  /** 1 to 5; null until the customer answers. */
  readonly score: number | null
  readonly body_text: string | null
  readonly meta: JsonObject | null
  readonly created_datetime: Instant
  readonly scored_datetime: Instant | null
  readonly sent_datetime: Instant | null
  /** Null where Gorgias never sends it (documented). */
  readonly should_send_datetime: Instant | null
  /** Whether Gorgias itself asks, as the account is set, and nobody else has said when. No answer shows it. */
  readonly automatic: boolean
  /** Part of the link to the page on which the customer answers; null before there is a link. */
  readonly secret: string | null
}
