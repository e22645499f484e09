import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

export const CALL_DIRECTIONS = ['inbound', 'outbound'] as const
export type CallDirection = (typeof CALL_DIRECTIONS)[number]

/** How a call ended. */
export type CallStatus = 'completed' | 'missed'

/** A phone call that stands on a ticket. */
export interface VoiceCall extends Identified {
  readonly ticket_id: number
  readonly customer_id: number
  readonly integration_id: number | null
  /** The call's id at the provider. */
  readonly external_id: string
  readonly provider: string
  readonly direction: CallDirection
  readonly status: CallStatus
  readonly phone_number_source: string | null
  readonly phone_number_destination: string | null
  /** Null for a call that came in. */
  readonly initiated_by_agent_id: number | null
  /** Null for a call that nobody answered, or that went out. */
  readonly last_answered_by_agent_id: number | null
  /** Seconds. */
  readonly duration: number
  readonly created_datetime: Instant
  readonly started_datetime: Instant
  readonly ended_datetime: Instant
}

export type VoiceCallEventType = 'call-started' | 'call-answered' | 'call-missed' | 'call-ended'

/** What happened during a call. */
export interface VoiceCallEvent extends Identified {
  readonly call_id: number
  readonly type: VoiceCallEventType
  /** The agent who did it, or null. */
  readonly user_id: number | null
  readonly meta: JsonObject | null
  readonly created_datetime: Instant
}

export const RECORDING_TYPES = ['call-recording', 'voicemail-recording'] as const
export type RecordingType = (typeof RECORDING_TYPES)[number]

export interface VoiceCallRecording extends Identified {
  readonly call_id: number
  readonly external_id: string
  readonly type: RecordingType
  /** Null once the recording is deleted. */
  readonly url: string | null
  /** Seconds. */
  readonly duration: number
  readonly created_datetime: Instant
  readonly deleted_datetime: Instant | null
}
