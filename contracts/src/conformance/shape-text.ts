import { isRecord } from '../is-record.ts'
import type { JsonType, Shape } from './shape.ts'

/** A shape as it is written to a file: a place that holds neither keys nor rows is just its types. */
export type WrittenShape =
  | string
  | {
      readonly type: string
      readonly keys?: Readonly<Record<string, WrittenShape>>
      readonly optional?: readonly string[]
      readonly items?: WrittenShape
    }

const OR = ' | '
const TYPES: ReadonlySet<string> = new Set<JsonType>([
  'array',
  'boolean',
  'integer',
  'null',
  'number',
  'object',
  'string',
])

const mapKeys = <From, To>(keys: Readonly<Record<string, From>>, change: (value: From) => To) =>
  Object.fromEntries(Object.entries(keys).map(([key, value]) => [key, change(value)]))

/** `{"id": "integer", "subject": "null | string"}`. */
export function writeShape({ types, keys, optional, items }: Shape): WrittenShape {
  const type = types.join(OR)
  if (keys === undefined && items === undefined) return type
  return {
    type,
    ...(keys && { keys: mapKeys(keys, writeShape) }),
    ...(optional && { optional }),
    ...(items && { items: writeShape(items) }),
  }
}

/** Reads what {@link writeShape} wrote. Throws an error that says what is no shape. */
export function readShape(written: unknown): Shape {
  const { type, keys, optional, items } = isRecord(written) ? written : { type: written }
  const types = typeof type === 'string' ? type.split(OR) : []
  if (types.length === 0 || !types.every((one) => TYPES.has(one)))
    throw new Error(`${JSON.stringify(type)} is no type`)
  return {
    types: types as JsonType[],
    ...(isRecord(keys) && { keys: mapKeys(keys, readShape) }),
    ...(Array.isArray(optional) && { optional: optional.map(String) }),
    ...(items !== undefined && { items: readShape(items) }),
  }
}
