import { choicesOf, propertiesOf, requiredOf, typesOf } from './schema.ts'
import type { Resolve, Schema } from './schema.ts'

/** One thing that is different, in words. */
export interface SchemaChange {
  readonly what: string
  /** Whether a client that was right before may be wrong now. */
  readonly breaking: boolean
}

/** Two schemas of the same place, and where references of each lead. */
export interface Pair {
  readonly before: unknown
  readonly after: unknown
  readonly resolveBefore: Resolve
  readonly resolveAfter: Resolve
  /** What a client sends, or what it gets. What breaks the one is a gift to the other. */
  readonly direction: 'request' | 'answer'
  /** Where in the body this is, such as `messages[].body_text`; empty for the whole. */
  readonly at: string
}

const LOWER = ['minLength', 'minItems', 'minimum', 'exclusiveMinimum', 'minProperties'] as const
const UPPER = ['maxLength', 'maxItems', 'maximum', 'exclusiveMaximum', 'maxProperties'] as const

const difference = (a: readonly string[], b: readonly string[]): string[] =>
  a.filter((one) => !b.includes(one))

const place = (at: string): string => (at === '' ? 'the value' : `\`${at}\``)

const inside = (at: string, key: string): string => (at === '' ? key : `${at}.${key}`)

function compareTypes({ direction, at }: Pair, before: Schema, after: Schema): SchemaChange[] {
  const [old, now] = [typesOf(before), typesOf(after)]
  // Whoever takes any number takes a whole one.
  const lost = difference(old, now).filter((type) => !(type === 'integer' && now.includes('number')))
  if (old.join() === now.join()) return []
  const what = `the type of ${place(at)} was ${old.join(' or ')} and is ${now.join(' or ')}`
  // An answer's type is what clients are typed by: any change of it has to be said.
  return [{ what, breaking: direction === 'answer' || lost.length > 0 }]
}

function compareChoices({ direction, at }: Pair, before: Schema, after: Schema): SchemaChange[] {
  const [old, now] = [choicesOf(before), choicesOf(after)]
  if (old === undefined && now === undefined) return []
  const where = place(at)
  if (old === undefined)
    return [{ what: `${where} is limited to certain values`, breaking: direction === 'request' }]
  if (now === undefined)
    return [{ what: `${where} is not limited to certain values any more`, breaking: direction === 'answer' }]
  return [
    ...difference(old, now).map((value) => ({
      what: `${where} is never ${value} any more`,
      breaking: direction === 'request',
    })),
    ...difference(now, old).map((value) => ({
      what: `${where} can be ${value}`,
      breaking: direction === 'answer',
    })),
  ]
}

/** What a sender has to keep to. Bounds of answers promise nothing that clients rely on. */
function compareBounds({ direction, at }: Pair, before: Schema, after: Schema): SchemaChange[] {
  if (direction === 'answer') return []
  const changed = (key: string, tighter: (old: number, now: number) => boolean): SchemaChange[] => {
    const [old, now] = [before[key], after[key]]
    if (old === now) return []
    const breaking = now !== undefined && (old === undefined || tighter(Number(old), Number(now)))
    const words = (value: unknown) => (value === undefined ? 'none' : JSON.stringify(value))
    return [{ what: `${key} of ${place(at)} was ${words(old)} and is ${words(now)}`, breaking }]
  }
  return [
    ...LOWER.flatMap((key) => changed(key, (old, now) => now > old)),
    ...UPPER.flatMap((key) => changed(key, (old, now) => now < old)),
    ...['format', 'pattern', 'multipleOf'].flatMap((key) => changed(key, () => true)),
  ]
}

