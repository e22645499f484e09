import type { FastifyInstance } from 'fastify'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { VoiceCall } from '../../helpdesk/model/voice.ts'
import { addVoiceCall } from '../../helpdesk/voice.ts'
import { IdPath } from '../../wire/schema.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import * as phone from './operations.ts'
import { presentCall, presentCallEvent, presentRecording } from './presenter.ts'
import {
  OfCallQuery,
  VoiceCall as VoiceCallSchema,
  VoiceCallEvent,
  VoiceCallEventList,
  VoiceCallList,
  VoiceCallQuery,
  VoiceCallRecording,
  VoiceCallRecordingList,
} from './schema.ts'

/** A call on the account's newest ticket, for the examples. */
function someCall(world: Helpdesk): VoiceCall {
  const [ticket] = world.rows.tickets.walk('byCreated', { reverse: true })
  return addVoiceCall(world, {
    ticket_id: ticket?.id ?? 0,
    direction: 'inbound',
    duration: 95,
    recorded: true,
  })
}

const someEvent = (world: Helpdesk): number =>
  world.rows.voiceCallEvents.first('byCall', [someCall(world).id])?.id ?? 0

const someRecording = (world: Helpdesk): number =>
  world.rows.voiceCallRecordings.first('byCall', [someCall(world).id])?.id ?? 0

/** Phone calls: what was called, what happened, what was recorded. */
export function phoneRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Phone')

  operation(
    {
      operationId: 'listVoiceCalls',
      method: 'GET',
      url: '/api/phone/voice-calls',
      summary: 'List voice calls',
      query: VoiceCallQuery,
      answer: VoiceCallList,
      failure: 'Failed to list voice calls',
      example: (world) => ({ query: { ticket_id: someCall(world).ticket_id, limit: 10 } }),
    },
    ({ world, query, url }) =>
      dataFirst(phone.listCalls(world, query), url, (call) => presentCall(world, call)),
  )

  operation(
    {
      operationId: 'getVoiceCall',
      method: 'GET',
      url: '/api/phone/voice-calls/:id',
      summary: 'Retrieve a voice call',
      path: IdPath,
      answer: VoiceCallSchema,
      failure: 'Failed to retrieve voice call',
      example: (world) => ({ path: { id: someCall(world).id } }),
    },
    ({ world, path }) => presentCall(world, phone.findCall(world, path.id)),
  )

  operation(
    {
      operationId: 'listVoiceCallEvents',
      method: 'GET',
      url: '/api/phone/voice-call-events',
      summary: 'List voice call events',
      query: OfCallQuery,
      answer: VoiceCallEventList,
      failure: 'Failed to list voice call events',
      example: (world) => ({ query: { call_id: someCall(world).id } }),
    },
    ({ world, query, url }) => dataFirst(phone.listCallEvents(world, query), url, presentCallEvent),
  )

  operation(
    {
      operationId: 'getVoiceCallEvent',
      method: 'GET',
      url: '/api/phone/voice-call-events/:id',
      summary: 'Retrieve a voice call event',
      path: IdPath,
      answer: VoiceCallEvent,
      failure: 'Failed to retrieve voice call event',
      example: (world) => ({ path: { id: someEvent(world) } }),
    },
    ({ world, path }) => presentCallEvent(phone.findCallEvent(world, path.id)),
  )

  operation(
    {
      operationId: 'listVoiceCallRecordings',
      method: 'GET',
      url: '/api/phone/voice-call-recordings',
      summary: 'List voice call recordings',
      query: OfCallQuery,
      answer: VoiceCallRecordingList,
      failure: 'Failed to list voice call recordings',
      example: (world) => ({ query: { call_id: someCall(world).id } }),
    },
    ({ world, query, url }) => dataFirst(phone.listRecordings(world, query), url, presentRecording),
  )

  operation(
    {
      operationId: 'getVoiceCallRecording',
      method: 'GET',
      url: '/api/phone/voice-call-recordings/:id',
      summary: 'Retrieve a recording',
      path: IdPath,
      answer: VoiceCallRecording,
      failure: 'Failed to retrieve recording',
      example: (world) => ({ path: { id: someRecording(world) } }),
    },
    ({ world, path }) => presentRecording(phone.findRecording(world, path.id)),
  )

  operation(
    {
      operationId: 'deleteVoiceCallRecording',
      method: 'DELETE',
      url: '/api/phone/voice-call-recordings/:id',
      summary: 'Delete a recording',
      description: 'What was recorded is gone; the recording is still listed, with the time of its deletion.',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete recording',
      example: (world) => ({ path: { id: someRecording(world) } }),
    },
    ({ world, path }) => phone.removeRecording(world, path.id),
  )
}
