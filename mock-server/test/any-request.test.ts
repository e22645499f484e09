import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AccountTenant } from '../src/control/accounts.ts'
import { demoSeed } from '../src/index.ts'
import { valueFor } from './support/json-schema.ts'
import type { Hint, JsonSchema } from './support/json-schema.ts'
import { bareApi } from './support/operations.ts'
import type { BuiltOperation } from './support/operations.ts'

const { app, accounts, operations, presented } = await bareApi()
const origin = accounts.create({ subdomain: 'origin', seed: demoSeed })

const authorization = ({ world, apiKey }: AccountTenant) => {
  const email = world.rows.users.get(apiKey.user_id)?.email ?? ''
  return `Basic ${Buffer.from(`${email}:${apiKey.key}`).toString('base64')}`
}

/** The world as a whole: every row of every collection, and what is due. */
function stateOf({ world }: AccountTenant): string {
  const rows = Object.entries(world.rows).map(([name, collection]) => [name, [...collection.values()]])
  return JSON.stringify([rows, [...world.pendingTimers()], world.now])
}

const { tickets, messages, customers, users, teams, tags, rules, integrations, settings, events } =
  origin.world.rows
const idsOf = (collection: { values(): Iterable<{ id: number }> }) =>
  [...collection.values()].map(({ id }) => id)
const IDS: Readonly<Record<string, readonly number[]>> = {
  tickets: idsOf(tickets),
  messages: idsOf(messages),
  customers: idsOf(customers),
  users: idsOf(users),
  teams: idsOf(teams),
  tags: idsOf(tags),
  rules: idsOf(rules),
  integrations: idsOf(integrations),
  settings: idsOf(settings),
  events: idsOf(events).slice(0, 3),
}
const EVERY_ID = Object.values(IDS).flat()
const ADDRESSES = [...users.values(), ...customers.values()].map(({ email }) => email ?? 'x@example.com')

const CODES = [
  'if (eq(ticket.status, "open")) { Action("addTags", { tags: "fuzz" }) }',
  'if (containsAny(message.text, ["a"])) { Action("addInternalNote", { body_text: "{{ticket.id}}" }) }',
  'if (eq(ticket.channel, "email")) { Action("replyToTicket", { body_text: "Hi {{ticket.customer.name}}" }) }',
  'no rule at all',
]

/** Values that mean something here, so that most calls get past the first check. */
const hint: Hint = (field, { type, format }) => {
  if (field === 'code') return fc.constantFrom(...CODES)
  if (field === 'cursor') return fc.constantFrom('', 'x', 'WyJuZXh0IiwgIjIwMjYtMDMtMDJUMDk6MDA6MDAiLCAxXQ==')
  if (field === 'custom_fields') return fc.constantFrom([], null)
  if (field === 'event_types')
    return fc.constantFrom('ticket-created', 'ticket-updated,ticket-message-created', null)
  if (field === 'email' || field === 'address' || format === 'email')
    return fc.oneof(fc.constantFrom(...ADDRESSES), fc.constantFrom('new@example.com', ' New@Example.com'))
  if ([type].flat().includes('integer') && /(^|_)ids?$/.test(field))
    return fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom(...EVERY_ID) },
      { weight: 1, arbitrary: fc.nat() },
    )
  return undefined
}

interface AnyRequest {
  readonly operation: BuiltOperation
  readonly params: Readonly<Record<string, unknown>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
}

const record = (schema: JsonSchema | undefined) =>
  valueFor(schema ?? { type: 'object', properties: {} }, '', hint) as fc.Arbitrary<Record<string, unknown>>

/** Ids in paths are mostly of the resource that the path is of. */
function pathOf({ url, params }: BuiltOperation): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(params?.properties ?? {})
  const entries = names.map((name) => {
    const resource =
      name === 'id' ? (url.split('/:id')[0]?.split('/').at(-1) ?? '') : `${name.replace('_id', '')}s`
    const own = IDS[resource] ?? EVERY_ID
    return [
      name,
      own.length === 0
        ? fc.nat()
        : fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...own) }, { weight: 1, arbitrary: fc.nat() }),
    ]
  })
  return fc.record(Object.fromEntries(entries) as Record<string, fc.Arbitrary<unknown>>)
}

const anyRequest: fc.Arbitrary<AnyRequest> = fc.constantFrom(...operations).chain((operation) =>
  fc.record({
    operation: fc.constant(operation),
    params: pathOf(operation),
    query: record(operation.querystring),
    body: operation.body === undefined ? fc.constant(undefined) : record(operation.body),
  }),
)

function urlOf({ operation, params, query }: AnyRequest): string {
  const path = operation.url.replaceAll(/:(\w+)/g, (_, name: string) => String(params[name]))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) search.append(name, String(one))
  }
  return search.size === 0 ? path : `${path}?${search.toString()}`
}

