import { isRecord } from '../json/is-record.ts'
import { settings } from './settings.ts'
import type { Setting, Values } from './settings.ts'

/** A setting that is missing or wrong. */
export interface ConfigProblem {
  /** The name by which it is corrected: `GORGIAS_EMAIL`, or `gorgias.apiKeyUserEmail` of the file. */
  setting: string
  /** What is wrong and what to do. */
  message: string
}

/** Where settings come from; the environment wins. */
export interface Sources {
  env: Readonly<Record<string, string | undefined>>
  file?: { name: string; value: unknown }
}

type Row = readonly [key: string, setting: Setting<unknown>]

const rows: readonly Row[] = Object.entries(settings)

/** Reads every setting of the table and gathers everything that is wrong. */
export function readSettings(sources: Sources): { values: Partial<Values>; problems: ConfigProblem[] } {
  const problems = unknownKeys(sources)
  const values: Record<string, unknown> = {}
  const missing = new Set(
    rows.filter(([, { required, oneOf }]) => required || oneOf !== undefined).map(needOf),
  )

  for (const row of rows) {
    const [key, setting] = row
    const found = find(setting, sources)
    if (!found) {
      values[key] = setting.default
      continue
    }
    missing.delete(needOf(row))
    const parsed = setting.parse(found.raw)
    if (parsed.ok) values[key] = parsed.value
    else problems.push({ setting: found.name, message: `${found.name}${found.where} ${parsed.problem}.` })
  }
  return { values, problems: [...[...missing].map(missingSetting), ...problems] }
}

/** What is asked for: the setting itself, or any of its group. */
const needOf = ([key, { oneOf }]: Row): string => oneOf ?? key

interface Found {
  raw: unknown
  name: string
  where: string
}

/** An empty variable is no value. A variable of a group hides the file's settings of that group. */
function find(setting: Setting<unknown>, { env, file }: Sources): Found | undefined {
  const raw = setting.env === undefined ? undefined : env[setting.env]
  if (setting.env !== undefined && raw !== undefined && raw.trim() !== '')
    return { raw, name: setting.env, where: '' }
  if (!file || groupIsInEnvironment(setting, env)) return undefined
  const fromFile = valueAt(file.value, setting.path)
  return fromFile === undefined ? undefined : { raw: fromFile, name: setting.path, where: ` in ${file.name}` }
}

function groupIsInEnvironment({ oneOf }: Setting<unknown>, env: Sources['env']): boolean {
  if (oneOf === undefined) return false
  return rows.some(
    ([, other]) => other.oneOf === oneOf && other.env !== undefined && (env[other.env] ?? '').trim() !== '',
  )
}

const valueAt = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (inner, key) => (isRecord(inner) && Object.hasOwn(inner, key) ? inner[key] : undefined),
      value,
    )

function missingSetting(need: string): ConfigProblem {
  const choices = rows
    .filter((row) => needOf(row) === need)
    .map(([, { env, path, description }]) => ({ name: env ?? path, description }))
  const setting = choices.map(({ name }) => name).join(' or ')
  const advice = choices.map(({ name, description }) => `set ${name} to ${description}`).join(', or ')
  return { setting, message: `${setting} is missing: ${advice}.` }
}

/** Keys that no setting has: a misspelt setting would otherwise be silently the default. */
function unknownKeys({ file }: Sources): ConfigProblem[] {
  if (!file) return []
  const paths = new Set(rows.map(([, { path }]) => path))
  const problems: ConfigProblem[] = []
  const visit = (value: unknown, prefix: string): void => {
    if (!isRecord(value)) {
      const what = prefix === '' ? file.name : `${prefix.slice(0, -1)} in ${file.name}`
      problems.push({ setting: prefix.slice(0, -1), message: `${what} must be an object.` })
      return
    }
    for (const [key, inner] of Object.entries(value)) {
      const path = prefix + key
      if (paths.has(path)) continue
      if ([...paths].some((known) => known.startsWith(`${path}.`))) visit(inner, `${path}.`)
      else
        problems.push({
          setting: path,
          message: `${path} in ${file.name} is no setting: remove or correct it.`,
        })
    }
  }
  visit(file.value, '')
  return problems
}
