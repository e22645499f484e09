import { timingSafeEqual } from 'node:crypto'
import type { FastifyError, FastifyInstance, FastifyRequest } from 'fastify'
import type { Static, TObject } from 'typebox'
import type { FidelityRecord } from '../kernel/fidelity.ts'
import { Refusal } from '../kernel/refusal.ts'
import { SeedError } from '../seeds/document.ts'
import { demoSeed } from '../seeds/demo.ts'
import { ValidationFailure } from '../wire/validation.ts'
import type { FieldErrors } from '../kernel/refusal.ts'
import { Account } from './account.ts'
import type { Accounts, NewAccount } from './accounts.ts'
import { ControlError } from './errors.ts'
import { oauthAppRoutes } from './oauth-routes.ts'
import * as schema from './schema.ts'

export const CONTROL_PREFIX = '/_control/v1'

/** The first problem of a validation as one sentence that names the field. */
function firstProblem(fields: FieldErrors, path: readonly string[] = []): { field: string; message: string } {
  const [key = '', value = []] = Object.entries(fields)[0] ?? []
  const field = [...path, key]
  if (!Array.isArray(value)) return firstProblem(value as FieldErrors, field)
  const name = field.join('.')
  return { field: name, message: `${name}: ${String(value[0])}` }
}

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
      return { status: 404, message: 'There is no such path: an id is a whole number.' }
    return { status: error.reason === 'conflict' ? 409 : 400, message: error.message || error.reason }
  }
  const status = error.statusCode ?? 500
  return {
    status,
    message: status < 500 ? error.message : 'The control plane failed; the server log says why.',
  }
}

function requireToken(token: string) {
  const expected = Buffer.from(`Bearer ${token}`)
  return (request: FastifyRequest): void => {
    const given = Buffer.from(request.headers.authorization ?? '')
    if (given.length === expected.length && timingSafeEqual(given, expected)) return
    throw Object.assign(new Error('The control plane wants its token: Authorization: Bearer TOKEN.'), {
      statusCode: 401,
    })
  }
}

type Params<T extends TObject> = { Params: Static<T> }

export interface ControlOptions {
  readonly accounts: Accounts
  /** The ledger that it serves. */
  readonly fidelity: readonly FidelityRecord[]
  /** What callers have to show; without it the door is open. */
  readonly controlToken?: string
  /** Told what a caller sees as a 500 only. */
  readonly onFailure: (error: unknown) => void
}

