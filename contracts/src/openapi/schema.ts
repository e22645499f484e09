import { isRecord } from '../is-record.ts'

/** A JSON Schema, as far as it is read here. */
export type Schema = Readonly<Record<string, unknown>>

/** Finds what a reference of a document stands for. */
export type Resolve = (schema: unknown) => Schema

const ANY = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'] as const

/** How references of a document are followed: `#/components/schemas/Tag`. One that leads nowhere is `{}`. */
export function resolverOf(document: unknown): Resolve {
  const follow = (schema: unknown, depth: number): Schema => {
    if (!isRecord(schema)) return {}
    if (typeof schema.$ref !== 'string' || depth === 0) return schema
    const steps = schema.$ref.split('/').slice(1)
    const found = steps.reduce<unknown>((at, step) => (isRecord(at) ? at[step] : undefined), document)
    return follow(found, depth - 1)
  }
  return (schema) => withoutUnion(follow(schema, 20), (inner) => follow(inner, 20))
}

/** "This, or null" as one schema: the way in which most unions are written. */
function withoutUnion(schema: Schema, follow: (schema: unknown) => Schema): Schema {
  const { anyOf, ...rest } = schema
  if (!Array.isArray(anyOf)) return schema
  const variants = anyOf.map(follow)
  const [one, ...others] = variants.filter(({ type }) => type !== 'null')
  if (one === undefined || others.length > 0 || variants.length === 1) return schema
  return { ...rest, ...one, type: [...typesOf(one), 'null'] }
}

/** The types that a schema allows, sorted; all of them if it names none. */
export function typesOf({ type, enum: choices, const: only }: Schema): string[] {
  if (type !== undefined) return [type].flat().map(String).toSorted()
  const values = only === undefined ? choices : [only]
  if (!Array.isArray(values)) return [...ANY]
  return [...new Set(values.map((value: unknown) => (value === null ? 'null' : typeof value)))].toSorted()
}

/** The values that a schema is limited to, as JSON; undefined if it is not. */
export function choicesOf({ enum: choices, const: only }: Schema): string[] | undefined {
  if (only !== undefined) return [JSON.stringify(only)]
  return Array.isArray(choices) ? choices.map((value) => JSON.stringify(value)) : undefined
}

export const propertiesOf = ({ properties }: Schema): Schema => (isRecord(properties) ? properties : {})

export const requiredOf = ({ required }: Schema): ReadonlySet<unknown> =>
  new Set(Array.isArray(required) ? required : [])
