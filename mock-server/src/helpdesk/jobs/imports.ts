import { isDeeper } from '../../kernel/json.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { createMacro } from '../macros/macros.ts'
import type { MacroFields } from '../macros/macros.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Json, JsonObject } from '../model/entities.ts'
import { INTENTS } from '../model/macros.ts'
import type { MacroAction } from '../model/macros.ts'
import { uploadAt } from '../uploads.ts'
import { readCsv } from './csv.ts'

/** The most macros that one file brings, and how deep what they hold may be nested. */
const MAX_MACROS = 1000
const MAX_DEPTH = 100

const fail = (sentence: string): never => {
  throw new Refusal('invalid', sentence)
}

/** The text of a file that was uploaded to this account: nothing is fetched from anywhere else. */
function textAt(world: Helpdesk, url: string): string {
  const upload = uploadAt(world, url)
  const bytes = upload && world.getBytes(upload.hash)
  if (bytes === undefined) {
    return fail(
      `There is no file at ${url}. The simulator fetches nothing: upload the file by POST /api/upload and ` +
        'give the url of the answer.',
    )
  }
  return new TextDecoder().decode(bytes)
}

function parseJson(text: string, what: string): Json {
  let value: Json
  try {
    value = JSON.parse(text) as Json
  } catch (error) {
    return fail(`${what} is not JSON: ${(error as Error).message}`)
  }
  return isDeeper(value, MAX_DEPTH) ? fail(`${what} is nested more than ${MAX_DEPTH} levels deep.`) : value
}

const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Macros as objects: a list, or what `GET /api/macros` answers. */
function fromJson(text: string): Json[] {
  const value = parseJson(text, 'The file')
  const list = isObject(value) ? value.data : value
  return Array.isArray(list) ? [...(list as Json[])] : fail('The file holds no list of macros.')
}

/** Macros as the rows of a table, below the names of its columns. Empty cells are null. */
function fromCsv(text: string): Json[] {
  const reading = readCsv(text)
  if ('badLine' in reading) return fail(`Line ${reading.badLine} of the file is not CSV.`)
  const [names = [], ...rows] = reading.rows
  if (!names.includes('name')) fail('The file has no column "name".')
  return rows.map((row, i) => {
    const cells = Object.fromEntries(names.map((name, column) => [name, row[column] || null]))
    const { actions } = cells
    return { ...cells, actions: actions ? parseJson(actions, `The column "actions" of row ${i + 1}`) : [] }
  })
}

function textOf(row: JsonObject, field: string, where: string): string | null {
  const value = row[field] ?? null
  if (value === null) return null
  return typeof value === 'string' && value.length <= 255
    ? value
    : fail(`${where}: ${field} is no short text.`)
}

function actionOf(value: Json, where: string): MacroAction {
  const { name, title, arguments: args = {} } = isObject(value) ? value : {}
  if (typeof name !== 'string' || name === '' || !isObject(args)) return fail(`${where}: an action is none.`)
  return { arguments: args, name, ...(typeof title === 'string' && { title }) }
}

/** One macro of a file. Ids, counts and times are not taken over (inferred). */
function macroOf(row: Json, i: number): MacroFields & { readonly name: string } {
  const where = `Macro ${i + 1} of the file`
  if (!isObject(row)) return fail(`${where} is no macro.`)
  const { actions = [] } = row
  if (!Array.isArray(actions)) return fail(`${where}: actions is no list.`)
  const intent = textOf(row, 'intent', where)
  const known = INTENTS.find((name) => name === intent) ?? null
  if (intent !== null && known === null) fail(`${where}: "${intent}" is no intent.`)
  return {
    name: textOf(row, 'name', where) || fail(`${where} has no name.`),
    external_id: textOf(row, 'external_id', where),
    language: textOf(row, 'language', where),
    intent: known,
    actions: (actions as Json[]).map((action) => actionOf(action, where)),
  }
}

/**
 * Makes new macros from a file that was uploaded: CSV as an export writes it, or JSON as the API answers it
 * (inferred). All of them, or none.
 *
 * @throws Refusal that says what is wrong with the file, and where
 */
export function importMacros(world: Helpdesk, actor: Actor, url: string): JsonObject {
  const text = textAt(world, url)
  const rows = /^\s*[[{]/.test(text) ? fromJson(text) : fromCsv(text)
  if (rows.length > MAX_MACROS) fail(`The file holds ${rows.length} macros; at most ${MAX_MACROS} at a time.`)
  const macros = rows.map(macroOf)
  for (const macro of macros) createMacro(world, actor, macro)
  return { created: macros.length }
}
