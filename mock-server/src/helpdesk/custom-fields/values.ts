import { Refusal, within } from '../../kernel/refusal.ts'
import type { CustomField, CustomFieldObject, FieldDefinition } from '../model/custom-fields.ts'
import type { FieldValue, FieldValues } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

/** One value as a caller sets it; null takes it away (inferred). */
export interface ValueChange {
  /** The definition's. */
  readonly id: number
  readonly value: FieldValue | null
}

/** Most tickets and customers have none, and share this. */
export const NO_VALUES: FieldValues = {}

const DECIMAL = /^[+-]?\d{1,30}(\.\d{1,30})?$/

/** Whether a text is a number as fields take it: no exponent, no blanks. */
export const isDecimal = (text: string): boolean => DECIMAL.test(text)

function numberProblem(
  value: FieldValue,
  { min, max }: { readonly min?: string | null; readonly max?: string | null },
): string | undefined {
  if (typeof value === 'boolean' || (typeof value === 'string' && !isDecimal(value)))
    return 'Not a valid number.'
  if (min != null && Number(value) < Number(min)) return `Must be at least ${min}`
  if (max != null && Number(value) > Number(max)) return `Must be at most ${max}`
  return undefined
}

/** What keeps a value from fitting a definition; a dropdown without choices takes none (recorded). */
function problemOf(definition: FieldDefinition, value: FieldValue): string | undefined {
  const { data_type, input_settings } = definition
  switch (data_type) {
    case 'number':
      return numberProblem(value, input_settings)
    case 'boolean':
      if (typeof value !== 'boolean') return 'Not a valid boolean.'
      return input_settings.choices?.includes(value) === false ? 'Not a valid choice.' : undefined
    default:
      if (typeof value !== 'string') return 'Not a valid string.'
      return input_settings.input_type === 'dropdown' && !input_settings.choices.includes(value)
        ? 'Not a valid choice.'
        : undefined
  }
}

/** The definition of that id for tickets or for customers; undefined where it is of neither, or of the others. */
export function fieldFor(
  world: Helpdesk,
  object_type: CustomFieldObject,
  id: number,
): CustomField | undefined {
  const field = world.rows.customFields.get(id)
  return field?.object_type === object_type ? field : undefined
}

const refuse = (field: 'id' | 'value', sentence: string): never => {
  throw new Refusal('invalid', '', { [field]: [sentence] })
}

/**
 * Values after one of them was set. A number in a text is stored as a text (recorded).
 *
 * @throws Refusal for a definition that does not exist, is of other objects, or is deactivated (inferred),
 *   and for a value that does not fit it (recorded: choices and limits hold).
 */
export function withValue(
  world: Helpdesk,
  object_type: CustomFieldObject,
  before: FieldValues,
  { id, value }: ValueChange,
): FieldValues {
  const field = fieldFor(world, object_type, id)
  if (field === undefined) return refuse('id', `Custom field ${id} does not exist.`)
  if (value === null) return Object.fromEntries(Object.entries(before).filter(([key]) => key !== String(id)))
  if (field.deactivated_datetime !== null) refuse('id', `Custom field ${id} is deactivated.`)
  const problem = problemOf(field.definition, value)
  return problem === undefined ? { ...before, [id]: value } : refuse('value', problem)
}

/**
 * Values after several of them were set; the others are kept. What is refused is named by its place.
 *
 * @example
 * withValues(world, 'Ticket', ticket.custom_fields, [{ id: 319_832, value: 'Shipping::Late' }])
 */
export const withValues = (
  world: Helpdesk,
  object_type: CustomFieldObject,
  before: FieldValues,
  changes: readonly ValueChange[],
): FieldValues =>
  changes.reduce(
    (values, change, at) => within([String(at)], () => withValue(world, object_type, values, change)),
    before,
  )

/** Whether the same fields have the same values. */
export function sameValues(some: FieldValues, others: FieldValues): boolean {
  const ids = Object.keys(some)
  return ids.length === Object.keys(others).length && ids.every((id) => some[id] === others[id])
}
