import { isRecord } from '../is-record.ts'
import { compareSchemas } from './compare-schemas.ts'
import type { SchemaChange } from './compare-schemas.ts'
import type { Resolve, Schema } from './schema.ts'

/** An operation as it was and as it is, and where references of each document lead. */
export interface Versions {
  readonly before: Schema
  readonly after: Schema
  readonly resolveBefore: Resolve
  readonly resolveAfter: Resolve
}

type Direction = 'request' | 'answer'

export const record = (value: unknown): Schema => (isRecord(value) ? value : {})

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const change = (what: string, breaking: boolean): SchemaChange => ({ what, breaking })

/** The same part of both versions, as a schema. */
const schemas = (
  { resolveBefore, resolveAfter }: Versions,
  direction: Direction,
  words: string,
  [before, after]: readonly [unknown, unknown],
): SchemaChange[] =>
  compareSchemas({ before, after, resolveBefore, resolveAfter, direction, at: '' }).map(
    ({ what, breaking }) => change(`${words}: ${what}`, breaking),
  )

/** Parameters by place and name. Those of the path are part of it. */
const parametersOf = (operation: Schema, resolve: Resolve): Map<string, Schema> =>
  new Map(
    list(operation.parameters)
      .map(resolve)
      .filter((one) => one.in !== 'path')
      .map((one) => [`the ${String(one.in)} parameter \`${String(one.name)}\``, one]),
  )

function compareParameters(versions: Versions): SchemaChange[] {
  const old = parametersOf(versions.before, versions.resolveBefore)
  const now = parametersOf(versions.after, versions.resolveAfter)
  // An unknown parameter is refused.
  const gone = [...old.keys()].filter((name) => !now.has(name)).map((name) => change(`${name} is gone`, true))
  const others = [...now].flatMap(([name, one]) => {
    const was = old.get(name)
    const must = one.required === true
    if (was === undefined) return [change(`${name} is new${must ? ' and required' : ''}`, must)]
    return [
      ...(must && was.required !== true ? [change(`${name} is required`, true)] : []),
      ...schemas(versions, 'request', name, [was.schema, one.schema]),
    ]
  })
  return [...gone, ...others]
}

/** What is sent or answered, by content type. */
function compareContent(
  versions: Versions,
  direction: Direction,
  words: string,
  [before, after]: readonly [unknown, unknown],
): SchemaChange[] {
  const [old, now] = [record(before), record(after)]
  return Object.keys({ ...old, ...now }).flatMap((type) => {
    if (!(type in now)) return [change(`${words} is never ${type} any more`, true)]
    if (!(type in old)) return [change(`${words} can be ${type}`, direction === 'answer')]
    return schemas(versions, direction, words, [record(old[type]).schema, record(now[type]).schema])
  })
}

function compareBody(versions: Versions): SchemaChange[] {
  const [old, now] = [versions.before.requestBody, versions.after.requestBody]
  const must = record(now).required === true
  if (old === undefined && now === undefined) return []
  if (old === undefined) return [change(`a request body is new${must ? ' and required' : ''}`, must)]
  if (now === undefined) return [change('the request body is gone', true)]
  return [
    ...(must && record(old).required !== true ? [change('the request body is required', true)] : []),
    ...compareContent(versions, 'request', 'the request', [record(old).content, record(now).content]),
  ]
}

const headersOf = (answer: Schema): string[] =>
  Object.keys(record(answer.headers)).map((name) => name.toLowerCase())

function compareAnswers(versions: Versions): SchemaChange[] {
  const [old, now] = [record(versions.before.responses), record(versions.after.responses)]
  return Object.keys({ ...old, ...now }).flatMap((status) => {
    // A refusal more or less changes nothing for who is ready to be refused.
    if (!(status in now)) return [change(`${status} is not answered any more`, status < '400')]
    if (!(status in old)) return [change(`${status} can be answered`, false)]
    const [was, is] = [versions.resolveBefore(old[status]), versions.resolveAfter(now[status])]
    const headers = headersOf(is)
    return [
      ...headersOf(was)
        .filter((name) => !headers.includes(name))
        .map((name) => change(`the answer ${status} has no header \`${name}\` any more`, true)),
      ...compareContent(versions, 'answer', `the answer ${status}`, [was.content, is.content]),
    ]
  })
}

function compareRest({ before, after }: Versions): SchemaChange[] {
  const ways = ({ security }: Schema) => list(security).map((way) => JSON.stringify(way))
  const now = ways(after)
  return [
    ...(before.operationId === after.operationId
      ? []
      : [change(`the operationId was \`${String(before.operationId)}\``, true)]),
    ...(before.deprecated !== true && after.deprecated === true ? [change('it is deprecated', false)] : []),
    ...ways(before)
      .filter((way) => !now.includes(way))
      .map((way) => change(`the credentials ${way} do not do any more`, true)),
  ]
}

/** What is different between two versions of an operation. */
export const compareOperations = (versions: Versions): SchemaChange[] => [
  ...compareParameters(versions),
  ...compareBody(versions),
  ...compareAnswers(versions),
  ...compareRest(versions),
]
