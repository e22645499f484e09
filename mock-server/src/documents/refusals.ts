import type { InjectOptions } from 'fastify'
import { Type } from '../wire/type.ts'
import { authorizationOf } from './stage.ts'
import type { ExampleStage, Exchange } from './stage.ts'
import type { OperationObject, ResponseObject } from './openapi.ts'

/** The error dialect: a sentence, and per field what is wrong where there is detail (documented). */
export const ErrorSchema = Type.Object({
  error: Type.Object({
    data: Type.Optional(
      Type.Unsafe<unknown>({
        type: 'object',
        additionalProperties: true,
        description: 'What is wrong with which field: lists of sentences, nested as the input is.',
      }),
    ),
    msg: Type.String(),
  }),
})

interface Refused {
  /** Its name below `components.responses`. */
  readonly name: string
  readonly status: number
  readonly description: string
  /** The operations that may answer so; all of them if absent. */
  readonly of?: (operation: OperationObject, method: string, path: string) => boolean
  /** A call that is answered so, on the demo account: what the document shows has happened. */
  readonly call: (stage: ExampleStage) => InjectOptions | Promise<InjectOptions>
}

const hasBody = ({ requestBody }: OperationObject): boolean => requestBody !== undefined

const namesSomething = ({ parameters = [] }: OperationObject): boolean =>
  parameters.some(({ name, in: place }) => place === 'path' || name.endsWith('_id'))

const json = { 'content-type': 'application/json' }

/** The key of somebody who is no admin. */
function agentsKey({ accounts, fresh }: ExampleStage): string {
  const tenant = fresh()
  const agent = [...tenant.world.rows.users.walk('byRole', { prefix: ['agent'] })][0]
  if (agent === undefined) throw new Error('The demo account has no agent.')
  return authorizationOf(tenant, accounts.addKey(tenant, agent.id))
}

/** More calls than a bucket holds, at a time that stands still. */
async function fillBucket({ send }: ExampleStage): Promise<InjectOptions> {
  const call: InjectOptions = { method: 'GET', url: '/api/account' }
  for (let answer = await send(call); answer.status === 200;) answer = await send(call)
  return call
}

/** Where a ticket was merged. Nobody is sent on to delete what took its place. */
const redirects = ({ operationId }: OperationObject, _method: string, path: string): boolean =>
  /^\/api\/(tickets|customers)\/\{/.test(path) &&
  operationId !== 'deleteTicket' &&
  operationId !== 'deleteCustomer'

function getMerged({ fresh }: ExampleStage): InjectOptions {
  const { world } = fresh()
  const [target] = world.rows.tickets.values()
  if (target === undefined) throw new Error('The demo account has no ticket.')
  world.transact({ kind: 'seed', id: 'merged' }, () =>
    world.rows.mergedTickets.put({ id: 1, target_id: target.id }),
  )
  return { method: 'GET', url: '/api/tickets/1' }
}

/** What operations refuse, and with which words. 405 and 501 are of paths and methods that are no operation. */
const REFUSALS: readonly Refused[] = [
  {
    name: 'Moved',
    status: 301,
    description: 'It was merged into another one: the same call belongs there.',
    of: redirects,
    call: getMerged,
  },
  {
    name: 'BadRequest',
    status: 400,
    description: 'The request does not fit: a field is missing, invalid or unknown. `data` says which.',
    call: () => ({ method: 'POST', url: '/api/tickets', headers: json, payload: '{}' }),
  },
  {
    name: 'Unauthorized',
    status: 401,
    description: 'The credentials are missing, not valid, or not valid any more.',
    call: () => ({ method: 'GET', url: '/api/account', headers: { authorization: '' } }),
  },
  {
    name: 'Forbidden',
    status: 403,
    description: 'The role of the user or the scope of the token does not allow it.',
    call: (stage) => ({
      method: 'POST',
      url: '/api/users',
      headers: { ...json, authorization: agentsKey(stage) },
      payload: JSON.stringify({ name: 'Sam Agent', email: 'sam@acme.test', role: { name: 'agent' } }),
    }),
  },
  {
    name: 'NotFound',
    status: 404,
    description: 'There is no such resource.',
    of: namesSomething,
    call: () => ({ method: 'GET', url: '/api/tickets/1' }),
  },
  {
    name: 'Conflict',
    status: 409,
    description: 'Something stands in the way: the resource exists already, or it is in use.',
    of: (_, method) => method !== 'get',
    call: () => ({ method: 'POST', url: '/api/tags', headers: json, payload: '{"name":"gladly-ai"}' }),
  },
  {
    name: 'TooLarge',
    status: 413,
    description: 'The body is too large.',
    of: hasBody,
    call: () => ({
      method: 'POST',
      url: '/api/tags',
      headers: { ...json, 'content-length': String(2 ** 40) },
      payload: '{}',
    }),
  },
  {
    name: 'UnsupportedMediaType',
    status: 415,
    description: 'The body has a content type that the operation does not take.',
    of: hasBody,
    call: () => ({
      method: 'POST',
      url: '/api/tags',
      headers: { 'content-type': 'text/csv' },
      payload: 'name',
    }),
  },
  {
    name: 'RateLimited',
    status: 429,
    description:
      'The bucket of the account is full. Nothing has been done; Retry-After says when to come back.',
    call: fillBucket,
  },
]

/** Headers that only some of the refusals carry. */
const HEADERS = {
  location: {
    Location: { description: 'Where it is now.', schema: { type: 'string', format: 'uri-reference' } },
  },
  'retry-after': {
    'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer', minimum: 1 } },
  },
} as const

function answerOf({ description }: Refused, { headers, text }: Exchange): ResponseObject {
  const [type = ''] = String(headers['content-type']).split(';')
  const own = Object.entries(HEADERS).flatMap(([name, header]) => (name in headers ? [header] : []))
  return {
    description,
    ...(own.length > 0 && { headers: Object.assign({}, ...own) as Record<string, object> }),
    content: {
      [type]:
        type === 'application/json'
          ? { schema: { $ref: '#/components/schemas/Error' }, example: JSON.parse(text) as unknown }
          : { schema: { type: 'string' }, example: text },
    },
  }
}

/** Every refusal as a component of the document, with the body that the simulator really answers. */
export async function playRefusals(stage: ExampleStage): Promise<Record<string, ResponseObject>> {
  const responses: Record<string, ResponseObject> = {}
  for (const refused of REFUSALS) {
    stage.fresh()
    const answer = await stage.send(await refused.call(stage))
    if (answer.status !== refused.status) {
      throw new Error(`The call that shows a ${refused.status} is answered ${answer.status}: ${answer.text}`)
    }
    responses[refused.name] = answerOf(refused, answer)
  }
  return responses
}

/** An operation with the refusals that it may answer, by reference. */
export const withRefusals = (operation: OperationObject, method: string, path: string): OperationObject => ({
  ...operation,
  responses: {
    ...operation.responses,
    ...Object.fromEntries(
      REFUSALS.filter(({ of }) => of?.(operation, method, path) ?? true).map(({ name, status }) => [
        status,
        { $ref: `#/components/responses/${name}` },
      ]),
    ),
  },
})
