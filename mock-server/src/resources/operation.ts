import type { FastifyInstance, FastifyReply, FastifyRequest, FastifySchema } from 'fastify'
import { Type } from '../wire/type.ts'
import type { Static, TObject, TSchema } from 'typebox'
import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from '../helpdesk/actor.ts'
import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { User } from '../helpdesk/model/entities.ts'
import type { OAuthApp } from '../helpdesk/model/oauth.ts'
import { JSON_TYPE } from '../wire/headers.ts'
import { meetFaults } from '../wire/pipeline.ts'
import { leastRole, suffices } from '../wire/roles.ts'
import { OPERATION_SCOPES, requireScope } from '../wire/scopes.ts'
import type { CallingApp, Tenant } from '../wire/tenant.ts'
import { FileAnswer, sendFile } from './file-answer.ts'
import type { FileContent } from './file-answer.ts'

/** What an operation works on. It reads time, randomness and ids from the world only, and never waits. */
export interface Context<Path, Query, Body> {
  readonly world: Helpdesk
  /** Who calls, or who allowed the app that does: it acts on their behalf (inferred). */
  readonly user: User
  /** The app that calls; null with an API key. */
  readonly client: OAuthApp | null
  readonly actor: Actor
  readonly path: Path
  readonly query: Query
  readonly body: Body
  /** The caller's own URL, as list envelopes repeat it. */
  readonly url: string
}

type Shape<T> = T extends TSchema ? Static<T> : undefined

/** One operation of the API: what it takes, what it answers, who may call it. */
export interface OperationSpec<
  Path extends TObject | undefined,
  Query extends TObject | undefined,
  Body extends TSchema | undefined,
> {
  /** The reference's slug in camelCase. */
  readonly operationId: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly url: `/api/${string}`
  readonly summary: string
  readonly description?: string
  readonly deprecated?: boolean
  readonly path?: Path
  readonly query?: Query
  readonly body?: Body
  /** Reads a body that is no JSON, before the operation runs: `body` only describes it then. */
  readonly readBody?: (request: FastifyRequest) => Promise<unknown>
  /** The answer's body; null for an empty one, {@link FileAnswer} for a file. */
  readonly answer: TSchema | null
  /** What its answers have besides the usual headers. */
  readonly headers?: Readonly<Record<string, string>>
  /** The habit is GET 200, POST 201, PUT 202, DELETE 204 (documented). */
  readonly status?: number
  /** What a 400 says, as in "Failed to create ticket" (documented for that one). */
  readonly failure: string
  /**
   * A call that succeeds: what the OpenAPI document shows and the tests make. It runs in a transaction on a
   * throw-away copy of the demo account, and may make there what it needs.
   */
  readonly example: (
    world: Helpdesk,
    actor: Actor,
  ) => {
    readonly path?: Shape<Path>
    readonly query?: Partial<Shape<Query>>
    readonly body?: Shape<Body>
  }
  /** Only admins may (inferred). What the other roles may stands in wire/roles.ts. */
  readonly adminOnly?: boolean
}

/** An operation's example, whatever the operation takes. */
export type OperationExample = (
  world: Helpdesk,
  actor: Actor,
) => { readonly path?: unknown; readonly query?: unknown; readonly body?: unknown }

declare module 'fastify' {
  interface FastifyContextConfig {
    example?: OperationExample
  }
}

const HABIT = { GET: 200, POST: 201, PUT: 202, DELETE: 204 } as const

function answerOf(answer: TSchema | null): object {
  if (answer !== FileAnswer) return answer ?? Type.Null({ description: 'Empty body.' })
  return { description: 'The file.', content: { 'application/octet-stream': { schema: answer } } }
}

function schemaOf(
  spec: OperationSpec<TObject | undefined, TObject | undefined, TSchema | undefined>,
  status: number,
  tag: string,
): FastifySchema {
  return {
    operationId: spec.operationId,
    summary: spec.summary,
    ...(spec.description !== undefined && { description: spec.description }),
    ...(spec.deprecated === true && { deprecated: true }),
    tags: [tag],
    security: [{ basic: [] }],
    ...(spec.path !== undefined && { params: spec.path }),
    // Without a schema of its own, an operation takes no query parameter: an unknown one is a 400 (documented).
    querystring: spec.query ?? Type.Object({}, { additionalProperties: false }),
    ...(spec.body !== undefined && { body: spec.body }),
    ...(spec.readBody !== undefined && { consumes: ['multipart/form-data'] }),
    // What every operation may refuse stands in the document, once: documents/refusals.ts.
    response: { [status]: answerOf(spec.answer) },
  }
}

