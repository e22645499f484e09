import { createHash } from 'node:crypto'
import type { ErrorObject, ValidateFunction } from 'ajv'
import { ACCOUNT_ID, startOf } from '../../helpdesk/model/helpdesk.ts'
import type { collections } from '../../helpdesk/model/helpdesk.ts'
import type { Customer, Integration, Rule, View } from '../../helpdesk/model/entities.ts'
import type { Upload } from '../../helpdesk/model/uploads.ts'
import { parseFilter, readRule } from '../../helpdesk/rules/language/index.ts'
import type { Identified } from '../../kernel/collection.ts'
import type { Dump } from '../../kernel/world.ts'
import { createAjv } from '../../wire/validation.ts'
import { ControlError } from '../errors.ts'
import { EXPORT_FORMAT, EXPORT_VERSION } from './document.ts'
import type { AccountDocument } from './document.ts'
import { deskShapes } from './shapes/desk.ts'
import { settingShapes } from './shapes/settings.ts'
import { id, instant, json, list, map, number, object, oneOf, orNull, text } from './shapes/shape.ts'
import type { RowShape, Shape } from './shapes/shape.ts'
import { timerShape } from './shapes/timers.ts'
import { traceShapes } from './shapes/traces.ts'

/** Every collection has its shape. */
const shapes: Readonly<Record<keyof typeof collections | 'timers', RowShape>> = {
  ...deskShapes,
  ...settingShapes,
  ...traceShapes,
  timers: timerShape,
}

const worldFields = () => ({
  mode: oneOf(['real', 'virtual']),
  time: instant,
  random: number,
  sequences: map(id),
  buckets: map(number),
  rows: object(
    Object.fromEntries(Object.entries(shapes).map(([name, { schema }]) => [name, list({ schema })])),
  ),
})

const documentShape = () =>
  object({
    format: oneOf([EXPORT_FORMAT]),
    version: number,
    account: object({ subdomain: text, api_key_id: orNull(id), calls: id }),
    world: object({ ...worldFields(), blobs: list(text) }),
  })

const keptShape = () => object({ world: object({ ...worldFields(), blobs: json }) })

// Most servers read neither: what it takes is compiled for the first.
const compiledOnce = <Value>(shape: () => Shape): (() => ValidateFunction<Value>) => {
  let compiled: ValidateFunction<Value> | undefined
  return () => (compiled ??= createAjv({ allErrors: false, verbose: false }).compile<Value>(shape().schema))
}
const documents = compiledOnce<AccountDocument>(documentShape)
const keptWorlds = compiledOnce<{ readonly world: Dump }>(keptShape)

/** A world as it is kept or exported; its bytes are checked apart. */
type World = Omit<Dump, 'blobs'>

const refuse = (path: string, problem: string) => {
  const field = `import.${path}`
  return new ControlError(400, `${field}: ${problem}`, field)
}

/** `/world/rows/tickets/3/status` as `world.rows.tickets[3].status`. */
const toPath = (pointer: string): string =>
  pointer
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => (/^\d+$/.test(part) ? `${path}[${part}]` : path ? `${path}.${part}` : part), '')

function firstProblem({ instancePath, message, params, keyword }: ErrorObject): ControlError {
  if (keyword === 'required')
    return refuse(toPath(`${instancePath}/${String(params.missingProperty)}`), 'is missing.')
  const unknown = keyword === 'additionalProperties' ? ` "${String(params.additionalProperty)}"` : ''
  const allowed = keyword === 'enum' ? `: ${(params.allowedValues as string[]).join(', ')}` : ''
  return refuse(toPath(instancePath) || 'document', `${message ?? 'is wrong'}${unknown}${allowed}.`)
}

/** Which sequence a collection's ids are of, where it is no namesake. */
const SEQUENCES: Readonly<Record<string, string>> = { users: 'people', customers: 'people' }

/** Ids that stand twice, or not in their order. */
function checkOrder(name: string, rows: readonly Identified[]): void {
  let before = -1
  for (const [i, row] of rows.entries()) {
    const path = `world.rows.${name}[${i}].id`
    if (row.id <= before) throw refuse(path, `is ${row.id} after ${before}; rows stand by ascending id.`)
    before = row.id
  }
}

/** Ids that would be given out once more: a row would take the place of another. */
function checkSequence(
  sequence: string,
  { rows, sequences }: World,
  name: string,
  ids: Iterable<number>,
): void {
  const start = startOf(sequence) ?? (sequence === 'timers' ? 0 : undefined)
  // These rows have the id of what they belong to.
  if (start === undefined || rows[name] === undefined) return
  const last = sequences[sequence]
  for (const id of ids) {
    if (id <= (last ?? start)) continue
    const is = last === undefined ? 'is missing' : `is ${last}`
    const problem = `${is}, but there is ${id} among the ${name}: ids would be given out twice.`
    throw refuse(`world.sequences.${sequence}`, problem)
  }
}

