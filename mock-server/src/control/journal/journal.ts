import type { Static } from 'typebox'
import { Call } from '../../wire/calls.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { HeaderMap } from '../../wire/kept-headers.ts'
import { redactText } from '../../wire/redaction.ts'
import type { JournalEntry } from '../../wire/tenant.ts'
import { Type } from '../../wire/type.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { filterFields, readFilter } from './filter.ts'
import type { JournalFilter } from './filter.ts'

/** One call in the journal. */
export interface JournalRow extends Omit<JournalEntry, 'at' | 'answered_at'> {
  /** When it came, by the account's clock. */
  readonly at: string
  /** When it was answered, by the account's clock. */
  readonly answered_at: string
  /** Those that matter, without credentials. */
  readonly request_headers: HeaderMap
  readonly response_headers: HeaderMap
  /** Null where none was sent; the text itself where it is no JSON. */
  readonly request_body: unknown
  readonly response_body: string | null
}

/** A page of the journal. */
export interface JournalPage {
  readonly data: JournalRow[]
  readonly meta: {
    /** Where the next page begins; null at the end. */
    readonly next_cursor: string | null
    /** How many of the oldest calls are not kept any more. */
    readonly dropped: number
  }
}

export const PageFields = Type.Object(
  {
    ...filterFields,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'Default: 100.' })),
    cursor: Type.Optional(
      Type.String({ pattern: '^\\d{1,15}$', description: 'meta.next_cursor of the page before.' }),
    ),
  },
  { additionalProperties: false },
)
export type JournalPageQuery = Static<typeof PageFields>

/** A text of JSON without the values of fields that are named as secrets. */
export const redacted = (text: string | null): string | null => (text === null ? null : redactText(text))

export const presentCall = (call: Call): JournalRow => ({
  ...call.entry,
  path: call.path,
  at: formatDatetime(call.entry.at),
  answered_at: formatDatetime(call.entry.answered_at),
  request_headers: call.requestHeaders,
  response_headers: call.responseHeaders,
  request_body: call.body,
  response_body: call.responseText,
})

/** What a journal has, marks of going back among it: what is meant, oldest first; from a position on. */
export function* entriesOf(
  { journal }: AccountTenant,
  filter: JournalFilter = {},
  from = 0,
): Generator<Call> {
  const isMeant = readFilter(filter)
  for (const kept of journal.walk(from)) {
    const call = new Call(kept)
    if (isMeant(call)) yield call
  }
}

/** The calls of a journal that are meant, oldest first: what clients did. */
export function* callsOf(tenant: AccountTenant, filter: JournalFilter = {}): Generator<Call> {
  for (const call of entriesOf(tenant, filter)) if (!call.isMark) yield call
}

/** The calls so far, oldest first, without the secrets that some of them carried. */
export const listCalls = (tenant: AccountTenant, filter?: JournalFilter): JournalRow[] =>
  Array.from(entriesOf(tenant, filter), presentCall)

/** A page of the calls so far, oldest first. A cursor stays good while new calls come and old ones go. */
export function pageOfCalls(tenant: AccountTenant, query: JournalPageQuery): JournalPage {
  const { cursor = '0', limit = 100, ...filter } = checked(PageFields, query, 'query')
  const data: JournalRow[] = []
  let next: string | null = null
  for (const call of entriesOf(tenant, filter, Number(cursor))) {
    if (data.length === limit) {
      next = String(call.position)
      break
    }
    data.push(presentCall(call))
  }
  return { data, meta: { next_cursor: next, dropped: tenant.journal.dropped } }
}
