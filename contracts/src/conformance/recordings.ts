import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isRecord } from '../is-record.ts'
import { VerificationError } from '../verification-error.ts'
import { shapeOf } from './shape.ts'
import type { Shape } from './shape.ts'
import { readShape, writeShape } from './shape-text.ts'
import type { WrittenShape } from './shape-text.ts'

/** The folder of the committed shapes. */
export const shapesFolder = fileURLToPath(new URL('../../conformance/shapes/', import.meta.url))

/** What is kept of an answer that was recorded: nothing that it said, all that it looked like. */
export interface RecordedAnswer {
  /** As the proxy of the recording showed it: every JSON 2xx is a 200 there. Null: not recorded. */
  readonly status: number | null
  /** Headers that Gorgias itself sent; null where only a proxy's are known. */
  readonly headers: readonly string[] | null
  /** As Gorgias itself sent it; null where it was not recorded. */
  readonly content_type: string | null
  /** Null for a body that is empty, or no JSON. */
  readonly body: Shape | null
}

interface WrittenAnswer extends Omit<RecordedAnswer, 'body'> {
  readonly body: WrittenShape | null
}

/** Headers that belong to one answer or to the way it took. */
const NOT_OF_GORGIAS = new Set(['date', 'content-length', 'x-request-id'])

/** Sent by Gorgias' own servers: a proxy that writes headers of its own drops it. */
const OWN_HEADER = 'x-gorgias-release'

function headersOf(given: unknown): Pick<RecordedAnswer, 'headers' | 'content_type'> {
  if (!isRecord(given) || !(OWN_HEADER in given)) return { headers: null, content_type: null }
  const type = given['content-type']
  return {
    headers: Object.keys(given)
      .filter((name) => !NOT_OF_GORGIAS.has(name))
      .toSorted(),
    content_type: typeof type === 'string' ? type : null,
  }
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' ? value : null)

const bodyOf = (body: unknown): Shape | null => (body === undefined || body === '' ? null : shapeOf(body))

/** One answer with what was recorded around it. */
const answerOf = ({
  status,
  status_as_recorded,
  headers,
  body,
}: Record<string, unknown>): RecordedAnswer => ({
  status: numberOrNull(status_as_recorded ?? status),
  ...headersOf(headers),
  body: bodyOf(body),
})

const isAnswer = (json: Record<string, unknown>): boolean =>
  'request' in json || 'body' in json || typeof json.status === 'number'

/**
 * What remains of a recording: one answer with status and headers, the body alone, or bodies by their status.
 * Names get the status behind them where there are several.
 */
export function answersOf(name: string, json: unknown): ReadonlyMap<string, RecordedAnswer> {
  const { note: _, ...recorded } = isRecord(json) ? json : {}
  if (isAnswer(recorded)) return new Map([[name, answerOf(recorded)]])
  const entries = Object.entries(recorded)
  if (entries.every(([key]) => /^\d{3}$/.test(key))) {
    return new Map(
      entries.map(([status, body]) => [`${name}.${status}`, answerOf({ status: Number(status), body })]),
    )
  }
  return new Map([[name, answerOf({ body: recorded })]])
}

/** A recorded answer as its file holds it. */
export function writeAnswer({ body, ...rest }: RecordedAnswer): string {
  const written: WrittenAnswer = { ...rest, body: body === null ? null : writeShape(body) }
  return `${JSON.stringify(written, null, 2)}\n`
}

function readAnswer(text: string): RecordedAnswer {
  const { body, ...rest } = JSON.parse(text) as WrittenAnswer
  return { ...rest, body: body === null ? null : readShape(body) }
}

const SUFFIX = '.json'

/** The recorded shapes by name. @throws {VerificationError} `broken_shapes` */
export async function readShapes(folder = shapesFolder): Promise<ReadonlyMap<string, RecordedAnswer>> {
  const broken = (why: string) =>
    new VerificationError('broken_shapes', `The shapes of recorded answers in ${folder} ${why}`)
  const files = await readdir(folder).catch(() => {
    throw broken('cannot be read: is the folder there?')
  })
  const shapes = new Map<string, RecordedAnswer>()
  for (const file of files.filter((name) => name.endsWith(SUFFIX)).toSorted()) {
    try {
      shapes.set(file.slice(0, -SUFFIX.length), readAnswer(await readFile(join(folder, file), 'utf8')))
    } catch (error) {
      throw broken(`are broken in ${file}: ${error instanceof Error ? error.message : String(error)}.`)
    }
  }
  return shapes
}
