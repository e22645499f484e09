import type { Kept } from '../kernel/journal.ts'
import { readKeptHeaders } from './kept-headers.ts'
import type { HeaderMap } from './kept-headers.ts'
import { isJson } from './read-ahead.ts'
import { redactPath, redactText } from './redaction.ts'
import type { JournalEntry } from './tenant.ts'

interface CallTexts {
  readonly isKept: boolean
  readonly headers: readonly [asked: HeaderMap, answered: HeaderMap]
  readonly request: string | null
  readonly response: string | null
}

/** Whether a body of JSON was sent, whether anybody read it or not. */
const sentJson = ({
  'content-type': type,
  'content-length': length,
  'transfer-encoding': coding,
}: HeaderMap) => isJson(type) && (coding !== undefined || Number(length ?? 0) > 0)

/** The JSON of a text; the text itself where it is none. */
function readJson(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** One call of a journal, without the secrets that it carried. What it holds is read when somebody asks. */
export class Call {
  readonly position: number
  readonly entry: JournalEntry
  /** With the query string. */
  readonly path: string
  readonly #read: Kept<JournalEntry>['texts']
  #texts: CallTexts | undefined
  #body: { readonly value: unknown } | undefined

  constructor({ position, entry, texts }: Kept<JournalEntry>) {
    this.position = position
    this.entry = entry
    this.path = redactPath(entry.path)
    this.#read = texts
  }

  get #kept(): CallTexts {
    if (this.#texts !== undefined) return this.#texts
    const { headers, request, response, lost } = this.#read()
    return (this.#texts = {
      isKept: !lost,
      headers: readKeptHeaders(headers),
      request: request === null ? null : redactText(request),
      response: response === null ? null : redactText(response),
    })
  }

  get id(): number {
    return this.entry.id
  }

  get pathname(): string {
    return this.path.split('?', 1)[0] ?? ''
  }

  get query(): URLSearchParams {
    return new URLSearchParams(this.path.slice(this.pathname.length))
  }

  get requestHeaders(): HeaderMap {
    return this.#kept.headers[0]
  }

  get responseHeaders(): HeaderMap {
    return this.#kept.headers[1]
  }

  /** The body as it was sent; null where none was. */
  get requestText(): string | null {
    return this.#kept.request
  }

  get responseText(): string | null {
    return this.#kept.response
  }

  /** Whether the journal has all that was said; a text may have been too large for it, or broken off. */
  get isWhole(): boolean {
    return this.#kept.isKept && (this.requestText !== null || !sentJson(this.requestHeaders))
  }

  /** Whether it is no call, but the mark that the account went back. */
  get isMark(): boolean {
    return this.entry.cause.kind !== 'request'
  }

  /** The body as JSON says it; its text where it is none. */
  get body(): unknown {
    return (this.#body ??= { value: readJson(this.requestText) }).value
  }
}

/** The fields of an object; none of anything else. */
export const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {}

/** The external id that the body of a call gives. */
export function externalIdOf(call: Call): string | undefined {
  if (call.requestText?.includes('external_id') !== true) return undefined
  const { external_id } = fieldsOf(call.body)
  return typeof external_id === 'string' && external_id !== '' ? external_id : undefined
}

const TICKET_PATH = /^\/api\/tickets\/(\d+)(?:\/|$)/

/** The ticket that the path of a call names. */
export function ticketOf(call: Call): number | undefined {
  const id = TICKET_PATH.exec(call.pathname)?.[1]
  return id === undefined ? undefined : Number(id)
}

const ANSWERED_ID = /^\{"id":(\d+)/

/** The id of what a call made: an answer begins with it, keys leave in the order of the schema. */
export function answeredIdOf(call: Call): number | undefined {
  const id = ANSWERED_ID.exec(call.responseText ?? '')?.[1]
  return id === undefined ? undefined : Number(id)
}
