import type { CustomField } from '../../helpdesk/model/custom-fields.ts'
import type { FieldValue, FieldValues } from '../../helpdesk/model/entities.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

/** A definition on its own. */
export const presentCustomField = (field: CustomField) => ({
  ...field,
  created_datetime: formatDatetime(field.created_datetime),
  updated_datetime: formatDatetime(field.updated_datetime),
  deactivated_datetime: formatNullable(field.deactivated_datetime),
})

/** A value with its definition, as tickets answer it. Nothing is predicted here. */
export const presentTicketValue = (field: CustomField, value: FieldValue | null) => ({
  field: presentCustomField(field),
  prediction: null,
  value,
})

/** A value with its definition, as customers answer it (recorded: without requirement_type). */
export function presentCustomerValue(field: CustomField, value: FieldValue | null) {
  const { requirement_type: _, ...shown } = presentCustomField(field)
  return { field: shown, value }
}

const byId = <T>(values: FieldValues, present: (id: number, value: FieldValue) => T): Record<string, T> =>
  Object.fromEntries(Object.entries(values).map(([id, value]) => [id, present(Number(id), value)]))

/** The values on a ticket, in the order of ids. The two keys stand otherwise than on customers (recorded). */
export const presentTicketValues = (values: FieldValues) => byId(values, (id, value) => ({ id, value }))

/** The values on a customer, in the order of ids. */
export const presentCustomerValues = (values: FieldValues) => byId(values, (id, value) => ({ value, id }))
