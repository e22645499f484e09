import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ErrorObject } from 'ajv/dist/2020.js'
import { ScenarioSchema } from './schema/scenario.ts'
import { suggest } from './suggestion.ts'
import type { Path } from './positions.ts'

export interface ShapeProblem {
  readonly path: Path
  /** Whether the key is what is wrong, not its value. */
  readonly atKey: boolean
  readonly message: string
}

const compile = () => new Ajv2020({ allErrors: true, verbose: true, strict: false }).compile(ScenarioSchema)
let compiled: ReturnType<typeof compile> | undefined

/** Everything in which a value differs from the published schema, in words for its author. */
export function checkShape(value: unknown): ShapeProblem[] {
  const validate = (compiled ??= compile())
  if (validate(value)) return []
  const errors = onlyMeantBranches(validate.errors ?? [])
  return errors.flatMap((error) => describe(error, errors))
}

/**
 * Where a value may have several forms, the validator reports what is wrong with each of them. The author
 * meant the one form that has the type of what they wrote; the complaints about the others are noise.
 */
function onlyMeantBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors]
  for (const union of errors.filter((error) => error.keyword === 'anyOf')) {
    const branches = union.schema as readonly BranchSchema[]
    const meant = branches.flatMap((branch, index) => (accepts(branch, union.data) ? [index] : []))
    const prefixes = branches.map((_, index) => `${union.schemaPath}/${index}/`)
    kept = kept.filter((error) => {
      const branch = prefixes.findIndex((prefix) => error.schemaPath.startsWith(prefix))
      const inside = branch >= 0 && error.instancePath.startsWith(union.instancePath)
      return !inside || meant.includes(branch)
    })
    if (meant.length > 0) kept = kept.filter((error) => error !== union)
  }
  return kept
}

interface BranchSchema {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
}

const accepts = (branch: BranchSchema, data: unknown): boolean => typesOf(data).includes(typeOfBranch(branch))

const typeOfBranch = (branch: BranchSchema): string =>
  branch.type ?? typeof (branch.const ?? branch.enum?.[0])

function typesOf(data: unknown): string[] {
  if (data === null) return ['null']
  if (Array.isArray(data)) return ['array']
  if (typeof data === 'number') return Number.isInteger(data) ? ['integer', 'number'] : ['number']
  return [typeof data]
}

const WORDS: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a mapping (key: value)',
  array: 'a list (- ...)',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'nothing',
}
const wordFor = (type: string): string => WORDS[type] ?? type

function describe(error: ErrorObject, all: readonly ErrorObject[]): ShapeProblem[] {
  const path = toPath(error.instancePath)
  const name = path.findLast((segment) => typeof segment === 'string')
  const what =
    typeof path.at(-1) === 'number' ? `this entry of "${name ?? ''}"` : name ? `"${name}"` : 'the file'
  const params: Record<string, unknown> = error.params
  const schema = (error.parentSchema ?? {}) as { properties?: object; description?: string }
  const known = Object.keys(schema.properties ?? {})
  const problem = (message: string, atKey = false, at: Path = path): ShapeProblem[] => [
    { path: at, atKey, message },
  ]

  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(params.additionalProperty)
      return problem(`"${key}" is not known here. ${suggest(key, known)}`, true, [...path, key])
    }
    case 'required': {
      const inStep = all.some(
        (other) => other.keyword === 'oneOf' && other.instancePath === error.instancePath,
      )
      if (inStep) return []
      return problem(`${what} lacks "${String(params.missingProperty)}"`)
    }
    case 'oneOf':
      return describeStep(error, all, problem)
    case 'type':
      return problem(`${what} must be ${wordFor(String(params.type))}, not ${said(error.data)}`)
    case 'anyOf': {
      const forms = (error.schema as readonly BranchSchema[]).map((branch) => wordFor(typeOfBranch(branch)))
      return problem(`${what} must be ${[...new Set(forms)].join(' or ')}, not ${said(error.data)}`)
    }
    case 'enum':
    case 'const': {
      const allowed = (error.keyword === 'enum' ? params.allowedValues : [params.allowedValue]) as unknown[]
      return problem(
        `${what} cannot be ${said(error.data)}. ${suggest(String(error.data), allowed.map(String))}`,
      )
    }
    case 'pattern':
      if (error.propertyName !== undefined) return problem(`"${error.propertyName}" is not a name`)
      return problem(`${what} cannot be ${said(error.data)}. ${schema.description ?? ''}`.trim())
    case 'minProperties':
      return problem(`${what} says nothing. ${suggest('', known)}`)
    case 'minItems':
      return problem(`${what} is empty`)
    case 'uniqueItems':
      return problem(`${what} names something twice`)
    default:
      return problem(`${what} ${error.message ?? 'is not right'}`)
  }
}

function describeStep(
  error: ErrorObject,
  all: readonly ErrorObject[],
  problem: (message: string) => ShapeProblem[],
): ShapeProblem[] {
  const keys = Object.keys(error.data as object).filter((key) => key !== 'then')
  if (keys.length > 1)
    return problem(`a step tells one thing; this one tells ${keys.length}: ${keys.join(', ')}`)
  const mistyped = all.some(
    (other) => other.keyword === 'additionalProperties' && other.instancePath === error.instancePath,
  )
  return mistyped ? [] : problem('a step has to tell what happens, such as "customer writes"')
}

function said(data: unknown): string {
  if (typeof data === 'string') return `"${data.length > 60 ? `${data.slice(0, 60)}...` : data}"`
  if (data === null) return 'nothing'
  if (Array.isArray(data)) return 'a list'
  if (typeof data === 'object') return 'a mapping'
  return typeof data === 'number'
    ? `the number ${data} (put it in quotes if it is a text)`
    : data === true
      ? 'true'
      : 'false'
}

const toPath = (pointer: string): Path =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((segment) => (/^\d+$/.test(segment) ? Number(segment) : segment))
