import { Type } from '../../wire/type.ts'
import {
  AnyJson,
  AnyObject,
  Bounded,
  dataFirstList,
  Datetime,
  DatetimeIn,
  Id,
  listQuery,
  Nullable,
} from '../../wire/schema.ts'

const text = (maxLength: number) => Nullable(Type.String({ maxLength }))

/** Who a message is from or for: found by id, e-mail or external id, else made. */
export const PersonReference = Type.Object(
  {
    id: Type.Optional(Id),
    email: Type.Optional(Nullable(Type.String({ format: 'email', maxLength: 320 }))),
    name: Type.Optional(text(255)),
    external_id: Type.Optional(text(255)),
    note: Type.Optional(text(10_000)),
    timezone: Type.Optional(text(64)),
    language: Type.Optional(text(10)),
    meta: Type.Optional(Nullable(Bounded(AnyObject, 100_000))),
    channels: Type.Optional(
      Type.Array(
        Type.Object(
          {
            type: Type.String({ minLength: 1, maxLength: 64 }),
            address: Type.String({ minLength: 1, maxLength: 320 }),
            preferred: Type.Optional(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
        { maxItems: 100 },
      ),
    ),
  },
  { additionalProperties: false },
)

/** A customer or user in short. */
export const Person = Type.Object({
  id: Type.Integer(),
  email: Nullable(Type.String()),
  name: Nullable(Type.String()),
  firstname: Type.String(),
  lastname: Type.String(),
  meta: Nullable(AnyObject),
})

const Owner = Type.Object({ id: Type.Integer(), name: Nullable(Type.String()) })

const Channel = Type.Object({
  id: Type.Integer(),
  type: Type.String(),
  address: Type.String(),
  preferred: Type.Boolean(),
  created_datetime: Datetime,
  updated_datetime: Datetime,
  deleted_datetime: Nullable(Datetime),
  user: Owner,
  customer: Owner,
})

const external = { external_data: Type.Optional(AnyObject), ecommerce_data: Type.Optional(AnyObject) }

/** A customer inside a full ticket, keys as recorded. */
export const TicketCustomer = Type.Object({
  ...Person.properties,
  channels: Type.Array(Channel),
  data: AnyJson,
  customer: Type.Null(),
  integrations: AnyObject,
  external_id: Nullable(Type.String()),
  note: Nullable(Type.String()),
  ...external,
})

const profile = {
  id: Type.Integer(),
  external_id: Nullable(Type.String()),
  active: Type.Boolean(),
  email: Nullable(Type.String()),
  name: Nullable(Type.String()),
  firstname: Type.String(),
  lastname: Type.String(),
}
const times = {
  language: Nullable(Type.String()),
  timezone: Nullable(Type.String()),
  created_datetime: Datetime,
  updated_datetime: Datetime,
  meta: Nullable(AnyObject),
  data: AnyJson,
}

/** A customer on its own, keys in the order of 2026. */
export const Customer = Type.Object(
  {
    ...profile,
    channels: Type.Array(Channel),
    ...times,
    customer: Type.Null(),
    note: Nullable(Type.String()),
    custom_fields: AnyObject,
    integrations: AnyObject,
    ...external,
  },
  { title: 'Customer' },
)

/** The answer to a merge: its key ecommerce_data stands elsewhere (recorded). */
export const MergeTarget = Type.Object({
  ...profile,
  channels: Type.Array(Channel),
  ...times,
  customer: Type.Null(),
  ecommerce_data: AnyObject,
  note: Nullable(Type.String()),
  custom_fields: AnyObject,
  integrations: AnyObject,
})

/** A customer in a list: no channels, no integrations. */
export const CustomerRow = Type.Object({
  ...profile,
  ...times,
  note: Nullable(Type.String()),
  custom_fields: AnyObject,
})

export const CustomerList = dataFirstList(CustomerRow)

export const CustomerQuery = Type.Object(
  {
    ...listQuery([
      'created_datetime:asc',
      'created_datetime:desc',
      'updated_datetime:asc',
      'updated_datetime:desc',
    ]),
    email: Type.Optional(
      Type.String({ maxLength: 320, description: 'Exact, whatever the case of the letters.' }),
    ),
    external_id: Type.Optional(Type.String({ maxLength: 255 })),
    name: Type.Optional(Type.String({ maxLength: 255 })),
    language: Type.Optional(
      Type.String({ maxLength: 10, description: 'Not together with cursor, limit or order_by.' }),
    ),
    timezone: Type.Optional(
      Type.String({ maxLength: 64, description: 'Not together with cursor, limit or order_by.' }),
    ),
    view_id: Type.Optional(Id),
    channel_type: Type.Optional(Type.String({ maxLength: 64 })),
    channel_address: Type.Optional(Type.String({ maxLength: 320 })),
  },
  { additionalProperties: false },
)

/**
 * A customer as it is created or changed; all fields are optional. Unknown ones are dropped without a word
 * here (observed for firstname and lastname).
 */
export const CustomerBody = Type.Object({
  email: PersonReference.properties.email,
  name: PersonReference.properties.name,
  external_id: PersonReference.properties.external_id,
  language: PersonReference.properties.language,
  timezone: PersonReference.properties.timezone,
  channels: PersonReference.properties.channels,
})

/** Whose ids come in the query; the body may name what the target should be called, to no effect (recorded). */
export const MergeQuery = Type.Object({ source_id: Id, target_id: Id }, { additionalProperties: false })

export const MergeBody = Nullable(CustomerBody)

export const CustomersDelete = Type.Object(
  { ids: Type.Array(Id, { minItems: 1, maxItems: 100 }) },
  { additionalProperties: false },
)

export const CustomerPath = Type.Object({ customer_id: Id })

/** What a caller knows of a customer. Gorgias's own limit is unknown. */
export const CustomerDataBody = Type.Object(
  {
    data: Bounded(AnyJson, 100_000),
    version: Type.Optional(
      Nullable({ ...DatetimeIn, description: 'Of which instant the data is: an older one is ignored.' }),
    ),
  },
  { additionalProperties: false },
)
