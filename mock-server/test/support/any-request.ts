import type { InjectOptions } from 'fastify'
import fc from 'fast-check'
import type { AccountTenant } from '../../src/control/accounts/tenant.ts'
import { accountOf } from '../../src/control/account.ts'
import { ALLOWED } from '../../src/wire/roles.ts'
import { OPERATION_SCOPES, SCOPES } from '../../src/wire/scopes.ts'
import { addressOf, formOf, keyOf, ROLES } from './furnished.ts'
import { hintsFor } from './hints.ts'
import { valueFor } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { likelyCalls } from './likely.ts'
import type { BareApi, BuiltOperation } from './operations.ts'

type Fields = Readonly<Record<string, unknown>>

/** Who calls: a user of that role with a key, or an app that an admin allowed those scopes. */
export type Caller = { readonly role: (typeof ROLES)[number] } | { readonly scopes: readonly string[] }

export interface AnyRequest {
  readonly operation: BuiltOperation
  readonly caller: Caller
  readonly path: Fields
  readonly query: Fields
  readonly body: unknown
}

const caller: fc.Arbitrary<Caller> = fc.oneof(
  { weight: 12, arbitrary: fc.constant({ role: 'admin' as const }) },
  { weight: 4, arbitrary: fc.constantFrom(...ROLES).map((role) => ({ role })) },
  { weight: 3, arbitrary: fc.subarray([...SCOPES.keys()]).map((scopes) => ({ scopes })) },
  { weight: 1, arbitrary: fc.constant({ scopes: ['write:all'] }) },
)

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Mostly what is likely, with what was drawn beside it. */
function mostly<T>(likely: fc.Arbitrary<T> | undefined, drawn: fc.Arbitrary<T>): fc.Arbitrary<T> {
  if (likely === undefined) return drawn
  const both = fc
    .tuple(drawn, likely)
    .map(([fields, own]) => (isFields(fields) && isFields(own) ? { ...fields, ...own } : own))
  return fc.oneof({ weight: 1, arbitrary: drawn }, { weight: 3, arbitrary: both })
}

/** Requests that fit the schemas of an operation, made for the furnished account. */
export function requestsTo(tenant: AccountTenant, operation: BuiltOperation): fc.Arbitrary<AnyRequest> {
  const hint = hintsFor(tenant, operation)
  const likely = likelyCalls(tenant)[operation.operationId]
  const drawn = (schema: JsonSchema = { type: 'object', properties: {} }) =>
    valueFor(schema, [], hint) as fc.Arbitrary<Fields>
  const path = mostly(likely?.path, drawn(operation.params))
  // What stands for the body of a form in its schema is not what is sent.
  const bodyFor = (schema: JsonSchema) =>
    operation.consumes === undefined ? mostly(likely?.body, drawn(schema)) : (likely?.body ?? fc.constant([]))
  const request: fc.Arbitrary<AnyRequest> = fc.record({
    operation: fc.constant(operation),
    caller,
    path,
    query: drawn(operation.querystring),
    body: operation.body === undefined ? fc.constant(undefined) : bodyFor(operation.body),
  })
  return request.map((one) => ({ ...one, [fc.toStringMethod]: () => describeRequest(one) }))
}

export function urlOf({ operation, path, query }: AnyRequest): string {
  const filled = operation.url.replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(String(path[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    for (const one of [value].flat()) search.append(name, String(one))
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

/** A request as a failure shows it. */
export function describeRequest(request: AnyRequest): string {
  const { operation, caller: who, body } = request
  const sent = body === undefined ? '' : ` ${JSON.stringify(body).slice(0, 500)}`
  return `${operation.operationId}: ${operation.method} ${urlOf(request)}${sent} as ${JSON.stringify(who)}`
}

/** Lets somebody in: the value of their `Authorization` header. */
export function admit({ accounts }: BareApi, tenant: AccountTenant, who: Caller): string {
  const { users, oauthApps } = tenant.world.rows
  if ('role' in who) {
    const user = users.first('byEmail', [addressOf(who.role)])
    return user === undefined ? 'none' : keyOf(tenant, accounts.addKey(tenant, user.id))
  }
  const [app] = oauthApps.values()
  const tokens = accountOf(accounts, tenant.name).createOAuthTokens(app?.client_id ?? '', {
    scopes: who.scopes,
  })
  return `Bearer ${tokens.access_token}`
}

/** What observers may besides GET. */
const READING = new Set(ALLOWED['observer-agent'])

/** Whether a caller must not get through, as far as the tables of roles and scopes say it of themselves. */
export function isShutOut({ operation: { operationId, method }, caller: who }: AnyRequest): boolean {
  if ('role' in who) return who.role === 'observer-agent' && method !== 'GET' && !READING.has(operationId)
  const wanted = OPERATION_SCOPES.get(operationId) ?? []
  return !who.scopes.includes('write:all') && !wanted.some((scope) => who.scopes.includes(scope))
}

export async function sendRequest({ app }: BareApi, request: AnyRequest, authorization: string) {
  const { operation, body } = request
  const sent: Pick<InjectOptions, 'payload' | 'headers'> =
    operation.consumes !== undefined && Array.isArray(body)
      ? await formOf(body as Parameters<typeof formOf>[0])
      : body === undefined
        ? {}
        : { payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const {
    statusCode,
    body: text,
    headers,
  } = await app.inject({
    ...sent,
    method: operation.method,
    url: urlOf(request),
    headers: { ...sent.headers, authorization },
  })
  return { status: statusCode, text, isJson: headers['content-type'] === 'application/json' }
}
