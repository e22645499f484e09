import { route } from '../route.ts'
import { RewindBody } from './rewind.ts'

export const rewindRoutes = [
  route({
    method: 'GET',
    url: '/rewind',
    operationId: 'readRewind',
    summary: 'The calls to the state after which an account can go back',
    answer: (account) => account.readRewind(),
  }),
  route({
    method: 'POST',
    url: '/rewind',
    operationId: 'rewindAccount',
    summary: 'Put an account back to the state after a call',
    body: RewindBody,
    answer: (account, { body }) => account.rewind(body.request),
  }),
]
