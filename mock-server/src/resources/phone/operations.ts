import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Collection } from '../../kernel/collection.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { VoiceCall, VoiceCallEvent, VoiceCallRecording } from '../../helpdesk/model/voice.ts'
import { deleteRecording } from '../../helpdesk/voice.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { OfCallQuery, VoiceCallQuery } from './schema.ts'

interface Row {
  readonly id: number
  readonly created_datetime: number
}

/** The row of that id; refuses with 404. */
function find<T extends Row>(rows: Collection<T>, id: number): T {
  const row = rows.get(id)
  if (row === undefined) throw new Refusal('missing')
  return row
}

/** The newest first; of one ticket or call, by the index that begins with it. */
function newest<T extends Row, Of extends string>(
  rows: Collection<T, 'byCreated' | Of>,
  query: Static<typeof VoiceCallQuery> & Static<typeof OfCallQuery>,
  of: { readonly index: Of; readonly id: number | undefined },
): Page<T> {
  const index = of.id === undefined ? 'byCreated' : of.index
  return listPage<T, 'byCreated' | Of>(rows, query, {
    orders: { created_datetime: { index, type: 'datetime', value: (row) => row.created_datetime } },
    defaultOrder: 'created_datetime:desc',
    prefix: of.id === undefined ? [] : [of.id],
  })
}

export const findCall = (world: Helpdesk, id: number): VoiceCall => find(world.rows.voiceCalls, id)

export const findCallEvent = (world: Helpdesk, id: number): VoiceCallEvent =>
  find(world.rows.voiceCallEvents, id)

export const findRecording = (world: Helpdesk, id: number): VoiceCallRecording =>
  find(world.rows.voiceCallRecordings, id)

export const listCalls = (world: Helpdesk, query: Static<typeof VoiceCallQuery>): Page<VoiceCall> =>
  newest(world.rows.voiceCalls, query, { index: 'byTicket', id: query.ticket_id })

export const listCallEvents = (world: Helpdesk, query: Static<typeof OfCallQuery>): Page<VoiceCallEvent> =>
  newest(world.rows.voiceCallEvents, query, { index: 'byCall', id: query.call_id })

export const listRecordings = (
  world: Helpdesk,
  query: Static<typeof OfCallQuery>,
): Page<VoiceCallRecording> =>
  newest(world.rows.voiceCallRecordings, query, { index: 'byCall', id: query.call_id })

export const removeRecording = (world: Helpdesk, id: number): void =>
  deleteRecording(world, findRecording(world, id))
