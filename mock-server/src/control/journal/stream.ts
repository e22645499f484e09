import { Readable } from 'node:stream'
import type { Static } from 'typebox'
import type { Host } from '../../kernel/host.ts'
import { Call } from '../../wire/calls.ts'
import { Type } from '../../wire/type.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { filterFields, readFilter } from './filter.ts'
import { presentCall } from './journal.ts'

/** Milliseconds of silence after which a stream says that it is still there. */
const HEARTBEAT = 15_000
/** So many bytes wait for a slow reader; the rest waits in the journal, which is bounded itself. */
const BUFFERED = 64 * 1024
const MOST_STREAMS = 100

export const StreamFields = Type.Object(
  {
    ...filterFields,
    after: Type.Optional(
      Type.String({
        pattern: '^\\d{1,15}$',
        description: 'The id of the last event that was read, as Last-Event-ID, which goes before it.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type StreamQuery = Static<typeof StreamFields>

const event = (id: number, name: string, data: unknown): string =>
  `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`

/** Where to go on; a place that this journal never had is of another one, and everything is news. */
function placeOf(after: string | undefined, { begin, end }: AccountTenant['journal']): number {
  if (after === undefined) return end
  return Number(after) > end ? begin : Number(after)
}

/**
 * The calls of an account as they come (server-sent events): `call` with a row of the journal, and `dropped`
 * where a reader was so slow that the journal let calls go. A reader who comes back with the id of the last
 * event misses nothing that is still kept. It ends with the account.
 *
 * @throws {ControlError} 400 for a filter or a place that is none, 409 where too many follow already
 */
export function journalStream(
  { journal, host }: Pick<AccountTenant, 'journal'> & { readonly host: Pick<Host, 'wake'> },
  query: StreamQuery,
): Readable {
  const { after, ...filter } = checked(StreamFields, query, 'query')
  const isMeant = readFilter(filter)
  let position = placeOf(after, journal)
  if (journal.followers >= MOST_STREAMS)
    throw new ControlError(409, `${MOST_STREAMS} follow this journal already: end another stream first.`)
  let hasRoom = false
  let stopBeat: () => void = () => undefined

  /** Says something; false where the rest has to wait. */
  const send = (text: string): boolean => (hasRoom = stream.push(text))

  function beat(): void {
    stopBeat = host.wake(HEARTBEAT, () => {
      if (hasRoom) send(': still here\n\n')
      beat()
    })
  }

  function pump(): void {
    if (!hasRoom) return
    const missed = journal.begin - position
    if (missed > 0) {
      position = journal.begin
      if (!send(event(position, 'dropped', { calls: missed }))) return
    }
    for (const kept of journal.walk(position)) {
      position = kept.position + 1
      const call = new Call(kept)
      if (isMeant(call) && !send(event(position, 'call', presentCall(call)))) return
    }
  }

  const stream = new Readable({
    encoding: 'utf8',
    highWaterMark: BUFFERED,
    read() {
      hasRoom = true
      pump()
    },
    destroy(error, done) {
      unfollow()
      stopBeat()
      done(error)
    },
  })
  const unfollow = journal.follow({
    appended: pump,
    closed: () => {
      // Who has not read yet hears the rest, as far as it fits.
      hasRoom = true
      pump()
      stream.push(null)
    },
  })
  // The first words make the headers leave; they also say when to come back.
  stream.push('retry: 1000\n\n')
  beat()
  return stream
}
