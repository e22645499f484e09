import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const ClockBody = Type.Object(
  {
    mode: Type.Optional(OneOf(['real', 'virtual'])),
    now: Type.Optional(
      Type.String({
        description:
          'ISO 8601. A jump: what becomes due by it comes up late, at the new time; advance lets it come in time.',
      }),
    ),
    advance: Type.Optional(
      Type.String({
        description: 'ISO 8601 duration, such as PT5M; or until-idle: until nothing is due any more.',
      }),
    ),
    limits: Type.Optional(
      Type.Object(
        {
          time: Type.Optional(Type.String({ description: 'ISO 8601 duration; default P1Y.' })),
          timers: Type.Optional(Type.Integer({ minimum: 1, description: 'Default 100,000.' })),
        },
        { additionalProperties: false, description: 'How far until-idle goes at the most.' },
      ),
    ),
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
