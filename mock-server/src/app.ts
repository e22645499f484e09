import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import fastify from 'fastify'
import type { FastifyInstance, FastifyPluginCallback } from 'fastify'
import { CONTROL_PREFIX, controlRoutes } from './control/routes.ts'
import type { Accounts } from './control/accounts/accounts.ts'
import type { Phase } from './control/health/routes.ts'
import type { ApiDocument } from './documents/api.ts'
import { servePage } from './documents/page.ts'
import { guardOf } from './doors/control-door.ts'
import { limitConnections, readDoorLimits, serverOptions } from './doors/limits.ts'
import type { DoorLimits } from './doors/limits.ts'
import { FIDELITY } from './fidelity.ts'
import { Meter } from './metrics/meter.ts'
import { metricsRoute } from './metrics/routes.ts'
import { oauthRoutes } from './oauth/routes.ts'
import { answerOnceWritten } from './persistence/answers.ts'
import type { Persistence } from './persistence/persistence.ts'
import { publicRoutes } from './public/routes.ts'
import { publicFileRoutes } from './resources/files/routes.ts'
import { apiRoutes } from './resources/index.ts'
import { htmlPage } from './wire/errors.ts'
import { HTML_TYPE } from './wire/headers.ts'
import type { TlsOptions } from './tls.ts'
import { noteOperations } from './verdicts/facts.ts'
import { answerUndecodable, usePipeline } from './wire/pipeline.ts'
import { deepBody } from './wire/body-depth.ts'
import { compilersFactory } from './wire/validation.ts'

export interface AppOptions {
  readonly accounts: Accounts
  readonly controlToken?: string
  /** The host that it was told to listen on: it answers to that name. */
  readonly host?: string
  /** Default: the usual ones. */
  readonly limits?: DoorLimits
  /** Where the server is in its life; default: ready. */
  readonly phase?: () => Phase
  /** Speaks HTTPS. */
  readonly tls?: TlsOptions
  /** Mounted under `/_x/NAME`. */
  readonly extensions?: Readonly<Record<string, FastifyPluginCallback>>
  /** Keeps the accounts: no answer leaves before what it tells of is kept. */
  readonly persistence?: Persistence
  /** Told what went wrong inside the simulator: what a caller sees as a 500. */
  readonly onFailure: (error: unknown) => void
}

/** Ids of 32 hex digits: a random half of the server's own, and a count. */
function requestIds(): () => string {
  const own = randomBytes(8).toString('hex')
  let calls = 0
  return () => own + (calls++).toString(16).padStart(16, '0')
}

/** `ids[]=1&ids[]=2` is a list under the name `ids`. */
function parseQuery(text: string): Record<string, unknown> {
  // Most calls have none.
  if (text === '') return {}
  const entries = Object.entries(parse(text)).map(([key, value]) => [key.replace(/\[\]$/, ''), value])
  return Object.fromEntries(entries) as Record<string, unknown>
}

const API = {
  title: 'Gorgias REST API, simulated',
  description: 'What this simulator serves of the Gorgias REST API, generated from its routes.',
  prefix: '/api',
}

const CONTROL = {
  title: 'Control plane',
  description: 'What a test may do to a simulated account. Times are ISO 8601, durations ISO 8601 (PT5M).',
  prefix: CONTROL_PREFIX,
}

/**
 * Describes the API by its routes, and by calls that are made for the purpose on a demo account of their own.
 * What that takes is loaded when somebody asks: a start is spared it.
 */
export async function describeSimulator(): Promise<ApiDocument> {
  const { describeApi } = await import('./documents/api.ts')
  return describeApi(apiRoutes, API, (accounts) => buildApp({ accounts, onFailure: () => undefined }))
}

/** A document that is made once, when it is first asked for. */
function once(make: () => Promise<object>): () => Promise<object> {
  let document: Promise<object> | undefined
  return () => (document ??= make())
}

/** Puts the server together: the API, its documentation, the control plane, extensions. */
export async function buildApp(options: AppOptions): Promise<FastifyInstance> {
  const { accounts, tls, host, controlToken, limits = readDoorLimits(), phase = () => 'ready' } = options
  const { fastify: fastifyOptions, server } = serverOptions(limits)
  const app = fastify({
    // To the routes both kinds of server are the same. A handshake takes of the time for the headers.
    ...(tls
      ? { https: { ...server, handshakeTimeout: limits.headersTime, ...tls } as unknown as null }
      : { http: server }),
    logger: false,
    genReqId: requestIds(),
    ...fastifyOptions,
    forceCloseConnections: true,
    frameworkErrors: answerUndecodable,
    schemaController: { compilersFactory },
    routerOptions: { ignoreTrailingSlash: true, querystringParser: parseQuery, maxParamLength: 500 },
  })

  limitConnections(app.server, limits)

  const meter = new Meter()
  app.decorate('meter', meter)

  app.addHook('preValidation', (request, _reply, done) => {
    done(request.method === 'GET' ? undefined : deepBody(request.body))
  })

  if (options.persistence !== undefined) answerOnceWritten(app, options.persistence)
  const guard = guardOf({
    token: controlToken,
    host,
    isAccount: (name) => accounts.byName(name) !== undefined,
  })
  const control = controlRoutes({ ...options, guard, phase, fidelity: FIDELITY })
  const apiDocument = once(async () => (await describeSimulator()).document)
  const controlDocument = once(async () => {
    const { describeRoutes } = await import('./documents/describe.ts')
    return (await describeRoutes(control, CONTROL)).document
  })
  app.get('/', (_request, reply) => reply.redirect('/docs'))
  app.get('/openapi.json', apiDocument)
  app.get(`${CONTROL_PREFIX}/openapi.json`, controlDocument)
  servePage(app, '/docs', apiDocument)
  publicFileRoutes(app, () => options.accounts.list().map(({ world }) => world))

  // Outside the API and the control plane there is only the edge (recorded: a page, for unknown hosts).
  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).type(HTML_TYPE).send(htmlPage(404, 'Not Found')),
  )
  await app.register(
    (api, _, done) => {
      noteOperations(api, options.accounts.operations)
      usePipeline(api, options.accounts, options.onFailure)
      apiRoutes(api)
      done()
    },
    { prefix: API.prefix },
  )
  await app.register(
    (scope, _, done) => {
      oauthRoutes(options.accounts, options.onFailure)(scope)
      done()
    },
    { prefix: '/oauth' },
  )
  await app.register(
    (scope, _, done) => {
      publicRoutes(options.accounts, options.onFailure)(scope)
      done()
    },
    { prefix: '/survey' },
  )
  await app.register(
    (scope, _, done) => {
      control(scope)
      done()
    },
    { prefix: CONTROL_PREFIX },
  )
  await app.register((scope, _, done) => {
    metricsRoute(accounts, meter, guard)(scope)
    done()
  })
  for (const [name, extension] of Object.entries(options.extensions ?? {})) {
    await app.register(extension, { prefix: `/_x/${name}` })
  }
  await app.ready()
  return app
}
