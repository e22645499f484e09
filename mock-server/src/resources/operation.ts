import type { FastifyInstance, FastifySchema } from 'fastify'
import { Type } from 'typebox'
import type { Static, TObject, TSchema } from 'typebox'
import { Refusal } from '../kernel/refusal.ts'
import type { Actor } from '../helpdesk/actor.ts'
import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { User } from '../helpdesk/model/entities.ts'
import { JSON_TYPE } from '../wire/headers.ts'
import { raiseFault } from '../wire/pipeline.ts'
import type { Tenant } from '../wire/tenant.ts'
import { errorAnswers } from './error-schema.ts'

/** What an operation works on. It reads time, randomness and ids from the world only, and never waits. */
export interface Context<Path, Query, Body> {
  readonly world: Helpdesk
  readonly user: User
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
  /** The answer's body; null for an empty one. */
  readonly answer: TSchema | null
  /** The habit is GET 200, POST 201, PUT 202, DELETE 204 (documented). */
  readonly status?: number
  /** What a 400 says, as in "Failed to create ticket" (documented for that one). */
  readonly failure: string
  /**
   * A call that succeeds: what the OpenAPI document shows and the tests make. It runs in a transaction on a
   * throw-away copy of the demo account, and may make there what it needs.
   */
  readonly example?: (
    world: Helpdesk,
    actor: Actor,
  ) => {
    readonly path?: Shape<Path>
    readonly query?: Partial<Shape<Query>>
    readonly body?: Shape<Body>
  }
  /** Only admins may (inferred). */
  readonly adminOnly?: boolean
}

const HABIT = { GET: 200, POST: 201, PUT: 202, DELETE: 204 } as const

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
    response: {
      [status]: spec.answer ?? Type.Null({ description: 'Empty body.' }),
      ...errorAnswers,
    },
  }
}

function allow(user: User, adminOnly: boolean, method: string): void {
  // Roles as far as they are inferred: observers look, admins keep the house.
  if (user.role === 'observer-agent' && method !== 'GET') throw new Refusal('forbidden')
  if (adminOnly && user.role !== 'admin') throw new Refusal('forbidden')
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
    const { method, operationId, failure } = spec
    const status = spec.status ?? HABIT[method]
    app.route({
      method,
      url: spec.url.slice('/api'.length),
      schema: schemaOf(spec, status, tag),
      config: { operationId, failure },
      async handler(request, reply) {
        const { world, faults } = request.tenant as unknown as Tenant<Helpdesk>
        const user = world.rows.users.get(request.userId)
        if (user === undefined) throw new Refusal('unauthorized')
        allow(user, spec.adminOnly ?? false, method)
        const work = (context: string | null) =>
          run({
            world,
            user,
            actor: { user_id: user.id, context },
            path: request.params as never,
            query: request.query as never,
            body: (request.body ?? {}) as never,
            url: request.url,
          })
        const result =
          method === 'GET'
            ? work(null)
            : world.transact({ kind: 'request', id: request.callId }, () => work(world.uuid()))
        // What follows by itself comes after the answer is settled, and before the next call can look.
        world.clock.runDue()
        const fault = faults.strike(operationId, 'after-commit')
        if (fault !== undefined) return raiseFault(request, reply, fault)
        return reply
          .code(status)
          .type(JSON_TYPE)
          .send(spec.answer === null ? '' : result)
      },
    })
  }
}
