import { isRecord, ownValue } from '../is-record.ts'

/** The types of JSON; whole numbers apart from others. */
export type JsonType = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string'

/**
 * What a body looks like, without a value of it: types, keys in their order, which keys are not always
 * there, and what lists hold. Keys that are ids stand as `*`.
 */
export interface Shape {
  /** What was seen at this place, sorted. */
  readonly types: readonly JsonType[]
  /** The keys of objects, in their order. */
  readonly keys?: Readonly<Record<string, Shape>>
  /** Those keys that only some of the objects had. */
  readonly optional?: readonly string[]
  /** What the lists held; absent if they held nothing. */
  readonly items?: Shape
}

/** `{"319613": ...}`, `{"6a8ee355f22a0b59f9b3ac3d": ...}`: a key that says which one, not what. */
const isId = (key: string): boolean => /^(\d+|[0-9a-f]{24})$/.test(key)

function typeOf(value: unknown): JsonType {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  if (typeof value === 'boolean' || typeof value === 'string') return typeof value as 'boolean' | 'string'
  return 'object'
}

const mergeAll = (shapes: readonly Shape[]): Shape | undefined =>
  shapes.length === 0 ? undefined : shapes.reduce(mergeShapes)

/**
 * The shape of a value of JSON.
 *
 * @example shapeOf({ id: 7, tags: [] }) // { types: ['object'], keys: { id: {...}, tags: {...} } }
 */
export function shapeOf(value: unknown): Shape {
  const types = [typeOf(value)]
  if (Array.isArray(value)) {
    const items = mergeAll(value.map(shapeOf))
    return { types, ...(items && { items }) }
  }
  if (!isRecord(value)) return { types }
  const keys = new Map<string, Shape>()
  for (const [key, inner] of Object.entries(value)) {
    const name = isId(key) ? '*' : key
    const shape = shapeOf(inner)
    const known = keys.get(name)
    keys.set(name, known === undefined ? shape : mergeShapes(known, shape))
  }
  return { types, keys: Object.fromEntries(keys) }
}

/** The keys of both, in an order that both agree with as far as they agree with each other. */
function mergeOrder(one: readonly string[], other: readonly string[]): string[] {
  const merged = [...one]
  other.forEach((key, i) => {
    if (merged.includes(key)) return
    const before = other.slice(0, i).findLast((known) => merged.includes(known))
    merged.splice(before === undefined ? 0 : merged.indexOf(before) + 1, 0, key)
  })
  return merged
}

/** One shape that both fit: a field that was null here and a text there can be both. */
export function mergeShapes(one: Shape, other: Shape): Shape {
  const types = [...new Set([...one.types, ...other.types])].toSorted()
  const items = mergeAll([one.items, other.items].filter((shape) => shape !== undefined))
  const part = { types, ...(items && { items }) }
  const objects = [one, other].filter(({ keys }) => keys !== undefined)
  const [first, second] = objects
  if (first?.keys === undefined) return part
  if (second?.keys === undefined) {
    const { keys, optional } = first
    return { ...part, keys, ...(optional && { optional }) }
  }
  const [a, b] = [first.keys, second.keys]
  const order = mergeOrder(Object.keys(a), Object.keys(b))
  const keys = Object.fromEntries(
    order.map((key) => [
      key,
      mergeAll([ownValue(a, key), ownValue(b, key)].filter((shape) => shape !== undefined)) ?? part,
    ]),
  )
  const optional = order.filter(
    (key) =>
      !Object.hasOwn(a, key) ||
      !Object.hasOwn(b, key) ||
      first.optional?.includes(key) === true ||
      second.optional?.includes(key) === true,
  )
  return { ...part, keys, ...(optional.length > 0 && { optional }) }
}

/**
 * The shape with the types that other recordings of the same thing show at the same places: what is a text in
 * one and null in another can be either in both. Keys and rows stay those of the shape, but where it has no
 * object at all: then it takes the keys of the others.
 */
export function widenShape(shape: Shape, others: readonly Shape[]): Shape {
  const there = <T>(values: readonly (T | undefined)[]): T[] => values.filter((one) => one !== undefined)
  const model = shape.keys === undefined ? mergeAll(others.filter(({ keys }) => keys !== undefined)) : shape
  const keys = Object.entries(model?.keys ?? {}).map(([key, inner]) => [
    key,
    widenShape(inner, there(others.map((other) => ownValue(other.keys, key)))),
  ])
  return {
    types: [...new Set([shape, ...others].flatMap(({ types }) => types))].toSorted(),
    ...(model && { keys: Object.fromEntries(keys) as Record<string, Shape> }),
    ...(model?.optional && { optional: model.optional }),
    ...(shape.items && { items: widenShape(shape.items, there(others.map(({ items }) => items))) }),
  }
}
