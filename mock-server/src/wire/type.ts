import type { Type as TypeBox } from 'typebox'

type Schema = Readonly<Record<string, unknown>>

/** Properties that may be absent. A mark beside the schema, since none of it belongs into a document. */
const optional = new WeakSet<Schema>()

function markOptional(schema: Schema): Schema {
  const marked = { ...schema }
  optional.add(marked)
  return marked
}

function object(properties: Readonly<Record<string, Schema>>, options: object = {}): Schema {
  const required = Object.entries(properties).flatMap(([name, schema]) =>
    optional.has(schema) ? [] : [name],
  )
  return { type: 'object', ...(required.length > 0 && { required }), properties, ...options }
}

type ObjectSchema = Schema & { readonly properties: Readonly<Record<string, Schema>> }

const mapped = (
  { properties }: ObjectSchema,
  change: (entries: [string, Schema][]) => [string, Schema][],
  options?: object,
): Schema => object(Object.fromEntries(change(Object.entries(properties))), options)

const plain =
  (type: string) =>
  (options: object = {}): Schema => ({ type, ...options })

const builders = {
  Array: (items: Schema, options: object = {}): Schema => ({ type: 'array', items, ...options }),
  Boolean: plain('boolean'),
  Integer: plain('integer'),
  Null: plain('null'),
  Number: plain('number'),
  Object: object,
  Omit: (schema: ObjectSchema, names: readonly string[]): Schema =>
    mapped(schema, (entries) => entries.filter(([name]) => !names.includes(name))),
  Optional: markOptional,
  Partial: (schema: ObjectSchema, options?: object): Schema =>
    mapped(schema, (entries) => entries.map(([name, inner]) => [name, markOptional(inner)]), options),
  String: plain('string'),
  Unsafe: (schema: Schema): Schema => schema,
}

/**
 * TypeBox as its types know it, and the little of it that schemas need at run time: what it builds are plain
 * JSON schemas, and a start is spared its hundreds of files.
 *
 * @example
 * const Tag = Type.Object({ name: Type.String(), description: Type.Optional(Type.String()) })
 * type Tag = Static<typeof Tag>
 */
export const Type = builders as unknown as Pick<typeof TypeBox, keyof typeof builders>
