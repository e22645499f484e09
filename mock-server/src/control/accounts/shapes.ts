import type { Static } from 'typebox'
import { PLAN_NAMES } from '../../helpdesk/model/entities.ts'
import { SeedSchema } from '../../seeds/document.ts'
import type { Seed } from '../../seeds/document.ts'
import { MOST_TICKETS } from '../../seeds/large-seed.ts'
import type { LargeSeed } from '../../seeds/large-seed.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import type { AccountDocument } from '../export/document.ts'

const LargeSeedSchema = Type.Object(
  {
    kind: Type.Unsafe<'large'>({ const: 'large' }),
    tickets: Type.Integer({ minimum: 1, maximum: MOST_TICKETS }),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 })),
  },
  { additionalProperties: false, title: 'A large shop, made up from a number' },
)

const seed = Type.Unsafe<'demo' | Seed | LargeSeed>({
  // One kind of seed is meant, and what is wrong with that one is to be told.
  if: { type: 'object', required: ['kind'] },
  then: LargeSeedSchema,
  else: { if: { type: 'object' }, then: SeedSchema, else: { enum: ['demo'] } },
})

/** A seed by itself, so that what is wrong with it is told by its field. */
export const SeedBody = Type.Object({ seed })

const settings = {
  subdomain: Type.Optional(Type.String({ maxLength: 63 })),
  plan: Type.Optional(OneOf(PLAN_NAMES)),
  snapshot: Type.Optional(Type.String({ description: 'The snapshot of that account to fork.' })),
}

export const ForkOptions = Type.Object(settings, { additionalProperties: false })

export const NewAccountBody = Type.Object(
  {
    ...settings,
    seed: Type.Optional(seed),
    from: Type.Optional(Type.String({ description: 'The account to fork.' })),
    import: Type.Optional(
      Type.Unsafe<AccountDocument>({ type: 'object', description: 'An account as it was exported.' }),
    ),
  },
  { additionalProperties: false },
)

export type NewAccountOrder = Static<typeof NewAccountBody>