/** The control plane under `/_control/v1`: JSON, apart from the API and its rate limit. */
export function controlRoutes({ accounts, fidelity, controlToken, onFailure }: ControlOptions) {
  const account = (name: string) => new Account(accounts, accounts.get(name).name)

  return (app: FastifyInstance): void => {
    if (controlToken !== undefined) {
      const check = requireToken(controlToken)
      app.addHook('onRequest', (request, _reply, done) => {
        check(request)
        done()
      })
    }
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

    app.get('/health', { schema: { operationId: 'health', summary: 'Whether the server is up' } }, () => ({
      status: 'ok',
    }))

    app.get(
      '/fidelity',
      { schema: { operationId: 'listFidelity', summary: 'What is simulated, and how it is known' } },
      () => ({ data: fidelity }),
    )

    app.get('/accounts', { schema: { operationId: 'listAccounts', summary: 'List accounts' } }, () => ({
      data: accounts.list().map(({ name }) => account(name).credentials),
    }))

    app.post<{ Body: Static<typeof schema.NewAccountBody> }>(
      '/accounts',
      {
        schema: {
          operationId: 'createAccount',
          summary: 'Make an account: fresh, seeded, or a fork',
          body: schema.NewAccountBody,
        },
      },
      (request, reply) => {
        const { seed, ...options } = request.body
        const full: NewAccount = {
          ...options,
          ...(seed !== undefined && { seed: seed === 'demo' ? demoSeed : seed }),
        }
        reply.code(201)
        return account(accounts.create(full).name).credentials
      },
    )

    const one = { params: schema.AccountPath }
    const item = { params: schema.AccountItemPath }
    type One = Params<typeof schema.AccountPath>
    type Item = Params<typeof schema.AccountItemPath>

    app.get<One>(
      '/accounts/:account',
      { schema: { ...one, operationId: 'getAccount', summary: 'Credentials of an account' } },
      (request) => account(request.params.account).credentials,
    )
    app.delete<One>(
      '/accounts/:account',
      { schema: { ...one, operationId: 'deleteAccount', summary: 'Delete an account' } },
      (request, reply) => {
        account(request.params.account).delete()
        return reply.code(204).send()
      },
    )
    app.post<One>(
      '/accounts/:account/reset',
      { schema: { ...one, operationId: 'resetAccount', summary: 'Put an account back to its beginning' } },
      (request, reply) => {
        account(request.params.account).reset()
        return reply.code(204).send()
      },
    )

    app.get<One>(
      '/accounts/:account/clock',
      { schema: { ...one, operationId: 'readClock', summary: "The account's clock" } },
      (request) => account(request.params.account).readClock(),
    )
    app.post<One & { Body: Static<typeof schema.ClockBody> }>(
      '/accounts/:account/clock',
      {
        schema: {
          ...one,
          operationId: 'setClock',
          summary: 'Switch, set or advance the clock',
          body: schema.ClockBody,
        },
      },
      (request) => account(request.params.account).setClock(request.body),
    )

    app.get<One>(
      '/accounts/:account/rate-limit',
      { schema: { ...one, operationId: 'readRateLimit', summary: 'The rate limit' } },
      (request) => account(request.params.account).readRateLimit(),
    )
    app.put<One & { Body: Static<typeof schema.RateLimitBody> }>(
      '/accounts/:account/rate-limit',
      {
        schema: {
          ...one,
          operationId: 'setRateLimit',
          summary: 'Change the rate limit, or fill the bucket',
          body: schema.RateLimitBody,
        },
      },
      (request) => account(request.params.account).setRateLimit(request.body),
    )

    app.post<One & { Body: Static<typeof schema.KeyBody> }>(
      '/accounts/:account/keys',
      {
        schema: {
          ...one,
          operationId: 'createKey',
          summary: 'Make an API key for an admin',
          body: schema.KeyBody,
        },
      },
      (request, reply) => {
        reply.code(201)
        return account(request.params.account).createKey(request.body.user_id)
      },
    )
    app.delete<Item>(
      '/accounts/:account/keys/:id',
      { schema: { ...item, operationId: 'revokeKey', summary: 'Revoke an API key' } },
      (request, reply) => {
        account(request.params.account).revokeKey(request.params.id)
        return reply.code(204).send()
      },
    )
    app.post<Item>(
      '/accounts/:account/users/:id/deactivate',
      { schema: { ...item, operationId: 'deactivateUser', summary: 'Deactivate a user' } },
      (request, reply) => {
        account(request.params.account).deactivateUser(request.params.id)
        return reply.code(204).send()
      },
    )

    app.post<Item & { Body: Static<typeof schema.TicketMerge> }>(
      '/accounts/:account/tickets/:id/merge',
      {
        schema: {
          ...item,
          operationId: 'mergeTickets',
          summary: 'Merge a ticket into another, as an agent does',
          body: schema.TicketMerge,
        },
      },
      (request, reply) => {
        account(request.params.account).mergeTickets(request.params.id, request.body.into)
        return reply.code(204).send()
      },
    )

    oauthAppRoutes(app, account)

    app.get<One>(
      '/accounts/:account/journal',
      { schema: { ...one, operationId: 'listJournal', summary: 'The calls so far' } },
      (request) => ({
        data: account(request.params.account).journal(),
      }),
    )
    app.get<One>(
      '/accounts/:account/outbox',
      { schema: { ...one, operationId: 'listOutbox', summary: 'The e-mails that left' } },
      (request) => ({
        data: account(request.params.account).outbox(),
      }),
    )
    app.get<One & { Querystring: Static<typeof schema.BillingQuery> }>(
      '/accounts/:account/billing',
      {
        schema: {
          ...one,
          operationId: 'readBilling',
          summary: 'The bill of a month',
          querystring: schema.BillingQuery,
        },
      },
      (request) => account(request.params.account).billing(request.query.month),
    )
    app.post<One & { Body: Static<typeof schema.InboundBody> }>(
      '/accounts/:account/inbound',
      {
        schema: {
          ...one,
          operationId: 'receiveInbound',
          summary: 'A customer writes an e-mail',
          body: schema.InboundBody,
        },
      },
      (request, reply) => {
        reply.code(201)
        return account(request.params.account).inbound(request.body)
      },
    )

    app.get<One>(
      '/accounts/:account/faults',
      { schema: { ...one, operationId: 'listFaults', summary: 'The faults on order, with their hits' } },
      (request) => ({
        data: account(request.params.account).faults(),
      }),
    )
    app.post<One & { Body: Static<typeof schema.FaultBody> }>(
      '/accounts/:account/faults',
      { schema: { ...one, operationId: 'orderFault', summary: 'Order a fault', body: schema.FaultBody } },
      (request, reply) => {
        reply.code(201)
        return account(request.params.account).addFault(request.body)
      },
    )
    app.delete<Item>(
      '/accounts/:account/faults/:id',
      { schema: { ...item, operationId: 'removeFault', summary: 'Remove a fault' } },
      (request, reply) => {
        account(request.params.account).removeFault(request.params.id)
        return reply.code(204).send()
      },
    )
  }
}
