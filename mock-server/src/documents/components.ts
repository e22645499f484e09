import { mapOperations } from './openapi.ts'
import type { MediaType, OpenApiDocument, ResponseObject } from './openapi.ts'

type Schema = Readonly<Record<string, unknown>>

/** OpenAPI's names of the formats, where the validators have others. */
const FORMATS: Readonly<Record<string, string>> = { datetime: 'date-time', url: 'uri' }

const isObject = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isNull = (value: unknown): boolean => value === 'null' || value === null

/** Schemas that have a title stand below `components.schemas` once, and are referred to. */
function schemaShelf() {
  const names = new Map<string, string>()
  const schemas = new Map<string, Schema>()

  /** The same title over another shape gets a number. */
  function freeName(stem: string): string {
    let name = stem
    for (let number = 2; schemas.has(name); number++) name = `${stem}${number}`
    return name
  }

  function put(title: string, schema: Schema): Schema {
    const text = JSON.stringify(schema)
    const name = names.get(text) ?? freeName(title.replaceAll(/\W/g, ''))
    names.set(text, name)
    schemas.set(name, schema)
    return { $ref: `#/components/schemas/${name}` }
  }

  /** The schema with its titled parts, and itself if it has a title, replaced by references. */
  function refer(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(refer)
    if (!isObject(value)) return value
    const schema = Object.fromEntries(
      Object.entries(value).map(([key, inner]) => {
        const format = key === 'format' && typeof inner === 'string' ? FORMATS[inner] : undefined
        return [key, format ?? refer(inner)]
      }),
    )
    const { title, type, enum: choices } = schema
    if (typeof title !== 'string') return schema
    if (!Array.isArray(type) || !type.includes('null')) return put(title, schema)
    const [only] = type.filter((one) => !isNull(one)) as unknown[]
    const limited = Array.isArray(choices) && { enum: choices.filter((one) => !isNull(one)) }
    return { anyOf: [put(title, { ...schema, type: only, ...limited }), { type: 'null' }] }
  }

  return {
    refer: (schema: object) => refer(schema) as object,
    schemas: () => Object.fromEntries([...schemas].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
}

/** The document with every titled schema below `components.schemas`, and its formats by OpenAPI's names. */
export function shelveSchemas(document: OpenApiDocument): OpenApiDocument {
  const shelf = schemaShelf()
  const content = (media: Readonly<Record<string, MediaType>>) =>
    Object.fromEntries(
      Object.entries(media).map(([type, { schema, ...rest }]) => [
        type,
        { ...(schema && { schema: shelf.refer(schema) }), ...rest },
      ]),
    )
  const shelved = mapOperations(document, (operation) => {
    const { parameters, requestBody } = operation
    const responses = Object.entries(operation.responses).map(([status, response]) => {
      const { content: media, ...rest } = response as ResponseObject
      return [status, media === undefined ? response : { ...rest, content: content(media) }]
    })
    return {
      ...operation,
      ...(parameters && {
        parameters: parameters.map((one) => ({ ...one, schema: shelf.refer(one.schema) })),
      }),
      ...(requestBody && { requestBody: { ...requestBody, content: content(requestBody.content) } }),
      responses: Object.fromEntries(responses) as typeof operation.responses,
    }
  })
  return { ...shelved, components: { ...document.components, schemas: shelf.schemas() } }
}
