import { Type } from 'typebox'
import { AnyObject, Datetime, listQuery, Nullable, objectFirstList } from '../../wire/schema.ts'

/** An integration: keys by name as the documented example has them, what is newer behind them. */
export const Integration = Type.Object(
  {
    id: Type.Integer(),
    created_datetime: Datetime,
    deactivated_datetime: Nullable(Datetime),
    decoration: Nullable(AnyObject),
    description: Nullable(Type.String()),
    http: Nullable(AnyObject),
    locked_datetime: Nullable(Datetime),
    meta: AnyObject,
    name: Type.String(),
    type: Type.String(),
    updated_datetime: Datetime,
    user: Nullable(Type.Object({ id: Type.Integer() })),
    uri: Type.String(),
    application_id: Nullable(Type.String()),
    managed: Type.Boolean(),
    business_hours_id: Nullable(Type.Integer()),
  },
  { title: 'Integration' },
)

export const IntegrationList = objectFirstList(Integration)

export const IntegrationQuery = Type.Object(
  {
    ...listQuery(['created_datetime:asc', 'created_datetime:desc']),
    type: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  },
  { additionalProperties: false },
)
