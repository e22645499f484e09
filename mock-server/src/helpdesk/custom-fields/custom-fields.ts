import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { MANAGED_TYPES } from '../model/custom-fields.ts'
import type { CustomField, CustomFieldObject, RequirementType } from '../model/custom-fields.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { readDefinition } from './definition.ts'
import type { GivenDefinition } from './definition.ts'

/** What of a field can be changed. */
export interface FieldChanges extends Partial<
  Pick<
    CustomField,
    | 'object_type'
    | 'label'
    | 'external_id'
    | 'description'
    | 'priority'
    | 'required'
    | 'requirement_type'
    | 'managed_type'
    | 'deactivated_datetime'
  >
> {
  readonly definition?: GivenDefinition
}

export type FieldDraft = FieldChanges & Required<Pick<FieldChanges, 'object_type' | 'label' | 'definition'>>

function requirementType(
  { required, requirement_type }: FieldChanges,
  before: RequirementType,
): RequirementType {
  if (requirement_type !== undefined) return requirement_type
  if (required === undefined) return before
  if (required) return 'required'
  return before === 'required' ? 'visible' : before
}

/** `required` and `requirement_type` say the same thing; where both are said, the latter holds (inferred). */
function requirement(changes: FieldChanges, before: RequirementType = 'visible') {
  const requirement_type = requirementType(changes, before)
  return { required: requirement_type === 'required', requirement_type }
}

/** Gorgias knows certain managed fields of tickets and of customers, one of each (inferred: 409 for another). */
function checkManagedType(
  world: Helpdesk,
  object_type: CustomFieldObject,
  managed_type: string | null,
): void {
  if (managed_type === null) return
  const known: readonly string[] = MANAGED_TYPES[object_type]
  if (!known.includes(managed_type)) {
    throw new Refusal('invalid', '', { managed_type: [`Must be one of: ${known.join(', ')}.`] })
  }
  for (const field of world.rows.customFields.walk('byPriority', { prefix: [object_type] }))
    if (field.managed_type === managed_type) throw new Refusal('conflict')
}

/** Where a new field stands without a priority of its own: as high as there are others (inferred). */
const nextPriority = (world: Helpdesk, object_type: CustomFieldObject): number =>
  [...world.rows.customFields.walk('byPriority', { prefix: [object_type] })].length

/** Adds a field to the account's tickets or customers. */
export function createCustomField(world: Helpdesk, actor: Actor, draft: FieldDraft): CustomField {
  const { object_type, label, managed_type = null } = draft
  checkManagedType(world, object_type, managed_type)
  const field = world.rows.customFields.put({
    id: nextId(world, 'customFields'),
    external_id: draft.external_id ?? null,
    object_type,
    label,
    description: draft.description ?? null,
    priority: draft.priority ?? nextPriority(world, object_type),
    ...requirement(draft),
    managed_type,
    definition: readDefinition(draft.definition),
    created_datetime: world.now,
    updated_datetime: world.now,
    deactivated_datetime: draft.deactivated_datetime ?? null,
  })
  recordEvent(world, actor, 'custom-field-created', { type: 'CustomField', id: field.id })
  return field
}

/** What a field is stays what it is: values of it may exist (inferred). */
function refuseTransformation(field: CustomField, changes: FieldChanges): void {
  const fixed = (['object_type', 'managed_type'] as const).find(
    (name) => changes[name] !== undefined && changes[name] !== field[name],
  )
  if (fixed !== undefined) throw new Refusal('invalid', '', { [fixed]: ['Cannot be changed.'] })
  const { data_type, input_settings } = changes.definition ?? field.definition
  if (
    data_type !== field.definition.data_type ||
    input_settings.input_type !== field.definition.input_settings.input_type
  ) {
    throw new Refusal('invalid', '', { definition: { data_type: ['Cannot be changed.'] } })
  }
}

/** Changes what is named of a field (recorded). Values that exist stay, fitting or not (inferred). */
export function changeCustomField(
  world: Helpdesk,
  actor: Actor,
  field: CustomField,
  changes: FieldChanges,
): CustomField {
  refuseTransformation(field, changes)
  const { definition, ...rest } = changes
  const after = world.rows.customFields.patch(field.id, {
    ...rest,
    ...requirement(changes, field.requirement_type),
    ...(definition !== undefined && { definition: readDefinition(definition) }),
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'custom-field-updated', { type: 'CustomField', id: field.id })
  return after
}
