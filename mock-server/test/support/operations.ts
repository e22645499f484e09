import fastify from 'fastify'
import type { FastifyInstance } from 'fastify'
import type { Accounts } from '../../src/control/accounts/accounts.ts'
import { Meter } from '../../src/metrics/meter.ts'
import { apiRoutes } from '../../src/resources/index.ts'
import { usePipeline } from '../../src/wire/pipeline.ts'
import { lazySerialisers, lazyValidators } from '../../src/wire/validation.ts'
import type { JsonSchema } from './json-schema.ts'
import { testAccounts } from './worlds.ts'

/** An operation that is built, with the schemas of its parts. */
export interface BuiltOperation {
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: string
  readonly params?: JsonSchema
  readonly querystring?: JsonSchema
  readonly body?: JsonSchema
  /** Media types, where it takes something else than JSON. */
  readonly consumes?: readonly string[]
  readonly response: Readonly<Record<string, object>>
}

/** The API without a socket: its operations, and what each presenter returned last. */
export interface BareApi {
  readonly app: FastifyInstance
  readonly accounts: Accounts
  readonly operations: readonly BuiltOperation[]
  /** The answer of the last call before it was serialised: the serialiser hides what does not fit. */
  readonly presented: () => unknown
}

export async function bareApi(): Promise<BareApi> {
  const accounts = testAccounts()
  const operations: BuiltOperation[] = []
  let presented: unknown
  const app = fastify({ routerOptions: { ignoreTrailingSlash: true } })
  app.decorate('meter', new Meter())
  app.setValidatorCompiler(lazyValidators())
  app.setSerializerCompiler(lazySerialisers)
  await app.register(
    (api, _, done) => {
      usePipeline(api, accounts, (error) => {
        throw error
      })
      api.addHook('onRoute', ({ method, url, schema, config }) => {
        const { hide, ...parts } = (schema ?? {}) as { hide?: boolean }
        if (config?.operationId === undefined || method === 'HEAD' || hide === true) return
        operations.push({ operationId: config.operationId, method, url, ...parts } as BuiltOperation)
      })
      api.addHook('preSerialization', (_request, _reply, payload, next) => {
        presented = payload
        next(null, payload)
      })
      apiRoutes(api)
      done()
    },
    { prefix: '/api' },
  )
  await app.ready()
  return { app, accounts, operations, presented: () => presented }
}
