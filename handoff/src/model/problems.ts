import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/schema'
import type { TLocalizedValidationError } from 'typebox/error'
import type { Problem } from './request.ts'

const MOST = 10

/** At most ten problems, then a line that counts the rest: a page of mistakes helps nobody. */
export function bounded(problems: readonly Problem[]): Problem[] {
  if (problems.length <= MOST) return [...problems]
  const more = problems.length - MOST
  const rest = { path: '', message: `There are ${more} more problems; mend these first.` }
  return [...problems.slice(0, MOST), rest]
}

const compiled = new WeakMap<TSchema, ReturnType<typeof Compile>>()

/** Compiled at its first use: most runs need few of the item kinds. */
function validatorOf(schema: TSchema): ReturnType<typeof Compile> {
  const known = compiled.get(schema)
  if (known) return known
  const fresh = Compile(schema)
  compiled.set(schema, fresh)
  return fresh
}

/** Checks a value against a schema; what is wrong is told in words, with `at` in front of every path. */
export function schemaProblems<S extends TSchema>(
  schema: S,
  value: unknown,
  at = '',
): { ok: true; value: Static<S> } | { ok: false; problems: Problem[] } {
  const validator = validatorOf(schema)
  if (validator.Check(value)) return { ok: true, value: value as Static<S> }
  const [, errors] = validator.Errors(value)
  const problems = errors.flatMap((error) => inWords(error, schema, value, at))
  return { ok: false, problems: withoutEchoes(problems) }
}

function inWords(error: TLocalizedValidationError, schema: TSchema, value: unknown, at: string): Problem[] {
  const path = fieldPath(at, error.instancePath)
  const place = follow(schema, error.schemaPath)
  const one = (message: string): Problem[] => [{ path, message }]
  switch (error.keyword) {
    case 'boolean': {
      const object = follow(schema, error.schemaPath.replace(/\/additionalProperties$/, ''))
      return one(`This field is not known here; remove it or mend its spelling. ${knownFields(object)}`)
    }
    case 'additionalProperties':
      return [] // said field by field; of many unknown fields this comes too late to be told at all
    case 'required':
      return error.params.requiredProperties.map((name) => ({
        path: fieldPath(path, `/${name}`),
        message: `This field is missing; add it.${describe(follow(place, `#/properties/${name}`))}`,
      }))
    case 'type':
      return one(
        `This is ${kindOf(follow(value, error.instancePath))}, but ${expected(error.params.type)} is needed.`,
      )
    case 'enum':
      return one(`This has to be one of: ${error.params.allowedValues.map(String).join(', ')}.`)
    case 'minLength':
      return one('This is empty; fill it in.')
    case 'maxLength':
      return one(`This is too long; at most ${error.params.limit} characters are accepted.`)
    case 'minItems':
      return one('This list is empty; it needs at least one entry.')
    case 'maxItems':
      return one(
        `This list is too long; at most ${error.params.limit} entries are accepted. Leave the oldest out.`,
      )
    case 'minimum':
      return one(`This number is too small; it has to be at least ${error.params.limit}.`)
    case 'pattern':
      return one(`This does not have the form that is needed.${describe(place)}`)
    default:
      return one(`This ${error.message}.${describe(place)}`)
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
}
const expected = (types: string | readonly string[]): string =>
  [types]
    .flat()
    .map((type) => TYPE_WORDS[type] ?? type)
    .join(' or ')

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  return TYPE_WORDS[typeof value] ?? typeof value
}

function describe(schema: unknown): string {
  const text = field(schema, 'description')
  return typeof text === 'string' ? ` ${text}` : ''
}

function knownFields(schema: unknown): string {
  const known = Object.keys(field(schema, 'properties') ?? {})
  return known.length > 0 ? `Known fields: ${known.join(', ')}.` : ''
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined
}

const steps = (pointer: string): string[] =>
  pointer
    .replace(/^#/, '')
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))

const follow = (value: unknown, pointer: string): unknown => steps(pointer).reduce(field, value)

/** `items[3].text` from the prefix and a JSON pointer; names that are odd are quoted and cut. */
function fieldPath(at: string, pointer: string): string {
  return steps(pointer).reduce((path, step) => {
    if (/^\d+$/.test(step)) return `${path}[${step}]`
    const name = /^[A-Za-z_$][\w$-]{0,60}$/.test(step) ? step : JSON.stringify(step.slice(0, 40))
    return path === '' ? name : `${path}.${name}`
  }, at)
}

/** A field of the wrong type breaks several keywords; its first problem says enough. */
function withoutEchoes(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter(({ path }) => !seen.has(path) && seen.add(path))
}
