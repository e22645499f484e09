import type { Static } from 'typebox'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'

/** More timers than this no move lets come up. */
export const MOST_TIMERS = 1_000_000

const duration = (description: string) =>
  Type.Optional(Type.Unsafe<string | number>({ type: ['string', 'number'], description }))

const limits = Type.Object(
  {
    time: duration('ISO 8601 duration, or milliseconds; default P1Y.'),
    timers: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MOST_TIMERS, description: 'Default 100,000.' }),
    ),
  },
  { additionalProperties: false, description: 'How far until-idle goes at the most.' },
)

/** What ends `until-idle` where timers set others for ever. */
export type IdleLimits = Static<typeof limits>

export const ClockBody = Type.Object(
  {
    mode: Type.Optional(OneOf(['real', 'virtual'])),
    now: Type.Optional(
      Type.String({
        description:
          'ISO 8601. A jump: what becomes due by it comes up late, at the new time; advance lets it come in time.',
      }),
    ),
    advance: duration(
      'ISO 8601 duration, such as PT5M, or milliseconds; or until-idle: until nothing is due any more.',
    ),
    limits: Type.Optional(limits),
  },
  { additionalProperties: false },
)

export type ClockChange = Static<typeof ClockBody>
