import { isDeepStrictEqual } from 'node:util'
import type { IncomingHttpHeaders } from 'node:http'
import type { FaultRule, FaultTable } from '../kernel/faults.ts'
import type { Json } from '../kernel/json.ts'
import { fitsPattern } from './pattern.ts'
import type { Caller } from './tenant.ts'

/** Where in a request's life a fault strikes. */
export type FaultPosition = 'before' | 'after-commit' | 'mid-body'

/** What goes wrong. */
export type FaultKind =
  'latency' | 'status' | 'reset' | 'refused' | 'empty' | 'empty-body' | 'malformed' | 'truncated' | 'slow'

/** What a fault may look at in a call. */
export interface FaultCall {
  /** Null where the path has no operation. */
  readonly operation: string | null
  readonly method: string
  /** Without the query string. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  /** Undefined where the credentials are not valid. */
  readonly caller: Caller | undefined
  /** Undefined until it is read, and where it is no JSON. */
  readonly body: unknown
  /** Whether there is a body in the answer; false until it is settled. */
  readonly answersBody: boolean
}

/** Which calls of its operations a fault sees: all that is named has to fit. */
export interface FaultMatch {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** The path begins with it, segment by segment: `/api/tickets/812` fits its messages, too. */
  readonly path?: string
  /** The user who calls, with a key or through an app. */
  readonly user_id?: number
  /** The API key with which it is called. */
  readonly key_id?: number
  /** The app that calls. */
  readonly client_id?: string
  /** `*` in the pattern stands for any characters; without either, the header only has to be there. */
  readonly header?: { readonly name: string; readonly equals?: string; readonly pattern?: string }
  /** A field of the body: `customer.email` or `/customer/email`; a list contains its elements. */
  readonly body?: { readonly path: string; readonly equals?: Json; readonly contains?: string }
  /** Short for the body's field `external_id`. */
  readonly external_id?: string
}

/** Microseconds. */
export interface DelayRange {
  readonly min: number
  readonly max: number
}

/** A fault as the wire knows it: which calls, when, and what goes wrong. */
export interface WireFault extends FaultRule<FaultCall> {
  readonly kind: FaultKind
  readonly position: FaultPosition
  /** The HTTP status of kind `status`. */
  readonly status?: number
  /** What the answer of kind `status` says, instead of its usual sentence. */
  readonly message?: string
  /** Seconds that a 429 or 503 asks to wait. */
  readonly retryAfter?: number
  readonly delay?: DelayRange
  /** As it was ordered: what lists show. */
  readonly order: object
}

export type Faults = FaultTable<FaultCall, WireFault>

/** The kinds that do something to an answer's body, and so strike no answer without one. */
export const BODY_KINDS: ReadonlySet<FaultKind> = new Set(['empty-body', 'malformed', 'truncated', 'slow'])

const hasOwn = (value: unknown, key: string): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key)

/** The value at a JSON pointer or a dotted path; undefined where there is none. */
export function valueAt(body: unknown, path: string): unknown {
  const keys = path.startsWith('/')
    ? path
        .slice(1)
        .split('/')
        .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
    : path.split('.')
  return keys.reduce<unknown>((value, key) => (hasOwn(value, key) ? value[key] : undefined), body)
}

function contains(value: unknown, part: string): boolean {
  if (typeof value === 'string') return value.includes(part)
  return Array.isArray(value) && value.includes(part)
}

type Test = (call: FaultCall) => boolean

/** A test for each thing that a match names. */
const TESTS: { readonly [Name in keyof FaultMatch]-?: (wanted: NonNullable<FaultMatch[Name]>) => Test } = {
  method: (wanted) => (call) => call.method === wanted,
  path: (wanted) => {
    const prefix = wanted.replace(/\/$/, '')
    return ({ path }) => path === prefix || path.startsWith(`${prefix}/`)
  },
  user_id: (wanted) => (call) => call.caller?.userId === wanted,
  key_id: (wanted) => (call) => call.caller?.keyId === wanted,
  client_id: (wanted) => (call) => call.caller?.app?.clientId === wanted,
  header: ({ name, equals, pattern }) => {
    const key = name.toLowerCase()
    return ({ headers }) => {
      const value = [headers[key] ?? []].flat().join(', ')
      if (headers[key] === undefined) return false
      return (
        (equals === undefined || value === equals) && (pattern === undefined || fitsPattern(pattern, value))
      )
    }
  },
  body: ({ path, equals, contains: part }) => {
    return ({ body }) => {
      const value = valueAt(body, path)
      return part === undefined ? isDeepStrictEqual(value, equals) : contains(value, part)
    }
  },
  external_id: (wanted) => (call) => valueAt(call.body, 'external_id') === wanted,
}

/**
 * Whether a fault sees a call.
 *
 * @param operations `*` for every call, to paths without an operation, too
 */
export function matcherOf(
  operations: '*' | readonly string[],
  match: FaultMatch,
  { wantsBody }: { readonly wantsBody: boolean },
): Test {
  const names = operations === '*' ? undefined : new Set(operations)
  const tests = Object.entries(match).map(([name, wanted]) =>
    (TESTS[name as keyof FaultMatch] as (wanted: unknown) => Test)(wanted),
  )
  return (call) =>
    (names === undefined || (call.operation !== null && names.has(call.operation))) &&
    (!wantsBody || call.answersBody) &&
    tests.every((test) => test(call))
}
