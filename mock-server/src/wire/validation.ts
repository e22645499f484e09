import { createRequire } from 'node:module'
import type * as ajv2020 from 'ajv/dist/2020.js'
import type { ErrorObject, Options, ValidateFunction } from 'ajv'
import type { FastifySchemaCompiler, FastifyServerOptions } from 'fastify'
import type { FastifySerializerCompiler } from 'fastify/types/schema.js'
import type fastJsonStringify from 'fast-json-stringify'
import type { Schema } from 'fast-json-stringify'
import { Refusal } from '../kernel/refusal.ts'
import type { FieldErrors } from '../kernel/refusal.ts'
import { parseDatetime } from './datetimes.ts'
import { MAX_JSON_LENGTH } from './schema.ts'

const TYPE_NAMES: Readonly<Record<string, string>> = {
  string: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  array: 'list',
  object: 'mapping type',
}

const FORMATS: Readonly<Record<string, string>> = {
  datetime: 'Not a valid datetime.',
  email: 'Not a valid email address.',
  timezone: 'Not a valid timezone.',
  url: 'Not a valid URL.',
}

type Sentence = (error: ErrorObject) => string

const typeSentence: Sentence = ({ data, params }) => {
  if (data === null) return 'Field may not be null.'
  const expected = [params.type as string | string[]].flat().find((type) => type !== 'null') ?? ''
  return `Not a valid ${TYPE_NAMES[expected] ?? expected}.`
}

/** What Gorgias's validation library says, by the keyword that failed; observed texts where there are some. */
const SENTENCES: Readonly<Record<string, Sentence>> = {
  required: () => 'Missing data for required field.',
  additionalProperties: () => 'No such field',
  type: typeSentence,
  enum: ({ params }) => `Must be one of: ${(params.allowedValues as string[]).filter(Boolean).join(', ')}.`,
  const: () => 'Not a valid choice.',
  maxLength: ({ params }) => `Longer than maximum length ${String(params.limit)}.`,
  minLength: ({ params }) => `Shorter than minimum length ${String(params.limit)}.`,
  maxItems: ({ params }) => `Longer than maximum length ${String(params.limit)}.`,
  minItems: ({ params }) => `Shorter than minimum length ${String(params.limit)}.`,
  maximum: ({ params }) => `Must be at most ${String(params.limit)}`,
  minimum: ({ params }) => `Must be at least ${String(params.limit)}`,
  pattern: () => 'String does not match expected pattern.',
  [MAX_JSON_LENGTH]: ({ schema }) => `Longer than maximum length ${String(schema)}.`,
  format: ({ params }) => FORMATS[params.format as string] ?? 'Invalid value.',
}

function pathOf({ instancePath, keyword, params }: ErrorObject): string[] {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  if (keyword === 'required') path.push(params.missingProperty as string)
  if (keyword === 'additionalProperties') path.push(params.additionalProperty as string)
  return path
}

type Tree = Map<string, Tree | string[]>

const toFields = (tree: Tree): FieldErrors =>
  Object.fromEntries([...tree].map(([key, value]) => [key, value instanceof Map ? toFields(value) : value]))

/** What is wrong, per field, nested as the input is: the `data` of a 400. */
export function fieldErrors(errors: readonly ErrorObject[]): FieldErrors {
  const root: Tree = new Map()
  for (const error of errors) {
    // What follows from a condition failed, and says so itself.
    if (error.keyword === 'if') continue
    const path = pathOf(error)
    const last = path.pop() ?? '_schema'
    let level = root
    for (const part of path) {
      const next = level.get(part)
      // Where a field and a part of it are wrong, the part says more.
      const inner: Tree = next instanceof Map ? next : new Map<string, Tree | string[]>()
      level.set(part, inner)
      level = inner
    }
    const sentence = SENTENCES[error.keyword]?.(error) ?? 'Invalid value.'
    const known = level.get(last)
    if (known === undefined) level.set(last, [sentence])
    else if (Array.isArray(known) && !known.includes(sentence)) known.push(sentence)
  }
  return toFields(root)
}

const EMAIL = /^[^\s@<>]+@[^\s@<>]+$/

function isHttpUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
}

