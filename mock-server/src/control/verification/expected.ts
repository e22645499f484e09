import type { Json, JsonObject } from '../../kernel/json.ts'
import type { Call } from '../../wire/calls.ts'
import { CATALOGUE, OPERATION_IDS } from '../../wire/catalogue.ts'
import { fitsPattern } from '../../wire/pattern.ts'
import { ControlError } from '../errors.ts'
import { hasStatus } from '../journal/filter.ts'
import { differences, inWords, wrongMatcher } from './match.ts'
import type { Difference } from './match.ts'

/** What a call is expected to be: what is not named may be anything. */
export interface ExpectedCall {
  /** An operationId, such as `createTicket`. */
  readonly operation?: string
  readonly method?: string
  /** Without the query string; `*` stands for any characters. */
  readonly path?: string
  /** A status, or a class of them such as `2xx`. */
  readonly status?: number | string
  readonly user_id?: number
  readonly query?: JsonObject
  /** By their names, in whatever case. */
  readonly headers?: JsonObject
  readonly body?: Json
}

/** Refuses what no call can be, by the field. */
export function checkExpected(expected: ExpectedCall, at: string): void {
  const wrong = (field: string, sentence: string) => new ControlError(400, `${field}: ${sentence}`, field)
  if (expected.operation !== undefined && !OPERATION_IDS.has(expected.operation))
    throw wrong(`${at}.operation`, `there is no operation "${expected.operation}"; see /openapi.json.`)
  if (expected.path !== undefined && !/^[/*][^?]*$/.test(expected.path))
    throw wrong(`${at}.path`, 'must begin with a slash or *, without a query string: that goes into query.')
  for (const part of ['query', 'headers', 'body'] as const) {
    const given = expected[part]
    const found = given === undefined ? undefined : wrongMatcher(given, `${at}.${part}`)
    if (found !== undefined) throw wrong(found.field, found.problem)
  }
}

/** A query says everything in texts: `limit: 2` is expected as `"2"`. */
const asTexts = (query: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === 'number' || typeof value === 'boolean' ? String(value) : value,
    ]),
  )

/** Names of headers as a call has them. */
const inLowerCase = (headers: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** The query of a call, a list where a name stands several times. */
function queryOf({ query }: Call): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name)
      return [name.replace(/\[\]$/, ''), values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** A slash at the end of a path changes nothing. */
const withoutSlash = (path: string): string => path.replace(/(?<=.)\/$/, '')

/** Where a call is another one altogether: its body is not worth a look. */
function otherRoute(expected: ExpectedCall, { entry, pathname }: Call): Difference[] {
  const { operation, method, path } = expected
  return [
    ...(operation !== undefined && operation !== entry.operation
      ? [{ field: 'operation', expected: operation, found: entry.operation }]
      : []),
    ...(method !== undefined && method !== entry.method
      ? [{ field: 'method', expected: method, found: entry.method }]
      : []),
    ...(path !== undefined && !fitsPattern(withoutSlash(path), withoutSlash(pathname))
      ? [{ field: 'path', expected: path, found: pathname }]
      : []),
  ]
}

/** How a call compares with what is expected. */
export interface Comparison {
  readonly call: Call
  readonly differences: readonly Difference[]
  /** The smaller the nearer; 0 where the call is as expected. */
  readonly distance: number
}

/** So far away is a call of another operation. */
export const OTHER_ROUTE = 1_000

/** Compares a call with what is expected. */
export function compareCall(expected: ExpectedCall, call: Call): Comparison {
  const other = otherRoute(expected, call)
  if (other.length > 0) return { call, differences: other, distance: other.length * OTHER_ROUTE }
  const { status, user_id, query, headers, body } = expected
  const { entry } = call
  const found = [
    ...(status !== undefined && !hasStatus(entry.status, status)
      ? [{ field: 'status', expected: String(status), found: entry.status }]
      : []),
    ...(user_id !== undefined && entry.user_id !== user_id
      ? [{ field: 'user_id', expected: String(user_id), found: entry.user_id }]
      : []),
    ...(query === undefined ? [] : differences(asTexts(query), queryOf(call), 'query')),
    ...(headers === undefined ? [] : differences(inLowerCase(headers), call.requestHeaders, 'headers')),
    ...(body === undefined ? [] : differences(body, call.body ?? undefined, 'body')),
  ]
  return { call, differences: found, distance: found.length }
}

/** Every field that is expected of a value, in words. */
function fields(expected: Json, field: string): string[] {
  const nested = typeof expected === 'object' && expected !== null && !Array.isArray(expected)
  const words = inWords(expected)
  // A matcher has words of its own.
  if (!nested || !words.startsWith('{')) return [`${field} ${words}`]
  return Object.entries(expected as JsonObject).flatMap(([key, value]) => fields(value, `${field}.${key}`))
}

/** What is expected, in words: `POST /api/tickets with body.external_id "h-1"`. */
export function nameOf({ operation, method, path, status, user_id, ...parts }: ExpectedCall): string {
  const row = CATALOGUE.find(([id]) => id === operation)
  const route = row === undefined ? '' : `${row[1]} ${row[2]}`
  const name = [route, method, path].filter(Boolean).join(' ') || 'any call'
  const more = [
    ...(status === undefined ? [] : [`status ${status}`]),
    ...(user_id === undefined ? [] : [`user_id ${user_id}`]),
    ...(['query', 'headers', 'body'] as const).flatMap((part) => {
      const expected = parts[part]
      return expected === undefined ? [] : fields(expected, part)
    }),
  ]
  return more.length === 0 ? name : `${name} with ${more.join(', ')}`
}
