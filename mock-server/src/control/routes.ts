import type { FastifyError, FastifyInstance } from 'fastify'
import type { guardOf } from '../doors/control-door.ts'
import type { FidelityRecord } from '../kernel/fidelity.ts'
import { Refusal } from '../kernel/refusal.ts'
import { SeedError } from '../seeds/document.ts'
import { ValidationFailure } from '../wire/validation.ts'
import { accountOf } from './account.ts'
import type { Account } from './account.ts'
import type { Accounts } from './accounts/accounts.ts'
import { accountRoutes, accountsRoutes } from './accounts/routes.ts'
import { agentRoutes } from './agents/routes.ts'
import { aiAgentRoutes } from './ai-agent/routes.ts'
import { availabilityRoutes } from './availability/routes.ts'
import { billingRoutes, estimateRoute } from './billing/routes.ts'
import { clockRoutes } from './clock/routes.ts'
import { deliveryRoutes } from './deliveries/routes.ts'
import { firstProblem } from './checked.ts'
import { ControlError } from './errors.ts'
import { exportRoutes } from './export/routes.ts'
import { faultRoutes } from './faults/routes.ts'
import { healthRoutes } from './health/routes.ts'
import type { Phase } from './health/routes.ts'
import { journalRoutes } from './journal/routes.ts'
import { mailRoutes } from './mail/routes.ts'
import { neighbourRoutes } from './neighbours/routes.ts'
import { oauthAppRoutes } from './oauth-apps/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { rateLimitRoutes } from './rate-limit/routes.ts'
import { RAW_TYPE } from './route.ts'
import type { ControlRoute } from './route.ts'
import { rewindRoutes } from './rewind/routes.ts'
import { snapshotRoutes } from './snapshots/routes.ts'
import { ticketRoutes } from './tickets/routes.ts'
import { verificationRoutes } from './verification/routes.ts'
import { verdictRoutes } from './verdicts/routes.ts'
import { whyRoutes } from './why/routes.ts'

export const CONTROL_PREFIX = '/_control/v1'

/** What can be done to one account, subject by subject. */
const SUBJECTS: readonly (readonly ControlRoute[])[] = [
  accountRoutes,
  clockRoutes,
  rateLimitRoutes,
  neighbourRoutes,
  peopleRoutes,
  availabilityRoutes,
  agentRoutes,
  aiAgentRoutes,
  ticketRoutes,
  whyRoutes,
  oauthAppRoutes,
  journalRoutes,
  verificationRoutes,
  verdictRoutes,
  mailRoutes,
  billingRoutes,
  deliveryRoutes,
  snapshotRoutes,
  rewindRoutes,
  exportRoutes,
  faultRoutes,
]

interface ControlAnswer {
  readonly status: number
  readonly message: string
  readonly field?: string | undefined
}

function describe(error: FastifyError): ControlAnswer {
  if (error instanceof ControlError) return error
  if (error instanceof ValidationFailure) return { status: 400, ...firstProblem(error.fields) }
  if (error instanceof SeedError) return { status: 400, message: `seed: ${error.message}`, field: 'seed' }
  if (error instanceof Refusal) {
    if (error.reason === 'missing')
      return { status: 400, message: 'id: must be a whole number, such as 82750012.', field: 'id' }
    return { status: error.reason === 'conflict' ? 409 : 400, message: error.message || error.reason }
  }
  const status = error.statusCode ?? 500
  return {
    status,
    message: status < 500 ? error.message : 'The control plane failed; the server log says why.',
  }
}

export interface ControlOptions {
  readonly accounts: Accounts
  /** The ledger that it serves. */
  readonly fidelity: readonly FidelityRecord[]
  /** Throws for whoever may not come in. */
  readonly guard: ReturnType<typeof guardOf>
  readonly phase: () => Phase
  /** Told what a caller sees as a 500 only. */
  readonly onFailure: (error: unknown) => void
}

/** Bytes travel through Fastify as a text of as many characters: whatever looks into bodies finds one value. */
const RAW_ENCODING = 'latin1'

function takeRawBodies(app: FastifyInstance): void {
  app.addContentTypeParser(RAW_TYPE, { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, (body as Buffer).toString(RAW_ENCODING))
  })
}

const bodySchemaOf = (body: object, alsoTakes: string | undefined): object =>
  alsoTakes === undefined
    ? body
    : { content: { 'application/json': { schema: body }, [alsoTakes]: { schema: {} } } }

/** Refuses fields where none are taken: whoever sends them means something by them. */
function refuseFields(body: unknown): void {
  const [field] = typeof body === 'string' ? ['body'] : Object.keys(body ?? {})
  if (field !== undefined)
    throw new ControlError(400, `${field}: No such field; this call takes none.`, field)
}

/** Serves one call about an account. */
function serve(app: FastifyInstance, spec: ControlRoute, account: (name: string) => Account): void {
  const { method, url, operationId, summary, path, query, body, answer, options } = spec
  app.route({
    ...options,
    method,
    url: `/accounts/:account${url}`,
    schema: {
      operationId,
      summary,
      params: path,
      ...(query && { querystring: query }),
      ...(body && { body: bodySchemaOf(body, spec.alsoTakes) }),
    },
    async handler(request, reply) {
      if (body === undefined) refuseFields(request.body)
      const params = request.params as { readonly account: string }
      const raw = typeof request.body === 'string' ? Buffer.from(request.body, RAW_ENCODING) : undefined
      const { headers } = request
      const call = { path: params, query: request.query, body: request.body, headers, ...(raw && { raw }) }
      const answered: unknown = await answer(account(params.account), call)
      if (spec.type !== undefined) reply.type(spec.type).header('cache-control', 'no-store')
      return reply.code(spec.status ?? (answered === undefined ? 204 : 200)).send(answered)
    },
  })
}

/** The control plane under `/_control/v1`: JSON, apart from the API and its rate limit. */
export function controlRoutes({ accounts, fidelity, guard, phase, onFailure }: ControlOptions) {
  const account = (name: string) => accountOf(accounts, accounts.get(name).name)

  return (app: FastifyInstance): void => {
    app.addHook('onRequest', (request, _reply, done) => {
      guard(request)
      done()
    })
    app.setErrorHandler((error: FastifyError, _request, reply) => {
      const { status, message, field } = describe(error)
      if (status >= 500) onFailure(error)
      return reply.code(status).send({ error: { message, ...(field !== undefined && { field }) } })
    })
    app.setNotFoundHandler((request, reply) =>
      reply
        .code(404)
        .send({ error: { message: `There is no ${request.method} ${request.url} in the control plane.` } }),
    )

    healthRoutes(app, phase)

    app.get(
      '/fidelity',
      { schema: { operationId: 'listFidelity', summary: 'What is simulated, and how it is known' } },
      () => ({ data: fidelity }),
    )

    // Whoever follows a journal would keep the server from closing.
    app.addHook('preClose', (done) => {
      for (const { journal } of accounts.list()) journal.close()
      done()
    })

    takeRawBodies(app)
    estimateRoute(app)
    accountsRoutes(app, accounts, account)
    for (const spec of SUBJECTS.flat()) serve(app, spec, account)
  }
}
