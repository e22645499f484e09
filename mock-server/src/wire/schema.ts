import { Type } from './type.ts'
import type { Static, TSchema } from 'typebox'
import type { Json, JsonObject } from '../kernel/json.ts'

/** The same schema, or null. One type list instead of a union: one error, and faster. */
export const Nullable = <T extends TSchema>(schema: T) => {
  const { type } = schema as unknown as { type?: string }
  if (type === undefined) return Type.Unsafe<Static<T> | null>({ anyOf: [schema, { type: 'null' }] })
  const choices = (schema as { enum?: unknown[] }).enum
  return Type.Unsafe<Static<T> | null>({
    ...schema,
    type: [type, 'null'],
    ...(choices !== undefined && { enum: [...choices, null] }),
  })
}

/** One of several words. */
export const OneOf = <const T extends readonly string[]>(words: T, options: object = {}) =>
  Type.Unsafe<T[number]>({ type: 'string', enum: words, ...options })

/** Any JSON object, handed through as it is. */
export const AnyObject = Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true })

/** Any JSON value. */
export const AnyJson = Type.Unsafe<Json>({})

/** A keyword of ours: how many characters the JSON of a value may have. */
export const MAX_JSON_LENGTH = 'x-max-json-length'

/** A value of any shape that is stored as it is, and so needs a limit as a whole. */
export const Bounded = <T extends TSchema>(schema: T, characters: number) =>
  Type.Unsafe<Static<T>>({ ...schema, [MAX_JSON_LENGTH]: characters })

/** An instant on its way in: ISO 8601, with or without offset. */
export const DatetimeIn = Type.String({ format: 'datetime', maxLength: 40 })

/** An instant on its way out: UTC with microseconds and offset. */
export const Datetime = Type.String({ description: 'UTC, ISO 8601 with microseconds and offset.' })

export const Id = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })

export const IdPath = Type.Object({ id: Id })

/** The three parameters of a list with cursors. */
export const listQuery = <const O extends readonly string[]>(orders: O, defaultLimit = 30) => ({
  cursor: Type.Optional(
    Type.String({ maxLength: 1000, description: 'Opaque: from meta.next_cursor or meta.prev_cursor.' }),
  ),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: defaultLimit })),
  order_by: Type.Optional(OneOf(orders)),
})

export const ListMeta = Type.Object({
  prev_cursor: Nullable(Type.String()),
  next_cursor: Nullable(Type.String()),
})

/** The older list envelope (recorded): customers, events, messages, rules, teams. */
export const dataFirstList = (row: TSchema) =>
  Type.Object({ data: Type.Array(row), object: Type.String(), uri: Type.String(), meta: ListMeta })

/** The newer list envelope (recorded): tickets, tags, views, users, integrations. */
export const objectFirstList = (row: TSchema) =>
  Type.Object({
    object: Type.String(),
    uri: Type.String(),
    data: Type.Array(row),
    meta: Type.Object({ ...ListMeta.properties, total_resources: Nullable(Type.Integer()) }),
  })
