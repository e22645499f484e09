import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { buildApp } from '../src/app.ts'
import { describeRoutes } from '../src/documents/describe.ts'
import { SECURITY_SCHEMES } from '../src/documents/security.ts'
import { openExampleStage } from '../src/documents/stage.ts'
import { describeSimulator } from '../src/index.ts'
import { apiRoutes } from '../src/resources/index.ts'
import type { OperationObject, ResponseObject } from '../src/documents/openapi.ts'
import { call, expectStatus } from './support/api.ts'
import { testServer } from './support/server.ts'

const { document } = await describeSimulator()
const { url } = await testServer()

interface Placed extends OperationObject {
  readonly method: string
  readonly path: string
}

const operations: Placed[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, method, path })),
)

/** The operations of which something does not hold. */
const failing = (holds: (operation: Placed) => boolean): string[] =>
  operations.filter((operation) => !holds(operation)).map(({ operationId }) => operationId)

const refusals = ({ responses }: OperationObject): string[] =>
  Object.keys(responses).filter((status) => status >= '400')

const find = (id: string): Placed | undefined => operations.find(({ operationId }) => operationId === id)

const resolve = (answer: object): ResponseObject => {
  const name = '$ref' in answer ? String(answer.$ref).split('/').at(-1) : undefined
  return (name === undefined ? answer : document.components?.responses?.[name]) as ResponseObject
}

describe('the document of the API', () => {
  it('is served, and is the one that is made without a server', async () => {
    const answer = expectStatus(await call(url, 'GET', '/openapi.json'), 200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.json).toEqual(JSON.parse(JSON.stringify(document)))
  })

  it('says what it is of, under which licence, and of which version', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { version: manifest.version, license: { identifier: manifest.license } },
      servers: [{ url: '/' }],
    })
  })

  it('has a summary, a described tag and a security scheme for each operation', () => {
    const tags = new Set(document.tags?.map(({ name }) => name))
    const schemes = new Set(Object.keys(document.components?.securitySchemes ?? {}))
    expect(failing(({ summary = '' }) => summary.length > 3)).toEqual([])
    expect(failing((operation) => operation.tags?.every((tag) => tags.has(tag)) ?? false)).toEqual([])
    expect(
      failing(({ security }) =>
        (security as object[]).flatMap(Object.keys).every((name) => schemes.has(name)),
      ),
    ).toEqual([])
    const used = new Set(operations.flatMap((operation) => operation.tags ?? []))
    expect([...tags].filter((tag) => !used.has(tag))).toEqual([])
  })

  it('has a description for each parameter', () => {
    const bare = operations.flatMap(({ operationId, parameters = [] }) =>
      parameters.filter(({ description }) => !description).map(({ name }) => `${operationId} ${name}`),
    )
    expect(bare).toEqual([])
  })

  it('has the header with the call limit on every answer, and what to wait on a 429', () => {
    const limited = (answer: object) => 'X-Gorgias-Account-Api-Call-Limit' in (resolve(answer).headers ?? {})
    expect(failing(({ responses }) => Object.values(responses).every(limited))).toEqual([])
    expect(
      failing(({ responses }) => 'Retry-After' in (resolve(responses['429'] ?? {}).headers ?? {})),
    ).toEqual([])
  })

  it('shows a real body for each refusal, in the dialect', () => {
    const bodies = Object.entries(document.components?.responses ?? {}).flatMap(([name, { content = {} }]) =>
      Object.entries(content).map(([type, { example }]) => [name, type, example] as const),
    )
    const wrong = bodies.filter(
      ([, type, example]) =>
        type === 'application/json' && !Object.hasOwn(Object(example) as object, 'error'),
    )
    expect(bodies.length).toBeGreaterThan(7)
    expect(wrong).toEqual([])
    expect(bodies.find(([name]) => name === 'BadRequest')?.[2]).toEqual({
      error: { msg: 'Failed to create ticket', data: { messages: ['Missing data for required field.'] } },
    })
  })

  it('has the refusals that an operation can answer, and no others', () => {
    const listTags = find('listTags')
    const updateTag = find('updateTag')
    expect(listTags && refusals(listTags)).toEqual(['400', '401', '403', '429'])
    expect(updateTag && refusals(updateTag)).toEqual(['400', '401', '403', '404', '409', '413', '415', '429'])
  })

  it('has no component that nothing refers to, and refers to nothing that is not there', () => {
    const text = JSON.stringify(document)
    const wanted = new Set([...text.matchAll(/"#\/components\/([^"]+)"/g)].map(([, name = '']) => name))
    const { securitySchemes: _, ...components } = document.components ?? {}
    const there = Object.entries(components).flatMap(([kind, entries]) =>
      Object.keys(entries as object).map((name) => `${kind}/${name}`),
    )
    expect(there.toSorted()).toEqual([...wanted].toSorted())
  })

  it('says of the right operations that they redirect to what took the place of a resource', async () => {
    const { routes } = await describeRoutes(apiRoutes, {
      title: '',
      description: '',
      prefix: '/api',
      securitySchemes: SECURITY_SCHEMES,
    })
    const stage = await openExampleStage((accounts) => buildApp({ accounts, onFailure: () => undefined }))
    const moved: string[] = []
    for (const { operationId, method, url, example } of routes) {
      const resource = /^\/api\/(tickets|customers)\/:(\w+)/.exec(url)
      if (resource === null || example === undefined) continue
      const { world, apiKey } = stage.fresh()
      const { path, body } = world.transact({ kind: 'seed', id: operationId }, () => {
        const made = example(world, { user_id: apiKey.user_id, context: null })
        const [ticket, customer] = [
          [...world.rows.tickets.values()][0],
          [...world.rows.customers.values()][0],
        ]
        world.rows.mergedTickets.put({ id: 5, target_id: ticket?.id ?? 0 })
        world.rows.mergedCustomers.put({ id: 5, target_id: customer?.id ?? 0 })
        return { ...made, path: { ...(made.path as object), [resource[2] ?? '']: 5 } }
      })
      const filled = url.replaceAll(/:(\w+)/g, (_, name: string) =>
        String((path as Record<string, unknown>)[name]),
      )
      const { status } = await stage.send({
        method: method,
        url: filled,
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(body ?? {}),
      })
      if (status === 301) moved.push(operationId)
    }
    await stage.close()
    const told = operations.filter(({ responses }) => '301' in responses)
    expect(moved.length).toBeGreaterThan(15)
    expect(told.map(({ operationId }) => operationId).toSorted()).toEqual(moved.toSorted())
  })
})
