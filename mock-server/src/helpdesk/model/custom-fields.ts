import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

export const CUSTOM_FIELD_OBJECTS = ['Ticket', 'Customer'] as const
export type CustomFieldObject = (typeof CUSTOM_FIELD_OBJECTS)[number]

/** The definition of a field that an account adds to its tickets or customers. Values lie on their rows. */
export interface CustomField extends Identified {
  readonly external_id: string | null
  readonly object_type: CustomFieldObject
  readonly label: string
  readonly description: string | null
  /** Higher stands first. */
  readonly priority: number
  readonly required: boolean
  readonly requirement_type: 'visible' | 'required' | 'conditional'
  readonly managed_type: string | null
  readonly definition: JsonObject
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  readonly deactivated_datetime: Instant | null
}
