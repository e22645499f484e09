import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { VoiceCall, VoiceCallEvent, VoiceCallRecording } from '../../helpdesk/model/voice.ts'
import { recordingsOf } from '../../helpdesk/voice.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export function presentCall(world: Helpdesk, call: VoiceCall) {
  const recordings = recordingsOf(world, call.id)
  return {
    ...call,
    uri: `/api/phone/voice-calls/${call.id}/`,
    has_call_recording: recordings.some(({ type }) => type === 'call-recording'),
    has_voicemail: recordings.some(({ type }) => type === 'voicemail-recording'),
    created_datetime: formatDatetime(call.created_datetime),
    started_datetime: formatDatetime(call.started_datetime),
    ended_datetime: formatDatetime(call.ended_datetime),
  }
}

export const presentCallEvent = (event: VoiceCallEvent) => ({
  ...event,
  uri: `/api/phone/voice-call-events/${event.id}/`,
  created_datetime: formatDatetime(event.created_datetime),
})

export const presentRecording = (recording: VoiceCallRecording) => ({
  ...recording,
  uri: `/api/phone/voice-call-recordings/${recording.id}/`,
  created_datetime: formatDatetime(recording.created_datetime),
  deleted_datetime: formatNullable(recording.deleted_datetime),
})