/** Refuses with 403 whoever may not call an operation: the app for want of a scope, the user for their role. */
function permissionOf(operationId: string, method: string, adminOnly: boolean) {
  const least = leastRole(operationId, method, adminOnly)
  const scopes = OPERATION_SCOPES.get(operationId) ?? []
  return (user: User, app: CallingApp | null): void => {
    if (app !== null) requireScope(scopes, app.scopes)
    if (!suffices(user.role, least)) throw new Refusal('forbidden')
  }
}

/** Registers operations of one resource on its scope. */
export type Operations = <
  Path extends TObject | undefined = undefined,
  Query extends TObject | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>(
  spec: OperationSpec<Path, Query, Body>,
  run: (context: Context<Shape<Path>, Shape<Query>, Shape<Body>>) => unknown,
) => void

/**
 * The door through which a resource adds its operations: route, schemas, permission, transaction, effects
 * and the fault after commit are the same for all of them.
 *
 * @example
 * const operation = operationsOf(app, 'Tags')
 * operation({ operationId: 'getTag', method: 'GET', url: '/api/tags/:id', ... }, ({ world, path }) => ...)
 */
export function operationsOf(app: FastifyInstance, tag: string): Operations {
  return (spec, run) => {
    const { method, operationId, failure, readBody } = spec
    const status = spec.status ?? HABIT[method]
    const allow = permissionOf(operationId, method, spec.adminOnly ?? false)
    app.route({
      method,
      url: spec.url.slice('/api'.length),
      schema: schemaOf(spec, status, tag),
      config: { operationId, failure, example: spec.example },
      // Before the body is looked at: who may not call learns that first (inferred).
      onRequest: (request, _reply, done) => {
        const { world } = request.tenant as unknown as Tenant<Helpdesk>
        const user = request.caller === null ? undefined : world.rows.users.get(request.caller.userId)
        if (request.caller === null || user === undefined) throw new Refusal('unauthorized')
        allow(user, request.caller.app)
        done()
      },
      handler: readBody === undefined ? answer : answerForm,
    })

    // Not asynchronous: operations never wait, and a promise for each call costs as much as some of them.
    function answer(request: FastifyRequest, reply: FastifyReply): void {
      respond(request, reply, request.body ?? {})
    }

    async function answerForm(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
      respond(request, reply, await readBody?.(request))
      return reply
    }

    function respond(request: FastifyRequest, reply: FastifyReply, body: unknown): void {
      const { world, onSettled } = request.tenant as unknown as Tenant<Helpdesk>
      const { caller } = request
      const user = caller === null ? undefined : world.rows.users.get(caller.userId)
      if (caller === null || user === undefined) throw new Refusal('unauthorized')
      const work = (context: string | null) =>
        run({
          world,
          user,
          client: caller.app === null ? null : (world.rows.oauthApps.get(caller.app.id) ?? null),
          actor: { user_id: user.id, context },
          path: request.params as never,
          query: request.query as never,
          body: body as never,
          url: request.url,
        })
      const result =
        method === 'GET'
          ? work(null)
          : world.transact({ kind: 'request', id: request.callId, name: `${method} ${request.url}` }, () =>
              work(world.uuid()),
            )
      // What follows by itself comes after the answer is settled, and before the next call can look.
      world.clock.runDue()
      onSettled?.(request.callId, operationId)
      meetFaults(request, reply, 'answered', () => send(reply, result), spec.answer !== null)
    }

    function send(reply: FastifyReply, result: unknown): void {
      if (spec.answer === FileAnswer) sendFile(reply.code(status), result as FileContent)
      else if (spec.answer === null) reply.code(status).type(JSON_TYPE).send('')
      else
        reply
          .code(status)
          .headers(spec.headers ?? {})
          .type(JSON_TYPE)
          .send(result)
    }
  }
}
