import Fastify from 'fastify'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Handoff } from '../index.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { RunLog } from '../ledger/runs.ts'
import type { Secret } from '../model/secret.ts'
import type { Clock } from '../ports.ts'
import { handoffRoutes } from './handoff-routes.ts'
import type { Metrics } from './metrics.ts'
import { noticeRoutes } from './notice-routes.ts'
import { asked, draining, foreignHost, internalError, ledgerUnavailable } from './problem.ts'
import { problemOf, unauthorized, unknownRoute } from './problem.ts'
import type { ServiceProblem } from './problem.ts'
import { isLoopback, showsToken } from './token.ts'

/** What the service is made of. */
export interface ServiceParts {
  handoff: Handoff
  ledger: Ledger
  runs: RunLog
  metrics: Metrics
  clock: Clock
  /** Once it aborts the service takes nothing more, and says so. */
  stop: AbortSignal
  /** Without one it answers only under names of this machine. */
  token?: Secret
  /** The largest body in bytes; 2 MB unless set. */
  bodyLimit?: number
  /** Told of mistakes of this program, with the route they came up in. */
  onInternalError?: (route: string, error: unknown) => void
}

const BODY_LIMIT = 2_000_000

/** How long the ledger may take to say that it is there, in milliseconds. */
const READY_MS = 3_000

/** Open to everybody, for those who start and watch the process. */
const OPEN_ROUTES = new Set(['/healthz', '/readyz'])

/** The HTTP service; it listens when it is told to. Bad input gets an answer that says what is wrong. */
export function createService(parts: ServiceParts): FastifyInstance {
  const { handoff, ledger, metrics, clock, stop, token, bodyLimit = BODY_LIMIT } = parts
  const { onInternalError = () => undefined } = parts
  const app = Fastify({
    bodyLimit,
    logger: false,
    frameworkErrors: (error, request, reply) => void answer(error, request, reply),
    // An unknown parameter is a mistake of the caller.
    ajv: { customOptions: { removeAdditional: false } },
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 500 },
  })

  function answer(error: unknown, { method, routeOptions }: FastifyRequest, reply: FastifyReply) {
    const { status, code, message, hint } = problemOf(error)
    if (code === internalError.code) onInternalError(`${method} ${routeOptions.url ?? ''}`, error)
    if (status === 503) void reply.header('retry-after', '5')
    return reply.status(status).send({ error: { code, message, hint } })
  }

  // Whatever is said of a body that is no JSON must not quote it: the route reads it.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser(/^application\/([\w.-]+\+)?json\b/, { parseAs: 'string' }, (_, body, done) =>
    done(null, body),
  )

  app.addHook('onRequest', (request, _, next) => {
    next(OPEN_ROUTES.has(request.routeOptions.url ?? '') ? undefined : refusalOf(request))
  })

  function refusalOf({ headers, hostname, method }: FastifyRequest): ServiceProblem | undefined {
    if (token && !showsToken(headers.authorization, token)) return unauthorized
    // A page in a browser could have its own name lead here.
    if (!token && !isLoopback(hostname)) return foreignHost
    return stop.aborted && method !== 'GET' ? draining : undefined
  }
  app.setNotFoundHandler(() => {
    throw unknownRoute
  })
  app.setErrorHandler((error, request, reply) => answer(error, request, reply))

  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    if (stop.aborted) throw draining
    const late = new AbortController()
    const tooLate = clock.sleep(READY_MS, late.signal).then(() => {
      throw ledgerUnavailable
    })
    await Promise.race([asked(ledger.get('')), tooLate]).finally(() => late.abort())
    return { status: 'ready' }
  })
  app.get('/metrics', async (_, reply) =>
    reply.type(metrics.contentType).send(await asked(metrics.text({ ledger, pacing: handoff.pacing }))),
  )
  handoffRoutes(app, parts)
  noticeRoutes(app, parts)
  return app
}
