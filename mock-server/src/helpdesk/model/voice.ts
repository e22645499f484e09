import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

/** A phone call that stands on a ticket. */
export interface VoiceCall extends Identified {
  readonly ticket_id: number
  readonly customer_id: number | null
  readonly integration_id: number | null
  /** Which user answered, or null. */
  readonly user_id: number | null
  readonly external_id: string | null
  readonly direction: 'inbound' | 'outbound'
  readonly status: string
  readonly phone_number_source: string | null
  readonly phone_number_destination: string | null
  /** Seconds. */
  readonly duration: number | null
  readonly created_datetime: Instant
  readonly started_datetime: Instant | null
  readonly ended_datetime: Instant | null
}

/** What happened during a call. */
export interface VoiceCallEvent extends Identified {
  readonly call_id: number
  readonly type: string
  readonly user_id: number | null
  readonly meta: JsonObject | null
  readonly created_datetime: Instant
}

export interface VoiceCallRecording extends Identified {
  readonly call_id: number
  readonly external_id: string | null
  readonly type: string
  readonly url: string | null
  /** Seconds. */
  readonly duration: number | null
  readonly created_datetime: Instant
  readonly deleted_datetime: Instant | null
}