async function send(tenant: AccountTenant, request: AnyRequest) {
  const { statusCode, body, headers } = await app.inject({
    method: request.operation.method,
    url: urlOf(request),
    headers: { authorization: authorization(tenant) },
    ...(request.body !== undefined && { payload: request.body as object }),
  })
  return { status: statusCode, text: body, headers }
}

const ajv = new Ajv2020({ strict: false, allErrors: true })
const validators = new Map<object, ValidateFunction>()

function expectFits(schema: object, value: unknown, what: string): void {
  const validate = validators.get(schema) ?? ajv.compile(schema)
  validators.set(schema, validate)
  expect(validate(value), `${what}: ${JSON.stringify(validate.errors)}`).toBe(true)
}

let forks = 0
const fork = () => accounts.create({ from: 'origin', subdomain: `fork-${++forks}` })

async function onFork(run: (tenant: AccountTenant) => Promise<void>): Promise<void> {
  const tenant = fork()
  try {
    await run(tenant)
  } finally {
    accounts.delete(tenant.name)
  }
}

describe('a request that fits the schemas of its operation', () => {
  it('is never a 5xx, is answered as its response schema says, and changes nothing unless it is 2xx', async () => {
    const succeeded = new Set<string>()
    const listed = new Set<string>()
    await fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { minLength: 1, maxLength: 12 }), (requests) =>
        onFork(async (tenant) => {
          for (const request of requests) {
            const { operationId, method, response } = request.operation
            const what = `${operationId} ${urlOf(request)} ${JSON.stringify(request.body)}`
            const before = stateOf(tenant)
            const { status, text } = await send(tenant, request)
            expect(status, `${what}: ${text}`).toBeLessThan(500)
            if (status >= 400) expect(JSON.parse(text), what).toHaveProperty('error.msg')
            if (status >= 400 || method === 'GET') expect(stateOf(tenant), what).toBe(before)
            if (status >= 300) continue
            succeeded.add(operationId)
            const schema = response[status]
            if (schema === undefined)
              throw new Error(`${operationId} answers ${status}, which it does not declare.`)
            if (text === '') continue
            if (text.includes('"data":[{')) listed.add(operationId)
            expectFits(schema, JSON.parse(JSON.stringify(presented())), what)
            expectFits(schema, JSON.parse(text), what)
          }
        }),
      ),
      { numRuns: 120 },
    )
    // Else the requests would be refused too early to show anything.
    expect(succeeded.size).toBeGreaterThan(operations.length * 0.6)
    expect(listed.size).toBeGreaterThan(5)
  })
})

/** Spoils one place of a body: a wrong type, an unknown field, a field that is missing. */
function spoil(value: unknown, choices: readonly number[]): unknown {
  const [choice = 0, ...rest] = choices
  if (typeof value !== 'object' || value === null)
    return [{ spoilt: true }, [[]], 1.5, 'x'.repeat(70_000), null, -1][choice % 6]
  const keys = Object.keys(value)
  const at = choice % (keys.length + 2)
  if (at === keys.length) return Array.isArray(value) ? { list: value } : { ...value, no_such_field: choice }
  const key = keys[at]
  if (key === undefined) return rest.length % 2 === 0 ? 'a text' : [value, value]
  const inner: unknown = (value as Record<string, unknown>)[key]
  const changed = spoil(inner, rest)
  if (Array.isArray(value)) return value.map((item: unknown, i) => (i === Number(key) ? changed : item))
  return { ...value, [key]: changed }
}

describe('a mutation that is spoilt', () => {
  const mutation = anyRequest.filter(
    ({ operation }) => operation.method !== 'GET' && operation.body !== undefined,
  )
  const READS = [
    '/api/tickets?limit=100',
    '/api/customers',
    '/api/tags',
    '/api/rules',
    '/api/users',
    '/api/events',
  ]

  it('is refused without a trace, or does what it says: never a 5xx', async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        mutation,
        fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 6 }),
        (valid, choices) =>
          onFork(async (tenant) => {
            const read = async () => {
              const answers = await Promise.all(
                READS.map((url) => app.inject({ url, headers: { authorization: authorization(tenant) } })),
              )
              return answers.map(({ body }) => body)
            }
            const request = { ...valid, body: spoil(valid.body, choices) }
            if (typeof request.body !== 'object') return
            const [state, answers] = [stateOf(tenant), await read()]
            const { status, text } = await send(tenant, request)
            const what = `${request.operation.operationId} ${JSON.stringify(request.body).slice(0, 500)}: ${text}`
            expect(status, what).toBeLessThan(500)
            if (status < 400) return
            refused++
            expect(stateOf(tenant), what).toBe(state)
            expect(await read(), what).toEqual(answers)
          }),
      ),
      { numRuns: 150 },
    )
    expect(refused).toBeGreaterThan(30)
  })
})
