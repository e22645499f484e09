import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import fastify from 'fastify'
import type { FastifyInstance, FastifyPluginCallback, FastifySchema } from 'fastify'
import { CONTROL_PREFIX, controlRoutes } from './control/routes.ts'
import type { Accounts } from './control/accounts.ts'
import { FIDELITY } from './fidelity.ts'
import { apiRoutes } from './resources/index.ts'
import { answerUndecodable, usePipeline } from './wire/pipeline.ts'
import { lazySerialisers, lazyValidators } from './wire/validation.ts'

export interface AppOptions {
  readonly accounts: Accounts
  readonly controlToken?: string
  /** Mounted under `/_x/NAME`. */
  readonly extensions?: Readonly<Record<string, FastifyPluginCallback>>
  /** Told what went wrong inside the simulator: what a caller sees as a 500. */
  readonly onFailure: (error: unknown) => void
}

/** Bodies above this are a 413. Gorgias's own limit is unpublished (inferred). */
const BODY_LIMIT = 10 * 1024 * 1024

/** `ids[]=1&ids[]=2` is a list under the name `ids`. */
function parseQuery(text: string): Record<string, unknown> {
  const entries = Object.entries(parse(text)).map(([key, value]) => [key.replace(/\[\]$/, ''), value])
  return Object.fromEntries(entries) as Record<string, unknown>
}

/** An operation's schema, with what its records say beside it. */
function withFidelity(schema: FastifySchema): FastifySchema & { readonly 'x-fidelity': object[] } {
  const records = FIDELITY.filter(({ subject }) => subject === schema.operationId)
  return { ...schema, 'x-fidelity': records.map(({ aspect, standing }) => ({ aspect, standing })) }
}

const API_INFO = {
  title: 'Gorgias REST API, simulated',
  description: 'What this simulator serves of the Gorgias REST API, generated from its routes.',
  version: '0.1.0',
}

/** Puts the server together: the API, its documentation, the control plane, extensions. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    genReqId: () => randomBytes(16).toString('hex'),
    bodyLimit: BODY_LIMIT,
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    forceCloseConnections: true,
    frameworkErrors: answerUndecodable,
    routerOptions: { ignoreTrailingSlash: true, querystringParser: parseQuery, maxParamLength: 500 },
  })

  app.setValidatorCompiler(lazyValidators())
  app.setSerializerCompiler(lazySerialisers)

  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: API_INFO,
      components: { securitySchemes: { basic: { type: 'http', scheme: 'basic' } } },
    },
    transform: ({ schema, url }) => ({
      schema: url.startsWith('/api/') ? withFidelity(schema) : { ...schema, hide: true },
      url,
    }),
  })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  app.get('/openapi.json', () => app.swagger())

  await app.register(
    (api, _, done) => {
      usePipeline(api, options.accounts, options.onFailure)
      apiRoutes(api)
      done()
    },
    { prefix: '/api' },
  )

  await app.register(
    async (control) => {
      await control.register(swagger, {
        decorator: 'controlDocument' as 'swagger',
        openapi: { openapi: '3.1.0', info: { title: 'Control plane', version: '1' } },
      })
      controlRoutes({ ...options, fidelity: FIDELITY })(control)
      control.get('/openapi.json', { schema: { hide: true } }, () =>
        (control as unknown as { controlDocument: () => object }).controlDocument(),
      )
    },
    { prefix: CONTROL_PREFIX },
  )

  for (const [name, extension] of Object.entries(options.extensions ?? {})) {
    await app.register(extension, { prefix: `/_x/${name}` })
  }
  await app.ready()
  return app
}
