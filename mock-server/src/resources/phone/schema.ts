import { Type } from '../../wire/type.ts'
import { CALL_DIRECTIONS, RECORDING_TYPES } from '../../helpdesk/model/voice.ts'
import { AnyObject, dataFirstList, Datetime, Id, listQuery, Nullable, OneOf } from '../../wire/schema.ts'

const text = Nullable(Type.String())
const idOrNull = Nullable(Type.Integer())

/** A phone call. Only its path is documented: the keys are inferred. */
export const VoiceCall = Type.Object(
  {
    id: Type.Integer(),
    uri: Type.String(),
    ticket_id: Type.Integer(),
    customer_id: Type.Integer(),
    integration_id: idOrNull,
    external_id: Type.String(),
    provider: Type.String(),
    direction: OneOf(CALL_DIRECTIONS),
    status: OneOf(['completed', 'missed'] as const),
    phone_number_source: text,
    phone_number_destination: text,
    initiated_by_agent_id: idOrNull,
    last_answered_by_agent_id: idOrNull,
    duration: Type.Integer({ description: 'Seconds that they talked.' }),
    has_call_recording: Type.Boolean(),
    has_voicemail: Type.Boolean(),
    created_datetime: Datetime,
    started_datetime: Datetime,
    ended_datetime: Datetime,
  },
  { title: 'VoiceCall' },
)

/** What happened during a call (inferred keys). */
export const VoiceCallEvent = Type.Object(
  {
    id: Type.Integer(),
    uri: Type.String(),
    call_id: Type.Integer(),
    type: Type.String(),
    user_id: idOrNull,
    meta: Nullable(AnyObject),
    created_datetime: Datetime,
  },
  { title: 'VoiceCallEvent' },
)

/** What was kept of a call (inferred keys). */
export const VoiceCallRecording = Type.Object(
  {
    id: Type.Integer(),
    uri: Type.String(),
    call_id: Type.Integer(),
    external_id: Type.String(),
    type: OneOf(RECORDING_TYPES),
    url: Nullable(Type.String({ description: 'Null once the recording is deleted.' })),
    duration: Type.Integer({ description: 'Seconds.' }),
    created_datetime: Datetime,
    deleted_datetime: Nullable(Datetime),
  },
  { title: 'VoiceCallRecording' },
)

export const VoiceCallList = dataFirstList(VoiceCall)
export const VoiceCallEventList = dataFirstList(VoiceCallEvent)
export const VoiceCallRecordingList = dataFirstList(VoiceCallRecording)

// No order can be asked for (documented): the newest comes first (inferred).
const { cursor, limit } = listQuery([])

export const VoiceCallQuery = Type.Object(
  { cursor, limit, ticket_id: Type.Optional(Id) },
  { additionalProperties: false },
)
export const OfCallQuery = Type.Object(
  { cursor, limit, call_id: Type.Optional(Id) },
  { additionalProperties: false },
)
