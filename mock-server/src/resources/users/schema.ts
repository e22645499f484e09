import { Type } from '../../wire/type.ts'
import { CREATABLE_ROLES } from '../../helpdesk/model/entities.ts'
import {
  AnyObject,
  Bounded,
  Datetime,
  listQuery,
  Nullable,
  objectFirstList,
  OneOf,
} from '../../wire/schema.ts'

const text = Nullable(Type.String())

/** A user, keys as recorded; the one object whose `uri` is absolute (recorded). */
export const User = Type.Object(
  {
    id: Type.Integer(),
    active: Type.Boolean(),
    bio: text,
    created_datetime: Datetime,
    country: text,
    deactivated_datetime: Nullable(Datetime),
    email: Type.String(),
    external_id: text,
    firstname: Type.String(),
    has_password: Type.Boolean(),
    has_2fa_enabled: Type.Boolean(),
    lastname: Type.String(),
    language: text,
    meta: AnyObject,
    name: Type.String(),
    role: Type.Object({ name: Type.String() }),
    timezone: text,
    updated_datetime: Datetime,
    client_id: text,
    uri: Type.String(),
  },
  { title: 'User' },
)

export const UserList = objectFirstList(User)

/** What is not named here is refused: channels, customer and data among it (documented). */
export const UserQuery = Type.Object(
  {
    ...listQuery([
      'created_datetime:asc',
      'created_datetime:desc',
      'name:asc',
      'name:desc',
      'email:asc',
      'email:desc',
      'role.name:asc',
      'role.name:desc',
    ]),
    email: Type.Optional(
      Type.String({ maxLength: 320, description: 'Exact, whatever the case of the letters.' }),
    ),
    external_id: Type.Optional(Type.String({ maxLength: 255 })),
    search: Type.Optional(Type.String({ maxLength: 320, description: 'Part of a name or e-mail address.' })),
    roles: Type.Optional(
      Type.Array(OneOf([...CREATABLE_ROLES, 'bot', 'internal-agent']), { minItems: 1, maxItems: 10 }),
    ),
    available_first: Type.Optional(
      Type.Boolean({ description: 'Taken, and without effect: availability is not simulated.' }),
    ),
  },
  { additionalProperties: false },
)

const Text = (maxLength: number) => Type.Optional(Nullable(Type.String({ maxLength })))

const required = {
  email: Type.String({ format: 'email', maxLength: 320 }),
  name: Type.String({ minLength: 1, maxLength: 255 }),
  role: Type.Object({ name: OneOf(CREATABLE_ROLES) }, { additionalProperties: false }),
}

const optional = {
  bio: Text(10_000),
  country: Text(64),
  external_id: Text(255),
  language: Type.Optional(Nullable(OneOf(['fr', 'en']))),
  meta: Type.Optional(Nullable(Bounded(AnyObject, 100_000))),
  timezone: Type.Optional(Nullable(Type.String({ format: 'timezone', maxLength: 64 }))),
}

export const UserCreate = Type.Object({ ...required, ...optional }, { additionalProperties: false })
export const UserUpdate = Type.Object(
  {
    email: Type.Optional(required.email),
    name: Type.Optional(required.name),
    role: Type.Optional(required.role),
    ...optional,
  },
  { additionalProperties: false },
)
