import type { Json, JsonObject } from '../../kernel/json.ts'
import { fitsPattern } from '../../wire/pattern.ts'

/** What was expected of one field, and what was there. `found` is undefined where nothing was. */
export interface Difference {
  readonly field: string
  readonly expected: string
  readonly found: unknown
}

/** What may be said of a value, besides the value itself: an object with one of these names only. */
const MATCHERS = ['equals', 'contains', 'like', 'any', 'absent'] as const
type MatcherName = (typeof MATCHERS)[number]

const TYPES = ['string', 'number', 'boolean', 'array', 'object'] as const

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function matcherOf(expected: Json): { readonly name: MatcherName; readonly operand: Json } | undefined {
  if (!isObject(expected)) return undefined
  const [entry, ...more] = Object.entries(expected)
  const name = MATCHERS.find((known) => known === entry?.[0])
  return name === undefined || entry === undefined || more.length > 0
    ? undefined
    : { name, operand: entry[1] }
}

/** Whether two values are the same JSON, whatever the order of keys. */
function isSame(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other))
    return one.length === other.length && one.every((value, index) => isSame(value, other[index]))
  if (!isObject(one) || !isObject(other)) return one === other
  const keys = Object.keys(one)
  return (
    keys.length === Object.keys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && isSame(one[key], other[key]))
  )
}

const typeOf = (value: unknown): string => (Array.isArray(value) ? 'array' : typeof value)

function contains(found: unknown, part: Json): boolean {
  if (Array.isArray(found)) return found.some((item: unknown) => differences(part, item, '').length === 0)
  return typeof found === 'string' && typeof part === 'string' && found.includes(part)
}

const HOLDS: Readonly<Record<MatcherName, (found: unknown, operand: Json) => boolean>> = {
  equals: isSame,
  contains,
  like: (found, pattern) =>
    typeof found === 'string' && typeof pattern === 'string' && fitsPattern(pattern, found),
  any: (found, type) => found !== undefined && (type === true || typeOf(found) === type),
  absent: (found, absent) => (found === undefined) === absent,
}

const MOST_CHARACTERS = 120

/** A value as it stands in a sentence. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = JSON.stringify(value)
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}...` : text
}

function wanted(name: MatcherName, operand: Json): string {
  switch (name) {
    case 'equals':
      return `exactly ${shown(operand)}`
    case 'contains':
      return `something with ${shown(operand)}`
    case 'like':
      return `a text like ${shown(operand)}`
    case 'any':
      return typeof operand === 'string' ? `any ${operand}` : 'anything'
    case 'absent':
      return operand === true ? 'nothing' : 'anything'
  }
}

/** What is expected of a value, in words. */
export function inWords(expected: Json): string {
  const matcher = matcherOf(expected)
  return matcher === undefined ? shown(expected) : wanted(matcher.name, matcher.operand)
}

/**
 * Where a value is not as expected. Of objects only the fields that are named count; lists are as long as
 * expected; an object with one of the names `equals`, `contains`, `like`, `any`, `absent` says more.
 *
 * @example differences({ tags: { contains: { name: 'vip' } } }, { tags: [], id: 1 }, 'body')
 * // [{ field: 'body.tags', expected: 'something with {"name":"vip"}', found: [] }]
 */
export function differences(expected: Json, found: unknown, field: string): Difference[] {
  const matcher = matcherOf(expected)
  if (matcher !== undefined)
    return HOLDS[matcher.name](found, matcher.operand) ? [] : [{ field, expected: inWords(expected), found }]
  const below = (key: string) => (field === '' ? key : `${field}.${key}`)
  if (isObject(expected) && isObject(found)) {
    return Object.entries(expected).flatMap(([key, value]) =>
      differences(value, Object.hasOwn(found, key) ? found[key] : undefined, below(key)),
    )
  }
  if (Array.isArray(expected) && Array.isArray(found) && expected.length === found.length)
    return (expected as Json[]).flatMap((value, index) =>
      differences(value, found[index], below(String(index))),
    )
  return isSame(expected, found) ? [] : [{ field, expected: shown(expected), found }]
}

/** What is wrong with the matchers in an expectation: where, and what to do. Undefined if nothing is. */
export function wrongMatcher(expected: Json, field: string): { field: string; problem: string } | undefined {
  const matcher = matcherOf(expected)
  if (matcher !== undefined) {
    const { name, operand } = matcher
    const at = `${field}.${name}`
    if (name === 'like' && typeof operand !== 'string')
      return { field: at, problem: 'must be a text, in which * stands for any characters.' }
    if (name === 'absent' && typeof operand !== 'boolean')
      return { field: at, problem: 'must be true or false.' }
    if (name === 'any' && operand !== true && !TYPES.some((type) => type === operand))
      return { field: at, problem: `must be true or one of ${TYPES.join(', ')}.` }
    return name === 'contains' ? wrongMatcher(operand, at) : undefined
  }
  if (typeof expected !== 'object' || expected === null) return undefined
  for (const [key, value] of Object.entries(expected as JsonObject)) {
    const wrong = wrongMatcher(value, `${field}.${key}`)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