function isTimezone(text: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

/** Teaches a validator the formats and the keyword of the API's schemas. */
function addFormats(ajv: ajv2020.Ajv2020): ajv2020.Ajv2020 {
  ajv.addFormat('datetime', (text: string) => parseDatetime(text) !== undefined)
  ajv.addFormat('email', (text: string) => EMAIL.test(text.trim()))
  ajv.addFormat('timezone', isTimezone)
  ajv.addFormat('url', isHttpUrl)
  // For the reader of the document only: the bytes of a file are no text.
  ajv.addFormat('binary', true)
  ajv.addKeyword({
    keyword: MAX_JSON_LENGTH,
    validate: (most: number, data: unknown) => JSON.stringify(data).length <= most,
  })
  return ajv
}

/** Both compilers load with the first schema that is compiled: a start is spared them. */
const require = createRequire(import.meta.url)

/** A validator that knows the formats of the API's schemas, and tells all that is wrong. */
export function createAjv(options: Options): ajv2020.Ajv2020 {
  const { Ajv2020 } = require('ajv/dist/2020.js') as typeof ajv2020
  return addFormats(
    new Ajv2020({ allErrors: true, removeAdditional: false, strict: false, verbose: true, ...options }),
  )
}

/** Whether an id of a path is written otherwise than in digits: coercion would read `+7` and ` 7` as 7. */
function hasOddId(schema: object, data: unknown): boolean {
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> }
  return Object.entries(data as Record<string, string>).some(
    ([name, text]) => properties[name]?.type === 'integer' && !/^\d+$/.test(text),
  )
}

/**
 * Compiles schemas at an operation's first call: compiling all of them up front is most of a start.
 * Only query strings and paths are coerced; a body says what it means.
 */
export function lazyValidators(): FastifySchemaCompiler<object> {
  let strict: ajv2020.Ajv2020 | undefined
  let coercing: ajv2020.Ajv2020 | undefined
  const forBodies = () => (strict ??= createAjv({ coerceTypes: false }))
  const forTexts = () => (coercing ??= createAjv({ coerceTypes: 'array' }))
  return ({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined
    return (data: unknown) => {
      if (httpPart === 'params' && hasOddId(schema, data)) return { error: new Refusal('missing') }
      compiled ??= (httpPart === 'body' ? forBodies() : forTexts()).compile(schema)
      if (compiled(data)) return { value: data }
      // An id that is no number is a path that does not exist (inferred).
      if (httpPart === 'params') return { error: new Refusal('missing') }
      return { error: new ValidationFailure(compiled.errors ?? []) }
    }
  }
}

/** An input that does not fit its schema. */
export class ValidationFailure extends Error {
  override readonly name = 'ValidationFailure'
  readonly fields: FieldErrors

  constructor(errors: readonly ErrorObject[]) {
    super('Invalid request.')
    this.fields = fieldErrors(errors)
  }
}

/**
 * The serialiser writes required keys before optional ones. Where the recorded order mixes them, it is given
 * a schema that requires nothing.
 */
function inRecordedOrder(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(inRecordedOrder)
  if (typeof schema !== 'object' || schema === null) return schema
  const { properties, required } = schema as { properties?: object; required?: unknown }
  const front = Array.isArray(required) ? Object.keys(properties ?? {}).slice(0, required.length) : []
  const mixed = Array.isArray(required) && !front.every((key) => required.includes(key))
  const entries = Object.entries(schema).filter(([key]) => !(mixed && key === 'required'))
  return Object.fromEntries(entries.map(([key, value]) => [key, inRecordedOrder(value)]))
}

const loadStringify = () => require('fast-json-stringify') as typeof fastJsonStringify

/** Compiles serialisers at an answer's first use. Keys leave in the order of the schema. */
export const lazySerialisers: FastifySerializerCompiler<object> = ({ schema }) => {
  let compiled: ((value: unknown) => string) | undefined
  return (value: unknown): string => {
    compiled ??= loadStringify()(inRecordedOrder(schema) as Schema)
    return compiled(value)
  }
}

/**
 * Both for a server, as factories, so that Fastify does not even load its own. (Its types describe what a
 * compiler takes without the wrapping that it gets.)
 */
export const compilersFactory = {
  buildValidator: lazyValidators,
  buildSerializer: () => lazySerialisers,
} as unknown as NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>
