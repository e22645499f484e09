import { Type } from '../../wire/type.ts'
import { CUSTOM_FIELD_OBJECTS, MANAGED_TYPES, REQUIREMENT_TYPES } from '../../helpdesk/model/custom-fields.ts'
import type { FieldValue } from '../../helpdesk/model/entities.ts'
import {
  AnyObject,
  Datetime,
  DatetimeIn,
  Id,
  listQuery,
  Nullable,
  objectFirstList,
  OneOf,
} from '../../wire/schema.ts'

const DATA_TYPES = ['text', 'number', 'boolean'] as const
const INPUT_TYPES = ['input', 'dropdown', 'input_number'] as const

/** A definition on its own, keys as recorded. */
export const CustomField = Type.Object(
  {
    id: Type.Integer(),
    external_id: Nullable(Type.String()),
    object_type: OneOf(CUSTOM_FIELD_OBJECTS),
    label: Type.String(),
    description: Nullable(Type.String()),
    priority: Type.Integer(),
    required: Type.Boolean(),
    requirement_type: OneOf(REQUIREMENT_TYPES),
    managed_type: Nullable(Type.String()),
    definition: Type.Object({ data_type: OneOf(DATA_TYPES), input_settings: AnyObject }),
    created_datetime: Datetime,
    updated_datetime: Datetime,
    deactivated_datetime: Nullable(Datetime),
  },
  { title: 'CustomField' },
)

export const CustomFieldList = objectFirstList(CustomField)

/** The answer to changing several: no envelope (recorded). */
export const CustomFieldsChanged = Type.Object({ data: Type.Array(CustomField) })

export const CustomFieldQuery = Type.Object(
  {
    object_type: OneOf(CUSTOM_FIELD_OBJECTS),
    search: Type.Optional(Type.String({ maxLength: 255, description: 'Part of the label, in any case.' })),
    archived: Type.Optional(
      Type.Boolean({ description: 'Whether deactivated ones are listed, or the others. Absent: all.' }),
    ),
    ...listQuery(['priority:asc', 'priority:desc']),
  },
  { additionalProperties: false },
)

const limit = Type.Optional(
  Type.Unsafe<string | number | null>({ type: ['number', 'string', 'null'], maxLength: 62 }),
)
const choice = { maxLength: 1000 }

const DefinitionIn = Type.Object(
  {
    data_type: OneOf(DATA_TYPES),
    input_settings: Type.Object(
      {
        input_type: OneOf(INPUT_TYPES),
        placeholder: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
        choices: Type.Optional(
          Type.Array(
            Type.Unsafe<string | boolean>({ type: ['string', 'boolean'], minLength: 1, ...choice }),
            {
              maxItems: 2000,
              description: 'Levels of a choice are parted by `::`.',
            },
          ),
        ),
        default: Type.Optional(
          Type.Unsafe<string | boolean | null>({ type: ['string', 'boolean', 'null'], ...choice }),
        ),
        min: limit,
        max: limit,
      },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)

const MANAGED = [...MANAGED_TYPES.Ticket, ...MANAGED_TYPES.Customer] as const

const writable = {
  object_type: OneOf(CUSTOM_FIELD_OBJECTS),
  label: Type.String({ minLength: 1, maxLength: 255 }),
  definition: DefinitionIn,
}
const optional = {
  external_id: Type.Optional(Nullable(Type.String({ maxLength: 255 }))),
  description: Type.Optional(Nullable(Type.String({ maxLength: 1024 }))),
  priority: Type.Optional(Type.Integer({ minimum: 0, maximum: 5000 })),
  required: Type.Optional(Type.Boolean()),
  requirement_type: Type.Optional(OneOf(REQUIREMENT_TYPES)),
  managed_type: Type.Optional(Nullable(OneOf(MANAGED))),
  deactivated_datetime: Type.Optional(Nullable(DatetimeIn)),
}

export const CustomFieldCreate = Type.Object({ ...writable, ...optional }, { additionalProperties: false })

/** What may be changed of a field: only what is named changes (recorded for a label alone). */
const changes = { ...Type.Partial(Type.Object(writable)).properties, ...optional }

export const CustomFieldUpdate = Type.Object(changes, { additionalProperties: false })

export const CustomFieldsUpdate = Type.Array(
  Type.Object({ id: Id, ...changes }, { additionalProperties: false }),
  { minItems: 1, maxItems: 100 },
)

/** A value on its way in; null takes it away. */
export const FieldValueIn = Type.Unsafe<FieldValue | null>({
  type: ['string', 'number', 'boolean', 'null'],
  maxLength: 5000,
})

/** Values on their way in, by the ids of their definitions. */
export const FieldValuesIn = Type.Array(
  Type.Object({ id: Id, value: FieldValueIn }, { additionalProperties: false }),
  { maxItems: 500 },
)

/** One value: bare (documented), or as an object with the id of the definition (a public client). */
export const OneValueIn = Type.Unsafe<FieldValue | null | { id?: number; value: FieldValue | null }>({
  type: ['string', 'number', 'boolean', 'null', 'object'],
  maxLength: 5000,
  properties: { id: Type.Optional(Id), value: FieldValueIn },
  required: ['value'],
  additionalProperties: false,
})

const ValueOut = Type.Unsafe<FieldValue | null>({ type: ['string', 'number', 'boolean', 'null'] })

/** A value of a ticket with its definition, keys as recorded. */
export const TicketFieldValue = Type.Object({ field: CustomField, prediction: Type.Null(), value: ValueOut })

/** A value of a customer: no prediction, and a definition without requirement_type (recorded). */
export const CustomerFieldValue = Type.Object({
  field: Type.Omit(CustomField, ['requirement_type']),
  value: ValueOut,
})
