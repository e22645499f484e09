import { Type } from '../../wire/type.ts'
import { GRANULARITIES } from '../../helpdesk/reporting/buckets.ts'
import { AnyObject, Datetime, DatetimeIn, ListMeta, listQuery, Nullable, OneOf } from '../../wire/schema.ts'

const strict = { additionalProperties: false }
const Name = Type.String({ minLength: 1, maxLength: 100 })
const names = (description: string) => Type.Optional(Type.Array(Name, { maxItems: 20, description }))

const Filter = Type.Object(
  {
    member: Name,
    operator: Name,
    values: Type.Array(Type.Unsafe<string | number>({ type: ['string', 'number'], maxLength: 256 }), {
      maxItems: 500,
    }),
  },
  strict,
)

const Query = Type.Object(
  {
    scope: Name,
    filters: Type.Array(Filter, {
      maxItems: 50,
      description:
        'periodStart (operator afterDate) and periodEnd (operator beforeDate), one datetime each, and any others.',
    }),
    measures: names('The figures. Default: all of the scope.'),
    dimensions: names('A line for each of their values. Default: one line in all.'),
    time_dimensions: Type.Optional(
      Type.Array(Type.Object({ dimension: Name, granularity: OneOf(GRANULARITIES) }, strict), {
        maxItems: 1,
        description: 'A line for each piece of time, as the clocks of the timezone cut it.',
      }),
    ),
    timezone: Name,
    order: Type.Optional(
      Type.Array(Type.Array(Name, { minItems: 2, maxItems: 2 }), {
        maxItems: 20,
        description: 'Pairs of a column and asc or desc.',
      }),
    ),
  },
  strict,
)

export const StatisticsBody = Type.Object({ query: Query }, strict)

const { cursor } = listQuery([])

export const StatisticsQuery = Type.Object(
  { cursor, limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 30 })) },
  strict,
)

/** A page of a report. */
export const Statistics = Type.Object(
  {
    object: Type.String(),
    uri: Type.String(),
    data: Type.Array(AnyObject),
    meta: Type.Object({
      scope: Type.String(),
      ...ListMeta.properties,
      total: Type.Integer(),
      offset: Type.Integer(),
      limit: Type.Integer(),
    }),
  },
  { title: 'Statistics' },
)

export const StatisticPath = Type.Object({ name: Type.String() })

/** The period of an older statistic. Optional here, for the name in the path is looked at first. */
export const OverviewBody = Type.Object(
  {
    filters: Type.Optional(
      Type.Object(
        {
          period: Type.Optional(
            Type.Object({ start_datetime: DatetimeIn, end_datetime: DatetimeIn }, strict),
          ),
        },
        strict,
      ),
    ),
  },
  strict,
)

/** The overview, keys as recorded. */
export const Overview = Type.Object(
  {
    data: Type.Object({
      data: Type.Array(
        Type.Object({
          name: Type.String(),
          type: OneOf(['number', 'duration', 'percent'] as const),
          value: Nullable(Type.Number({ description: 'Durations are in seconds.' })),
          delta: Type.Number({ description: 'The change against the period before, in percent.' }),
          more_is_better: Type.Optional(Type.Boolean()),
        }),
      ),
    }),
    meta: Type.Object({
      end_datetime: Datetime,
      previous_end_datetime: Datetime,
      previous_start_datetime: Datetime,
      start_datetime: Datetime,
    }),
  },
  { title: 'Overview' },
)
