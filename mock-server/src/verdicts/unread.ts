import type { Call } from '../wire/calls.ts'
import { counted, Groups, isOk } from './verdict.ts'
import type { FindingKind, Rule } from './verdict.ts'

const UNREAD_FIELD: FindingKind = {
  code: 'unread-field',
  severity: 'warning',
  hint: 'Leave it out, or find the field that is meant: Gorgias takes it and does nothing with it.',
}
const UNREAD_BODY: FindingKind = {
  code: 'unread-body',
  severity: 'warning',
  hint: 'Say it in the path or the query: this operation reads no body.',
}
const IDEMPOTENCY: FindingKind = {
  code: 'idempotency-key',
  severity: 'warning',
  hint: 'Gorgias knows no idempotency keys: a POST that is sent twice is done twice. Look the external_id up before a retry.',
}
const UNREAD_HEADER: FindingKind = {
  code: 'unread-header',
  severity: 'info',
  hint: 'Gorgias does nothing with it.',
}
const DEPRECATED: FindingKind = {
  code: 'deprecated-operation',
  severity: 'warning',
  hint: 'See the API reference for the operation that took its place.',
}

interface Schema {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
}

const partsOf = ({ anyOf = [], oneOf = [], allOf = [] }: Schema): readonly Schema[] => [
  ...anyOf,
  ...oneOf,
  ...allOf,
]

/** The schemas that a field of an object may have; undefined where the object takes any field. */
function schemasOf(schema: Schema, field: string): Schema[] | undefined {
  const parts = partsOf(schema)
  const { properties, additionalProperties } = schema
  const isOpen = additionalProperties === true || typeof additionalProperties === 'object'
  if (isOpen || (properties === undefined && parts.length === 0)) return undefined
  const known = properties !== undefined && Object.hasOwn(properties, field) ? properties[field] : undefined
  const found = known === undefined ? [] : [known]
  for (const part of parts) {
    // A part that takes no objects says nothing about their fields.
    if (part.type !== undefined && ![part.type].flat().includes('object')) continue
    const inner = schemasOf(part, field)
    if (inner === undefined) return undefined
    found.push(...inner)
  }
  return found
}

/**
 * The fields of a value of which its schema knows nothing, as paths: what was taken and not read.
 *
 * @example unreadFields({ properties: { id: {} } }, { id: 1, nme: 'x' }) // ['nme']
 */
export function unreadFields(schema: object, value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) {
    const { items } = schema as Schema
    return items === undefined ? [] : value.flatMap((item: unknown) => unreadFields(items, item, `${path}[]`))
  }
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const field = path === '' ? name : `${path}.${name}`
    const schemas = schemasOf(schema, name)
    if (schemas === undefined) return []
    const [first, ...more] = schemas.map((one) => unreadFields(one, inner, field))
    if (first === undefined) return [field]
    // Where a field may be several things, one of them has to have read it.
    return first.filter((unread) => more.every((others) => others.includes(unread)))
  })
}

/**
 * Fields of bodies that were taken and that no operation reads; bodies where none is read. Gorgias refuses most
 * fields that it does not know (documented), and so does an account here: what is left are fields of objects
 * that refer to something, such as `assignee_user: {id, name}`.
 */
export const findUnreadFields: Rule = ({ calls, facts }) => {
  const fields = new Map<string, Groups>()
  const bodies = new Groups()
  for (const call of calls) {
    const operation = call.entry.operation ?? ''
    const known = facts(operation)
    if (known === undefined || !isOk(call)) continue
    if (known.body !== undefined) {
      const groups = fields.get(operation) ?? new Groups()
      fields.set(operation, groups)
      for (const field of new Set(unreadFields(known.body, call.body))) groups.add(field, call)
    } else if (Number(call.requestHeaders['content-length'] ?? 0) > '{}'.length) bodies.add(operation, call)
  }
  return [
    ...[...fields].flatMap(([operation, groups]) =>
      groups.findings(
        UNREAD_FIELD,
        (field, found) =>
          `${counted(found.length, 'call')} of ${operation} sent "${field}", which nobody reads.`,
      ),
    ),
    ...bodies.findings(
      UNREAD_BODY,
      (operation, found) => `${counted(found.length, 'call')} of ${operation} sent a body.`,
    ),
  ]
}

/** Headers with which proxies, browsers and tracing mark what passes: they are for others to read. */
const FOR_OTHERS =
  /^x-(?:request-id|correlation-id|forwarded-.*|forwarded|real-ip|requested-with|b3-.*|amzn-.*|cloud-trace-context|datadog-.*|envoy-.*|client-.*|trace.*)$/

const CONDITIONS = new Set(['if-match', 'if-none-match', 'prefer'])

/** Headers from which a client hopes for something. */
export const findUnreadHeaders: Rule = ({ calls }) => {
  const [keys, headers] = [new Groups(), new Groups()]
  for (const call of calls) {
    for (const name of Object.keys(call.requestHeaders)) {
      if (/^(?:x-)?idempotency-key$/.test(name)) keys.add(name, call)
      else if (CONDITIONS.has(name) || (name.startsWith('x-') && !FOR_OTHERS.test(name)))
        headers.add(name, call)
    }
  }
  const tell = (name: string, found: readonly Call[]) =>
    `${counted(found.length, 'call')} sent the header ${name}, which nobody reads.`
  return [...keys.findings(IDEMPOTENCY, tell), ...headers.findings(UNREAD_HEADER, tell)]
}

/** Operations that will go. */
export const findDeprecated: Rule = ({ calls, facts }) => {
  const groups = new Groups()
  for (const call of calls) {
    const { operation } = call.entry
    if (operation !== null && facts(operation)?.deprecated === true) groups.add(operation, call)
  }
  return groups.findings(
    DEPRECATED,
    (operation, found) => `${counted(found.length, 'call')} of ${operation}, which is deprecated.`,
  )
}
