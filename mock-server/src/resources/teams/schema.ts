import { Type } from '../../wire/type.ts'
import { AnyObject, dataFirstList, Datetime, Id, listQuery, Nullable } from '../../wire/schema.ts'

/** A team, keys in the documented order. */
export const Team = Type.Object(
  {
    id: Type.Integer(),
    uri: Type.String(),
    name: Type.String(),
    description: Nullable(Type.String()),
    decoration: AnyObject,
    members: Type.Array(
      Type.Object({ id: Type.Integer(), name: Type.String(), email: Type.String(), meta: AnyObject }),
    ),
    created_datetime: Datetime,
  },
  { title: 'Team' },
)

export const TeamList = dataFirstList(Team)

export const TeamQuery = Type.Object(
  { ...listQuery(['created_datetime:asc', 'created_datetime:desc', 'name:asc', 'name:desc']) },
  { additionalProperties: false },
)

const MemberIn = Type.Object(
  { id: Type.Optional(Id), email: Type.Optional(Type.String({ maxLength: 320 })) },
  { additionalProperties: false },
)

const writable = {
  name: Type.String({ minLength: 1, maxLength: 255 }),
  description: Type.Optional(Nullable(Type.String({ maxLength: 1024 }))),
  decoration: Type.Optional(
    Nullable(
      Type.Object(
        { emoji: Type.Optional(Nullable(Type.String({ maxLength: 64 }))) },
        { additionalProperties: false },
      ),
    ),
  ),
  members: Type.Optional(Type.Array(MemberIn, { maxItems: 500 })),
}

export const TeamCreate = Type.Object(writable, { additionalProperties: false })
export const TeamUpdate = Type.Object(
  { ...writable, name: Type.Optional(writable.name) },
  { additionalProperties: false },
)
