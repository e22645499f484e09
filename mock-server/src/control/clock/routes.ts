import { route } from '../route.ts'
import { ClockBody } from './shapes.ts'

export const clockRoutes = [
  route({
    method: 'GET',
    url: '/clock',
    operationId: 'readClock',
    summary: "The account's clock",
    answer: (account) => account.readClock(),
  }),
  route({
    method: 'POST',
    url: '/clock',
    operationId: 'setClock',
    summary: 'Switch, set or advance the clock',
    body: ClockBody,
    answer: (account, { body }) => account.setClock(body),
  }),
]
