import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const RateLimitBody = Type.Object(
  {
    enabled: Type.Optional(Type.Boolean()),
    capacity: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000 })),
    window_seconds: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 86_400 })),
    used: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
  },
  { additionalProperties: false },
)

export const rateLimitRoutes = [
  route({
    method: 'GET',
    url: '/rate-limit',
    operationId: 'readRateLimit',
    summary: 'The rate limit',
    answer: (account) => account.readRateLimit(),
  }),
  route({
    method: 'PUT',
    url: '/rate-limit',
    operationId: 'setRateLimit',
    summary: 'Change the rate limit, or fill the bucket',
    body: RateLimitBody,
    answer: (account, { body }) => account.setRateLimit(body),
  }),
]
