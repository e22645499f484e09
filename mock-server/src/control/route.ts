import type { IncomingHttpHeaders } from 'node:http'
import type { RouteShorthandOptions } from 'fastify'
import type { Static, TObject, TSchema } from 'typebox'
import { Type } from '../wire/type.ts'
import type { Account } from './account.ts'

type Shape<T> = T extends TSchema ? Static<T> : undefined

/** What a caller sent, as the schemas have it. */
export interface ControlCall<Path = unknown, Query = unknown, Body = unknown> {
  readonly path: Path
  readonly query: Query
  readonly body: Body
  readonly headers: IncomingHttpHeaders
  /** The body as it came, where it is of the type that the route takes besides JSON. */
  readonly raw?: Uint8Array
}

/** The only type of body that is taken as it is: an e-mail as it travels. */
export const RAW_TYPE = 'message/rfc822'

interface RouteSpec<
  Path extends TObject | undefined,
  Query extends TObject | undefined,
  Body extends TSchema | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/accounts/{account}`. */
  readonly url: '' | `/${string}`
  readonly operationId: string
  readonly summary: string
  readonly path?: Path
  readonly query?: Query
  readonly body?: Body
  /** Another type of body that it takes as it is, such as `message/rfc822`. */
  readonly alsoTakes?: typeof RAW_TYPE
  /** Default 200, or 204 where nothing is answered. */
  readonly status?: number
  /** The type of an answer that is no JSON: a text, or a stream of it. */
  readonly type?: string
  /** Settings of Fastify's own, such as a body limit. */
  readonly options?: Pick<RouteShorthandOptions, 'bodyLimit' | 'exposeHeadRoute'>
  readonly answer: (account: Account, call: ControlCall<Shape<Path>, Shape<Query>, Shape<Body>>) => unknown
}

/** A call of the control plane about one account. */
export interface ControlRoute extends Omit<
  RouteSpec<TObject, TObject | undefined, TSchema | undefined>,
  'answer' | 'path'
> {
  readonly path: TObject
  readonly answer: (account: Account, call: ControlCall) => unknown
}

/** The path of what has a number below an account. */
export const ItemPath = Type.Object({ id: Type.Integer() })

/**
 * Describes a call of the control plane about one account: its input is validated, and what it answers is
 * sent as JSON.
 *
 * @example
 * route({
 *   method: 'POST',
 *   url: '/reset',
 *   operationId: 'resetAccount',
 *   summary: 'Put an account back to its beginning',
 *   answer: (account) => account.reset(),
 * })
 */
export function route<
  Path extends TObject | undefined = undefined,
  Query extends TObject | undefined = undefined,
  Body extends TSchema | undefined = undefined,
>({ path, answer, ...spec }: RouteSpec<Path, Query, Body>): ControlRoute {
  return {
    ...spec,
    path: Type.Object({ account: Type.String(), ...path?.properties }),
    // Validation has seen to it that a call has the shapes of the schemas.
    answer: answer as ControlRoute['answer'],
  }
}
