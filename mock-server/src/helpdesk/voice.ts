import { Refusal } from '../kernel/refusal.ts'
import { countTelephony } from './billing/telephony.ts'
import { nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Instant } from './model/entities.ts'
import type {
  CallDirection,
  VoiceCall,
  VoiceCallEvent,
  VoiceCallEventType,
  VoiceCallRecording,
} from './model/voice.ts'

/** A call as it is put on a ticket: nobody makes one over the API. */
export interface VoiceCallDraft {
  readonly ticket_id: number
  readonly direction: CallDirection
  /** Who answered it, or who made it. */
  readonly agent_id?: number
  /** Whether somebody answered; true if absent. */
  readonly answered?: boolean
  /** The number of the shop. */
  readonly shop_number?: string
  /** Seconds that they talked, or that the caller spoke to the machine. */
  readonly duration: number
  /** Whether what was said was kept: the talk, or where nobody answered, the voicemail. */
  readonly recorded?: boolean
  /** Now if absent: a call is known once it is over. */
  readonly ended_datetime?: Instant
}

/** How long a phone rings before somebody answers, or before it stops; microseconds. */
const RINGING = 8_000_000

const SECOND = 1_000_000

function addEvent(
  world: Helpdesk,
  call_id: number,
  type: VoiceCallEventType,
  user_id: number | null,
  at: Instant,
): VoiceCallEvent {
  const id = nextId(world, 'voiceCallEvents')
  return world.rows.voiceCallEvents.put({ id, call_id, type, user_id, meta: null, created_datetime: at })
}

function addRecording(world: Helpdesk, call: VoiceCall): VoiceCallRecording {
  const external_id = `RE${world.hex(32)}`
  return world.rows.voiceCallRecordings.put({
    id: nextId(world, 'voiceCallRecordings'),
    call_id: call.id,
    external_id,
    type: call.status === 'missed' ? 'voicemail-recording' : 'call-recording',
    url: `https://recordings.gorgias.test/${external_id}.mp3`,
    duration: call.duration,
    created_datetime: call.ended_datetime,
    deleted_datetime: null,
  })
}

/**
 * Puts a phone call on a ticket, with what happened during it and, where it was recorded, its recording.
 * The shapes are inferred: only the paths of calls are documented.
 *
 * @throws Refusal (404) if there is no such ticket
 * @example
 * addVoiceCall(world, { ticket_id: 82750012, direction: 'inbound', agent_id: 519700031, duration: 95 })
 */
export function addVoiceCall(world: Helpdesk, draft: VoiceCallDraft): VoiceCall {
  const { ticket_id, direction, agent_id = null, answered = true, duration } = draft
  const ticket = world.rows.tickets.get(ticket_id)
  if (ticket === undefined) throw new Refusal('missing')
  const inbound = direction === 'inbound'
  const customer = world.rows.customers.get(ticket.customer_id)
  const theirs = customer?.channels.find(({ type }) => type === 'phone')?.address ?? null
  const ours = draft.shop_number ?? null
  const ended = draft.ended_datetime ?? world.now
  const answeredAt = ended - duration * SECOND
  const started = answeredAt - RINGING
  const call = world.rows.voiceCalls.put({
    id: nextId(world, 'voiceCalls'),
    ticket_id,
    customer_id: ticket.customer_id,
    integration_id: null,
    external_id: `CA${world.hex(32)}`,
    provider: 'twilio',
    direction,
    status: answered ? 'completed' : 'missed',
    phone_number_source: inbound ? theirs : ours,
    phone_number_destination: inbound ? ours : theirs,
    initiated_by_agent_id: inbound ? null : agent_id,
    last_answered_by_agent_id: inbound && answered ? agent_id : null,
    duration,
    created_datetime: started,
    started_datetime: started,
    ended_datetime: ended,
  })
  addEvent(world, call.id, 'call-started', call.initiated_by_agent_id, started)
  const outcome = answered ? 'call-answered' : 'call-missed'
  addEvent(world, call.id, outcome, call.last_answered_by_agent_id, answeredAt)
  addEvent(world, call.id, 'call-ended', null, ended)
  if (draft.recorded === true) addRecording(world, call)
  if (!ticket.imported) countTelephony(world, ticket_id, 'voice', world.now)
  return call
}

/** The recordings of a call that were not deleted. */
export const recordingsOf = (world: Helpdesk, call_id: number): VoiceCallRecording[] =>
  [...world.rows.voiceCallRecordings.walk('byCall', { prefix: [call_id] })].filter(
    ({ deleted_datetime }) => deleted_datetime === null,
  )

/** Removes the calls of a ticket that goes, with what happened during them and what was kept (inferred). */
export function removeVoiceCalls(world: Helpdesk, ticket_id: number): void {
  const { voiceCalls, voiceCallEvents, voiceCallRecordings } = world.rows
  for (const call of [...voiceCalls.walk('byTicket', { prefix: [ticket_id] })]) {
    for (const rows of [voiceCallEvents, voiceCallRecordings])
      for (const { id } of [...rows.walk('byCall', { prefix: [call.id] })]) rows.remove(id)
    voiceCalls.remove(call.id)
  }
}

/** Deletes what was recorded; the row stays, and says since when (inferred). A second time changes nothing. */
export function deleteRecording(world: Helpdesk, recording: VoiceCallRecording): void {
  if (recording.deleted_datetime !== null) return
  world.rows.voiceCallRecordings.patch(recording.id, { url: null, deleted_datetime: world.now })
}
