import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const ClockBody = Type.Object(
  {
    mode: Type.Optional(OneOf(['real', 'virtual'])),
    now: Type.Optional(Type.String({ description: 'ISO 8601.' })),
    advance: Type.Optional(Type.String({ description: 'ISO 8601 duration, such as PT5M.' })),
  },
  { additionalProperties: false },
)

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
