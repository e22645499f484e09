import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'

export const CUSTOM_FIELD_OBJECTS = ['Ticket', 'Customer'] as const
export type CustomFieldObject = (typeof CUSTOM_FIELD_OBJECTS)[number]

export const REQUIREMENT_TYPES = ['visible', 'required', 'conditional'] as const
export type RequirementType = (typeof REQUIREMENT_TYPES)[number]

/** The fields that Gorgias itself fills, by what they are of (documented). */
export const MANAGED_TYPES = {
  Ticket: [
    'contact_reason',
    'product',
    'resolution',
    'ai_intent',
    'ai_outcome',
    'ai_sales',
    'ai_discount',
    'ai_journey',
    'managed_sentiment',
    'call_status',
  ],
  Customer: ['customer_type'],
} as const satisfies Record<CustomFieldObject, readonly string[]>

interface TextInput {
  readonly input_type: 'input'
  readonly placeholder?: string | null
}

interface TextDropdown {
  readonly input_type: 'dropdown'
  /** In full, levels parted by `::`, as in `Shipping::Late::Lost` (recorded). */
  readonly choices: readonly string[]
  readonly default?: string | null
}

interface NumberInput {
  readonly input_type: 'input_number'
  /** Limits are texts, whatever they were given as (recorded). */
  readonly min?: string | null
  readonly max?: string | null
  readonly placeholder?: string | null
}

interface BooleanDropdown {
  readonly input_type: 'dropdown'
  readonly choices?: readonly boolean[]
  readonly default?: boolean | null
}

/** What a field holds, and how it is asked for. */
export type FieldDefinition =
  | { readonly data_type: 'text'; readonly input_settings: TextInput | TextDropdown }
  | { readonly data_type: 'number'; readonly input_settings: NumberInput }
  | { readonly data_type: 'boolean'; readonly input_settings: BooleanDropdown }

/** The definition of a field that an account adds to its tickets or customers. Values lie on their rows. */
export interface CustomField extends Identified {
  readonly external_id: string | null
  readonly object_type: CustomFieldObject
  readonly label: string
  readonly description: string | null
  /** Higher stands first. */
  readonly priority: number
  readonly required: boolean
  readonly requirement_type: RequirementType
  readonly managed_type: string | null
  readonly definition: FieldDefinition
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  readonly deactivated_datetime: Instant | null
}
