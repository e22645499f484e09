import { Type } from '../../wire/type.ts'
import {
  AnyObject,
  dataFirstList,
  Datetime,
  DatetimeIn,
  Id,
  listQuery,
  Nullable,
  OneOf,
} from '../../wire/schema.ts'
import { EVENT_OBJECT_TYPES, EVENT_TYPES } from './types.ts'

/** An event, keys as recorded. */
export const Event = Type.Object(
  {
    id: Type.Integer(),
    context: Nullable(Type.String()),
    created_datetime: Datetime,
    data: Nullable(AnyObject),
    object_id: Type.Integer(),
    object_type: Type.String(),
    type: Type.String(),
    user_id: Nullable(Type.Integer()),
    uri: Type.String(),
  },
  { title: 'Event' },
)

export const EventList = dataFirstList(Event)

export const EventQuery = Type.Object(
  {
    ...listQuery(['created_datetime:asc', 'created_datetime:desc']),
    object_type: Type.Optional(OneOf(EVENT_OBJECT_TYPES, { description: 'Only together with object_id.' })),
    object_id: Type.Optional(Id),
    types: Type.Optional(Type.Array(OneOf(EVENT_TYPES), { minItems: 1, maxItems: 100 })),
    user_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: 100 })),
    'created_datetime[gt]': Type.Optional(DatetimeIn),
    'created_datetime[gte]': Type.Optional(DatetimeIn),
    'created_datetime[lt]': Type.Optional(DatetimeIn),
    'created_datetime[lte]': Type.Optional(DatetimeIn),
  },
  { additionalProperties: false },
)
