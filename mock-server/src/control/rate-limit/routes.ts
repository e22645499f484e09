import { route } from '../route.ts'
import { RateLimitBody } from './rate-limit.ts'

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
