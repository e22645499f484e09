import fc from 'fast-check'

/** As much of JSON Schema as the operations use. */
export interface JsonSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly format?: string
}

/** Values that mean something, by the names of the fields that lead to them; items of a list have its name. */
export type Hint = (path: readonly string[], schema: JsonSchema) => fc.Arbitrary<unknown> | undefined

/** Long enough to matter, short enough to read. */
const LONGEST = 12
const MOST = 3

const FORMATS: Readonly<Record<string, fc.Arbitrary<string>>> = {
  datetime: fc.constantFrom(
    '2026-03-02T09:00:00Z',
    '2024-02-29T23:59:59.123456+02:00',
    '1999-12-31T00:00:00',
  ),
  email: fc.constantFrom('new@example.com', ' Odd+Mail@Example.com ', 'o@x'),
  url: fc.constantFrom('https://example.com/a?b=c', 'http://127.0.0.1/'),
}

/** Each optional field is an obstacle: with half of them set, hardly a call would get through. */
const seldom = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

const anyJson = fc.jsonValue({ maxDepth: 2, noUnicodeString: false })

function listOf(schema: JsonSchema, path: readonly string[], hint: Hint): fc.Arbitrary<unknown> {
  const { items = {}, minItems = 0, maxItems = MOST, uniqueItems = false } = schema
  const size = { minLength: minItems, maxLength: Math.max(minItems, Math.min(maxItems, MOST)) }
  const item = valueFor(items, path, hint)
  return uniqueItems ? fc.uniqueArray(item, size) : fc.array(item, size)
}

function ofType(
  type: string,
  schema: JsonSchema,
  path: readonly string[],
  hint: Hint,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'string': {
      const { format, minLength = 0, maxLength = LONGEST } = schema
      if (format !== undefined) return FORMATS[format] ?? fc.string()
      return fc.string({
        unit: 'grapheme-ascii',
        minLength,
        maxLength: Math.max(minLength, Math.min(maxLength, LONGEST)),
      })
    }
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -5, max: schema.maximum ?? 200_000 })
    case 'number':
      return fc.double({ min: schema.minimum ?? -5, max: schema.maximum ?? 5, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return listOf(schema, path, hint)
    default: {
      if (schema.properties === undefined)
        return fc.dictionary(fc.string({ maxLength: 5 }), anyJson, { maxKeys: 3 })
      const required = new Set(schema.required)
      const fields = Object.entries(schema.properties).map(([name, inner]) => {
        const value = valueFor(inner, [...path, name], hint)
        return [name, required.has(name) ? value : seldom(value)]
      })
      return fc
        .record(Object.fromEntries(fields) as Record<string, fc.Arbitrary<unknown>>)
        .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)))
    }
  }
}

/** Values that fit a schema. */
export function valueFor(schema: JsonSchema, path: readonly string[], hint: Hint): fc.Arbitrary<unknown> {
  const meaning = hint(path, schema)
  if (meaning !== undefined) return meaning
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.anyOf !== undefined) return fc.oneof(...schema.anyOf.map((one) => valueFor(one, path, hint)))
  if (schema.type === undefined) return anyJson
  const types = [schema.type].flat()
  const [main, ...rest] = types.map((type) => ({
    weight: type === 'null' ? 1 : 4,
    arbitrary: ofType(type, schema, path, hint),
  }))
  return main === undefined ? anyJson : fc.oneof(main, ...rest)
}
