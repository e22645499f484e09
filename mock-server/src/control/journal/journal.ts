import { formatDatetime } from '../../wire/datetimes.ts'
import type { JournalEntry } from '../../wire/tenant.ts'
import type { AccountTenant } from '../accounts/accounts.ts'

/** One call in the journal. */
export interface JournalRow extends Omit<JournalEntry, 'at'> {
  readonly at: string
  /** Null where none was sent; the text itself where it is no JSON. */
  readonly request_body: unknown
  readonly response_body: string | null
}

/** A field whose name says that its text is a secret, such as `"hmac_secret": "..."`. */
const SECRET =
  /("[^"]{0,60}(?:secret|password|token|api_key|authorization)[^"]{0,60}"\s*:\s*)"(?:[^"\\]|\\.)*"/gi

/** A text of JSON without the values of fields that are named as secrets. */
export const redacted = (text: string | null): string | null =>
  text?.replace(SECRET, '$1"[redacted]"') ?? null

function readBody(text: string | null): unknown {
  if (text === null) return null
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** The calls so far, oldest first, without the secrets that some of them carried. */
export const listCalls = ({ journal }: AccountTenant): JournalRow[] =>
  journal.entries().map(({ at, request, response, ...entry }) => ({
    ...entry,
    at: formatDatetime(at),
    request_body: readBody(redacted(request)),
    response_body: redacted(response),
  }))
