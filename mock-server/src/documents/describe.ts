import swagger from '@fastify/swagger'
import fastify from 'fastify'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { FIDELITY } from '../fidelity.ts'
import type { OperationExample } from '../resources/operation.ts'
import type { OpenApiDocument } from './openapi.ts'

/** Adds the routes of an API to a scope. */
export type Routes = (app: FastifyInstance) => void

export interface DocumentOptions {
  readonly title: string
  readonly description: string
  readonly prefix: string
  /** What `security` of the routes names. */
  readonly securitySchemes?: Readonly<Record<string, object>>
}

/** A route as it can be called. */
export interface DescribedRoute {
  readonly operationId: string
  readonly method: string
  /** With the prefix; parameters as `:name`. */
  readonly url: string
  /** Whether its body is a form of files, and no JSON. */
  readonly takesFiles: boolean
  /** What it answers when all goes well. */
  readonly status: number
  readonly example: OperationExample | undefined
}

export interface Description {
  readonly document: OpenApiDocument
  readonly routes: readonly DescribedRoute[]
}

interface RouteSchema {
  readonly hide?: boolean
  readonly consumes?: readonly string[]
  readonly response?: object
}

/** The version of the package; a test compares it with package.json. */
export const VERSION = '0.1.0'

/** An operation's schema, with what its records say beside it. */
function withFidelity(schema: FastifySchema): FastifySchema {
  const records = FIDELITY.filter(({ subject }) => subject === schema.operationId)
  if (records.length === 0) return schema
  return {
    ...schema,
    'x-fidelity': records.map(({ aspect, standing }) => ({ aspect, standing })),
  } as FastifySchema
}

/**
 * The OpenAPI 3.1 document of routes, read off a server that is put together for that and never listens:
 * the server that does listen is spared the work until somebody asks.
 */
export async function describeRoutes(routes: Routes, options: DocumentOptions): Promise<Description> {
  const found: DescribedRoute[] = []
  const app = fastify()
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: options.title, description: options.description, version: VERSION },
      components: { securitySchemes: (options.securitySchemes ?? {}) as never },
    },
    transform: ({ schema, url }) => ({ schema: withFidelity(schema), url }),
  })
  await app.register(
    (scope, _, done) => {
      scope.addHook('onRoute', ({ method, url, schema, config }) => {
        const { hide, consumes, response } = (schema ?? {}) as RouteSchema
        if (config?.operationId === undefined || method === 'HEAD' || hide === true) return
        const status = Number(Object.keys(response ?? {})[0])
        const takesFiles = consumes?.includes('multipart/form-data') ?? false
        const { operationId, example } = config
        found.push({ operationId, method: String(method), url, takesFiles, status, example })
      })
      routes(scope)
      done()
    },
    { prefix: options.prefix },
  )
  await app.ready()
  return { document: app.swagger() as unknown as OpenApiDocument, routes: found }
}
