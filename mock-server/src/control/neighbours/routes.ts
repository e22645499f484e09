import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'
import type { NeighbourProfile } from './order.ts'
import { MOST_CALLS, PROFILE_KINDS } from './profile.ts'

const strict = { additionalProperties: false }

const Duration = Type.Unsafe<string | number>({
  type: ['string', 'number'],
  maxLength: 50,
  description: 'An ISO 8601 duration such as PT20S, or milliseconds.',
})

const Calls = Type.Integer({ minimum: 1, maximum: MOST_CALLS })

/** Which fields go with which kind is told where the profile is read. */
const Profile = Type.Unsafe<NeighbourProfile>(
  Type.Object(
    {
      kind: OneOf(PROFILE_KINDS, {
        description: 'steady: calls, per. burst: calls, every, first. by-hour: calls_per_hour, time_zone.',
      }),
      calls: Type.Optional(Calls),
      per: Type.Optional(Duration),
      every: Type.Optional(Duration),
      first: Type.Optional(Duration),
      calls_per_hour: Type.Optional(
        Type.Array(Type.Integer({ minimum: 0, maximum: MOST_CALLS }), { minItems: 24, maxItems: 24 }),
      ),
      time_zone: Type.Optional(Type.String({ maxLength: 100, description: 'Default UTC.' })),
    },
    strict,
  ),
)

const NeighbourBody = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 100 }),
    profile: Profile,
    starts: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601; default: now.' })),
    ends: Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601.' })),
    obeys_retry_after: Type.Optional(
      Type.Boolean({ description: 'After a 429 it leaves out its calls until Retry-After is over.' }),
    ),
  },
  strict,
)

export const neighbourRoutes = [
  route({
    method: 'GET',
    url: '/neighbours',
    operationId: 'listNeighbours',
    summary: 'The other integrations that share the rate limit, with their calls so far',
    answer: (account) => ({ data: account.neighbours() }),
  }),
  route({
    method: 'POST',
    url: '/neighbours',
    operationId: 'addNeighbour',
    summary: 'Let another integration use up the rate limit',
    body: NeighbourBody,
    status: 201,
    answer: (account, { body }) => account.addNeighbour(body),
  }),
  route({
    method: 'DELETE',
    url: '/neighbours/:id',
    operationId: 'removeNeighbour',
    summary: 'Send a neighbour away',
    path: ItemPath,
    answer: (account, { path }) => account.removeNeighbour(path.id),
  }),
]
