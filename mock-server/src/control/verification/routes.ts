import { route } from '../route.ts'
import { ExpectationBody } from './shapes.ts'

export const verificationRoutes = [
  route({
    method: 'POST',
    url: '/verifications',
    operationId: 'verifyCalls',
    summary: 'Hold the calls so far against what is expected of them',
    body: ExpectationBody,
    answer: (account, { body }) => account.checkCalls(body),
  }),
]
