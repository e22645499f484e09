import swagger from '@fastify/swagger'
import fastify from 'fastify'
import type { FastifyInstance, FastifySchema } from 'fastify'
import { FIDELITY } from './fidelity.ts'

/** Adds the routes of an API to a scope. */
export type Routes = (app: FastifyInstance) => void

interface DocumentOptions {
  readonly title: string
  readonly description: string
  readonly prefix: string
}

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
export async function describeRoutes(routes: Routes, options: DocumentOptions): Promise<object> {
  const app = fastify()
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: options.title, description: options.description, version: '0.1.0' },
      components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
    },
    transform: ({ schema, url }) => ({ schema: withFidelity(schema), url }),
  })
  await app.register(
    (scope, _, done) => {
      routes(scope)
      done()
    },
    { prefix: options.prefix },
  )
  await app.ready()
  return app.swagger()
}

/** Serves a document as a page under a prefix; the page is built when it is first asked for. */
export function servePage(app: FastifyInstance, prefix: string, document: () => Promise<object>): void {
  let page: Promise<FastifyInstance> | undefined
  const build = async (): Promise<FastifyInstance> => {
    const { default: swaggerUi } = await import('@fastify/swagger-ui')
    const inner = fastify()
    await inner.register(swagger, {
      mode: 'static',
      specification: { document: (await document()) as never },
    })
    await inner.register(swaggerUi, { routePrefix: prefix })
    await inner.ready()
    return inner
  }
  for (const url of [prefix, `${prefix}/*`]) {
    app.get(url, async (request, reply) => {
      page ??= build()
      const inner = await page
      reply.hijack()
      inner.routing(request.raw, reply.raw)
    })
  }
}
