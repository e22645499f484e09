import { Ajv2020 } from 'ajv/dist/2020.js'
import type { ValidateFunction } from 'ajv'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { AccountTenant } from '../src/control/accounts/tenant.ts'
import { admit, describeRequest, isShutOut, requestsTo, sendRequest } from './support/any-request.ts'
import type { AnyRequest } from './support/any-request.ts'
import { declaredStatuses } from './support/declared.ts'
import { furnish, keyOf } from './support/furnished.ts'
import { fuzzed, PATIENCE } from './support/fuzz.ts'
import { bareApi } from './support/operations.ts'

/** Its mailbox is the one that the bodies of tests name. */
const ORIGIN = 'acme'
const api = await bareApi()
const { app, accounts, operations, presented } = api
const origin = await furnish(api, ORIGIN)
const declared = await declaredStatuses()
afterAll(() => app.close())

/** The world as a whole: every row of every collection, and what is due. */
function stateOf({ world }: AccountTenant): string {
  const rows = Object.entries(world.rows).map(([name, collection]) => [name, [...collection.values()]])
  return JSON.stringify([rows, [...world.pendingTimers()], world.now])
}

const anyRequest = fc.oneof(...operations.map((operation) => requestsTo(origin, operation)))

const ajv = new Ajv2020({ strict: false, allErrors: true })
const validators = new Map<object, ValidateFunction>()

function expectFits(schema: object, value: unknown, what: string): void {
  const validate = validators.get(schema) ?? ajv.compile(schema)
  validators.set(schema, validate)
  expect(validate(value), `${what}: ${JSON.stringify(validate.errors)}`).toBe(true)
}

/** Runs something on a copy of the furnished account. */
async function onFork(run: (tenant: AccountTenant) => Promise<void>): Promise<void> {
  const tenant = accounts.create({ from: ORIGIN, subdomain: 'fork' })
  try {
    await run(tenant)
  } finally {
    accounts.delete(tenant.name)
  }
}

/** Makes a request and holds all that is true of any answer against it; answers the status. */
async function check(tenant: AccountTenant, request: AnyRequest): Promise<number> {
  const { operationId, method, response } = request.operation
  const authorization = admit(api, tenant, request.caller)
  const what = describeRequest(request)
  const before = stateOf(tenant)
  const { status, text, isJson } = await sendRequest(api, request, authorization)
  expect([...(declared.get(operationId) ?? [])], `${what}: ${text}`).toContain(status)
  if (status >= 400) expect(JSON.parse(text), what).toHaveProperty('error.msg')
  if (status >= 300 || method === 'GET') expect(stateOf(tenant), what).toBe(before)
  if (isShutOut(request)) expect(status, what).toBeGreaterThanOrEqual(400)
  const schema = response[status]
  if (schema === undefined || text === '' || !isJson) return status
  expectFits(schema, JSON.parse(JSON.stringify(presented())), what)
  expectFits(schema, JSON.parse(text), what)
  return status
}

describe('a request that fits the schemas of its operation', () => {
  it.for(operations.map((operation) => [operation.operationId, operation] as const))(
    'is answered as the operation %s declares it, with success at times, and leaves no trace if not',
    PATIENCE,
    async ([, operation]) => {
      const seen = new Map<number, number>()
      await fc.assert(
        fc.asyncProperty(requestsTo(origin, operation), (request) =>
          onFork(async (tenant) => {
            const status = await check(tenant, request)
            seen.set(status, (seen.get(status) ?? 0) + 1)
          }),
        ),
        fuzzed(24),
      )
      // Else the requests would be refused too early to show anything.
      expect([...seen.keys()], JSON.stringify([...seen])).toContain(
        Number(Object.keys(operation.response)[0]),
      )
    },
  )

  it('is answered so whatever was called before', PATIENCE, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyRequest, { minLength: 2, maxLength: 12 }), (requests) =>
        onFork(async (tenant) => {
          for (const request of requests) await check(tenant, request)
        }),
      ),
      fuzzed(120),
    )
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

  it('is refused without a trace, or does what it says: never a 5xx', PATIENCE, async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(
        mutation,
        fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 6 }),
        (valid, choices) =>
          onFork(async (tenant) => {
            const admin = { authorization: keyOf(tenant, tenant.apiKey) }
            const read = async () => {
              const answers = await Promise.all(READS.map((url) => app.inject({ url, headers: admin })))
              return answers.map(({ body }) => body)
            }
            const request = { ...valid, body: spoil(valid.body, choices) }
            const [state, answers] = [stateOf(tenant), await read()]
            const { status, text } = await sendRequest(api, request, admin.authorization)
            const what = `${describeRequest(request)}: ${text}`
            expect(status, what).toBeLessThan(500)
            if (status < 400) return
            refused++
            expect(stateOf(tenant), what).toBe(state)
            expect(await read(), what).toEqual(answers)
          }),
      ),
      fuzzed(200),
    )
    expect(refused).toBeGreaterThan(30)
  })
})
