import { AnyJson, AnyObject, Bounded } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { filterFields } from '../journal/filter.ts'
import type { Times } from './verification.ts'

const strict = { additionalProperties: false }
const Parts = Bounded(AnyObject, 20_000)

const ExpectedCall = Type.Object(
  {
    operation: Type.Optional(Type.String({ maxLength: 100 })),
    method: Type.Optional(Type.String({ pattern: '^[A-Z]{3,7}$' })),
    path: Type.Optional(Type.String({ maxLength: 1000, description: 'A * stands for any characters.' })),
    status: Type.Optional(
      Type.Unsafe<number | string>({
        anyOf: [
          { type: 'integer', minimum: 0, maximum: 599 },
          { type: 'string', pattern: '^[1-5]xx$' },
        ],
      }),
    ),
    user_id: Type.Optional(Type.Integer()),
    query: Type.Optional(Parts),
    headers: Type.Optional(Parts),
    body: Type.Optional(Bounded(AnyJson, 200_000)),
  },
  strict,
)

/** Looked at where it is used, which says more of what is wrong than a choice of schemas can. */
const TimesBody = Type.Unsafe<Times>({
  description: 'A number, "never", or {exactly} or {at_least, at_most}. Default: {at_least: 1}.',
})

/** An expectation, as it is sent. */
export const ExpectationBody = Type.Object(
  {
    expect: Type.Optional(ExpectedCall),
    times: Type.Optional(TimesBody),
    in_order: Type.Optional(Type.Array(ExpectedCall, { minItems: 1, maxItems: 100 })),
    nothing_else: Type.Optional(Type.Boolean()),
    since: filterFields.since,
    until: filterFields.until,
  },
  strict,
)