function checkIds(world: World): void {
  const { rows } = world
  for (const [name, list] of Object.entries(rows)) {
    checkOrder(name, list)
    const last = list.at(-1)
    if (last !== undefined) checkSequence(SEQUENCES[name] ?? name, world, name, [last.id])
  }
  const channels = (rows.customers as readonly Customer[]).flatMap((row) => row.channels.map(({ id }) => id))
  checkSequence('channels', world, 'customers', channels)
  const calls = (rows.integrations as readonly Integration[]).flatMap(({ http }) => http?.id ?? [])
  checkSequence('httpSettings', world, 'integrations', calls)
}

function checkReferences(rows: Readonly<Record<string, readonly Identified[]>>): void {
  const ids = new Map<string, Set<number>>()
  const idsOf = (name: string) => {
    const known = ids.get(name) ?? new Set(rows[name]?.map((row) => row.id))
    ids.set(name, known)
    return known
  }
  for (const [name, { fields }] of Object.entries(shapes)) {
    for (const [field, { refersTo }] of Object.entries(fields)) {
      if (refersTo === undefined) continue
      const there = idsOf(refersTo)
      for (const [i, row] of (rows[name] ?? []).entries()) {
        const value = (row as unknown as Record<string, number | readonly number[] | null>)[field] ?? []
        const lost = [value].flat().find((one) => !there.has(one))
        if (lost !== undefined)
          throw refuse(`world.rows.${name}[${i}].${field}`, `there is no ${lost} among the ${refersTo}.`)
      }
    }
  }
}

function checkTexts(rows: Dump['rows']): void {
  for (const [i, { code }] of (rows.rules as readonly Rule[]).entries())
    if (!readRule(code).ok) throw refuse(`world.rows.rules[${i}].code`, 'is no rule that can be read.')
  for (const [i, { filters }] of (rows.views as readonly View[]).entries())
    if (!parseFilter(filters).ok) throw refuse(`world.rows.views[${i}].filters`, 'cannot be read.')
}

function checkBytes({ rows, blobs }: AccountDocument['world']): void {
  const hashes = new Set<string>()
  for (const [i, blob] of blobs.entries()) {
    const bytes = Buffer.from(blob, 'base64')
    if (bytes.toString('base64') !== blob) throw refuse(`world.blobs[${i}]`, 'is no base64.')
    hashes.add(createHash('sha256').update(bytes).digest('hex'))
  }
  for (const [i, { hash }] of (rows.uploads as readonly Upload[]).entries())
    if (!hashes.has(hash)) throw refuse(`world.rows.uploads[${i}].hash`, 'its bytes are not among the blobs.')
}

/**
 * Holds a document against all that an account is.
 *
 * @throws {ControlError} 400 that names the first place which does not fit, and for a newer version what to do
 */
export function readAccountDocument(value: unknown): AccountDocument {
  const version = (value as { version?: unknown } | null)?.version
  if (typeof version === 'number' && version > EXPORT_VERSION) {
    throw refuse(
      'version',
      `is ${version}; this simulator reads up to ${EXPORT_VERSION}. Import it with the version of gorgias-mock that exported it, or a newer one.`,
    )
  }
  if (typeof version === 'number' && version !== EXPORT_VERSION)
    throw refuse('version', `is ${version}; this simulator reads version ${EXPORT_VERSION}.`)
  const validate = documents()
  if (!validate(value)) throw firstProblem((validate.errors ?? [])[0] as ErrorObject)
  checkRows(value.world)
  checkBytes(value.world)
  return value
}

/** What a schema cannot say. */
function checkRows(world: World): void {
  const { rows } = world
  if (rows.accounts?.length !== 1 || rows.accounts[0]?.id !== ACCOUNT_ID)
    throw refuse('world.rows.accounts', `holds one row: the account itself, with the id ${ACCOUNT_ID}.`)
  checkIds(world)
  checkReferences(rows)
  checkTexts(rows)
}

/**
 * Holds a world that was kept against what a world is: somebody may have got at the file.
 *
 * @returns the first place which does not fit, if there is one
 */
export function flawOf(dump: Dump): string | undefined {
  // A store says nothing of collections without rows.
  const rows = { ...Object.fromEntries(Object.keys(shapes).map((name) => [name, []])), ...dump.rows }
  const validate = keptWorlds()
  try {
    if (!validate({ world: { ...dump, rows } })) throw firstProblem((validate.errors ?? [])[0] as ErrorObject)
    checkRows({ ...dump, rows })
    return undefined
  } catch (error) {
    if (error instanceof ControlError) return error.message.replace(/^import\.world\./, '')
    throw error
  }
}
