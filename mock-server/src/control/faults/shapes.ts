import type { TSchema } from 'typebox'
import { AnyJson, OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { FAULT_KINDS } from './check.ts'
import type { DelayText, FaultDelay } from './order.ts'

const Count = (description: string, minimum = 1) =>
  Type.Optional(Type.Integer({ minimum, maximum: 1_000_000_000, description }))
const Id = Type.Optional(Type.Integer({ minimum: 1 }))
const Text = (description: string, maxLength = 1000) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }))
const closed = { additionalProperties: false }

const Name = Type.String({ maxLength: 100 })
const Duration = Type.String({ maxLength: 50, description: 'ISO 8601, such as PT5S.' })
const Instant = Type.Optional(
  Type.String({ maxLength: 50, description: "ISO 8601, by the account's clock." }),
)

/** A duration, or a range that is drawn from. In a program a number says milliseconds, as elsewhere. */
const delayOf = (time: TSchema, types: readonly string[]) =>
  Type.Optional(
    Type.Unsafe<FaultDelay>({
      type: [...types, 'object'],
      maxLength: 50,
      properties: { min: time, max: time },
      required: ['min', 'max'],
      additionalProperties: false,
      description: 'An ISO 8601 duration such as PT5S, or {min, max} to draw from.',
    }),
  )
const Delay = delayOf(Duration, ['string'])
const Time = Type.Unsafe<DelayText>({ type: ['string', 'number'], maxLength: 50 })
const ProgramDelay = delayOf(Time, ['string', 'number'])

const whatIsSaid = {
  status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599 })),
  message: Text('What the answer says instead of its usual sentence.'),
  retry_after: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 86_400, description: 'Seconds that a 429 or 503 asks to wait.' }),
  ),
  delay: Delay,
}

const Match = Type.Object(
  {
    method: Type.Optional(OneOf(['GET', 'POST', 'PUT', 'DELETE'])),
    path: Text('The path begins with it, segment by segment.'),
    user_id: Id,
    key_id: Id,
    client_id: Text('The app that calls.', 200),
    header: Type.Optional(
      Type.Object(
        {
          name: Type.String({ minLength: 1, maxLength: 200 }),
          equals: Type.Optional(Type.String({ maxLength: 1000 })),
          pattern: Text('In it * stands for any characters.'),
        },
        closed,
      ),
    ),
    body: Type.Optional(
      Type.Object(
        {
          path: Type.String({
            minLength: 1,
            maxLength: 500,
            description: 'customer.email or /customer/email.',
          }),
          equals: Type.Optional(AnyJson),
          contains: Text('Part of a text, or element of a list.'),
        },
        closed,
      ),
    ),
    external_id: Text('Of the body.', 255),
  },
  closed,
)

export const FaultBody = Type.Object(
  {
    operation: Type.Unsafe<string | string[]>({
      type: ['string', 'array'],
      maxLength: 100,
      items: Name,
      minItems: 1,
      maxItems: 200,
      description: 'An operationId such as createTicket, several of them, or * for every call.',
    }),
    position: OneOf(['before', 'after-commit', 'mid-body']),
    kind: OneOf(FAULT_KINDS),
    ...whatIsSaid,
    after: Count('Lets the first n calls through, and counts from there.', 0),
    first: Count('Strikes the first n calls.'),
    every: Count('Strikes every n-th call.'),
    times: Count('Strikes so many times at the most.'),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    from: Instant,
    until: Instant,
    match: Type.Optional(Match),
  },
  closed,
)

export const OutageBody = Type.Object(
  {
    from: Instant,
    until: Instant,
    duration: Type.Optional(Duration),
    kind: Type.Optional(OneOf(['status', 'refused', 'reset', 'empty', 'latency'])),
    ...whatIsSaid,
  },
  closed,
)

/** The same for a program. */
export const FaultInput = Type.Object({ ...FaultBody.properties, delay: ProgramDelay }, closed)
export const OutageInput = Type.Object(
  { ...OutageBody.properties, delay: ProgramDelay, duration: Type.Optional(Time) },
  closed,
)
