import { Type } from '../../wire/type.ts'
import { Nullable, OneOf } from '../../wire/schema.ts'

const STATUSES = ['published', 'deprecated'] as const

/** A card; all of its keys are inferred. */
export const MetricCard = Type.Object(
  {
    slug: Type.String(),
    name: Type.String(),
    description: Type.String(),
    category: Type.String(),
    status: OneOf(STATUSES),
    unit: OneOf(['count', 'seconds', 'percent', 'score']),
    scope: Nullable(Type.String({ description: 'The scope of POST /api/reporting/stats that computes it.' })),
    measure: Nullable(Type.String()),
    replaced_by: Nullable(Type.String()),
  },
  { title: 'MetricCard' },
)

export const MetricCardList = Type.Object({ data: Type.Array(MetricCard) })

export const MetricCardQuery = Type.Object(
  {
    category: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Such as tickets or satisfaction.' }),
    ),
    status: Type.Optional(OneOf(STATUSES, { description: 'Published ones are listed if it is not given.' })),
    q: Type.Optional(Type.String({ maxLength: 256, description: 'Part of a slug, name or description.' })),
    include: Type.Optional(OneOf(['deprecated'], { description: 'Lists the deprecated ones as well.' })),
  },
  { additionalProperties: false },
)

export const MetricCardPath = Type.Object({
  slug: Type.String({ maxLength: 255, description: 'The name of the card in URLs.' }),
})
