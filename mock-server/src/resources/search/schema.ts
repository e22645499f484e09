import { Type } from '../../wire/type.ts'
import { Nullable, OneOf } from '../../wire/schema.ts'

/** What can be searched for. There is no search for tickets or messages (documented). */
export const SEARCH_TYPES = [
  'agent',
  'customer',
  'customer_profile',
  'customer_channel',
  'customer_channel_email',
  'customer_channel_phone',
  'customers_by_phone',
  'integration',
  'team',
  'tag',
] as const

export const SearchBody = Type.Object(
  {
    type: OneOf(SEARCH_TYPES),
    query: Type.Optional(
      Type.String({ maxLength: 320, description: 'Beginnings of words; absent or empty: everything.' }),
    ),
    size: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
  },
  { additionalProperties: false },
)

/** What was found. A customer has the recorded keys; the others have what tells them apart (inferred). */
const Found = Type.Object({
  id: Type.Integer(),
  name: Nullable(Type.String()),
  email: Type.Optional(Nullable(Type.String())),
  type: Type.Optional(Type.String()),
  address: Type.Optional(Nullable(Type.String())),
  customer_id: Type.Optional(Type.Integer()),
})

export const SearchResults = Type.Object({
  data: Type.Array(Found),
  object: Type.String(),
  uri: Type.String(),
  meta: Type.Object({}),
})