function compareProperties(pair: Pair, before: Schema, after: Schema): SchemaChange[] {
  const { direction, at, resolveBefore, resolveAfter } = pair
  const request = direction === 'request'
  const [old, now] = [propertiesOf(before), propertiesOf(after)]
  const [needed, needs] = [requiredOf(before), requiredOf(after)]
  const strict = after.additionalProperties === false
  const changes: SchemaChange[] = []
  for (const key of Object.keys({ ...old, ...now })) {
    const path = inside(at, key)
    if (!Object.hasOwn(old, key)) {
      const must = request && needs.has(key)
      changes.push({ what: must ? `\`${path}\` is new and required` : `\`${path}\` is new`, breaking: must })
      continue
    }
    if (!Object.hasOwn(now, key)) {
      changes.push({ what: `\`${path}\` is gone`, breaking: !request || strict })
      continue
    }
    if (needed.has(key) !== needs.has(key)) {
      const what = needs.has(key) ? `\`${path}\` is always there` : `\`${path}\` can be missing`
      changes.push(
        request
          ? {
              what: needs.has(key) ? `\`${path}\` is required` : `\`${path}\` is optional`,
              breaking: needs.has(key),
            }
          : { what, breaking: !needs.has(key) },
      )
    }
    changes.push(
      ...compareSchemas({
        ...pair,
        before: old[key],
        after: now[key],
        resolveBefore,
        resolveAfter,
        at: path,
      }),
    )
  }
  return changes
}

function compareOpenness({ direction, at }: Pair, before: Schema, after: Schema): SchemaChange[] {
  const closed = (schema: Schema) => schema.additionalProperties === false
  if (direction === 'answer' || closed(before) === closed(after)) return []
  return closed(after)
    ? [{ what: `${place(at)} takes no unknown fields any more`, breaking: true }]
    : [{ what: `${place(at)} takes unknown fields`, breaking: false }]
}

function compareVariants(pair: Pair, before: Schema, after: Schema): SchemaChange[] {
  const list = (schema: Schema): unknown[] => {
    return Array.isArray(schema.anyOf) ? schema.anyOf : []
  }
  const [old, now] = [list(before), list(after)]
  if (old.length === now.length)
    return old.flatMap((variant, i) => compareSchemas({ ...pair, before: variant, after: now[i] }))
  const breaking = pair.direction === 'request' ? now.length < old.length : now.length > old.length
  return [{ what: `${place(pair.at)} had ${old.length} variants and has ${now.length}`, breaking }]
}

const CONDITIONS = ['allOf', 'if', 'then', 'else', 'not', 'oneOf', 'patternProperties'] as const

/** What is not looked into: that it is different has to be enough. */
function compareConditions({ at }: Pair, before: Schema, after: Schema): SchemaChange[] {
  const text = (schema: Schema) => JSON.stringify(CONDITIONS.map((key) => schema[key]))
  return text(before) === text(after)
    ? []
    : [{ what: `the conditions of ${place(at)} differ`, breaking: true }]
}

/** Parts that are schemas themselves: what lists hold, and what fields of any name hold. */
function compareParts(pair: Pair, before: Schema, after: Schema): SchemaChange[] {
  const part = (key: string, at: string): SchemaChange[] =>
    typeof before[key] === 'object' || typeof after[key] === 'object'
      ? compareSchemas({ ...pair, before: before[key] ?? {}, after: after[key] ?? {}, at })
      : []
  return [...part('items', `${pair.at}[]`), ...part('additionalProperties', inside(pair.at, '*'))]
}

/**
 * What is different between two schemas of the same place, and whether it breaks a client: a request has to
 * stay acceptable, an answer has to stay understandable.
 */
export function compareSchemas(pair: Pair): SchemaChange[] {
  if (pair.at.split(/[.[]/).length > 30) return []
  const before = pair.resolveBefore(pair.before)
  const after = pair.resolveAfter(pair.after)
  return [
    ...compareTypes(pair, before, after),
    ...compareChoices(pair, before, after),
    ...compareBounds(pair, before, after),
    ...compareOpenness(pair, before, after),
    ...compareProperties(pair, before, after),
    ...compareVariants(pair, before, after),
    ...compareConditions(pair, before, after),
    ...compareParts(pair, before, after),
  ]
}
