import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

export const WIDGET_CONTEXTS = ['ticket', 'customer', 'user'] as const

/** What the sidebar shows beside a ticket, a customer or a user. */
export interface Widget extends Identified {
  readonly type: string
  readonly context: (typeof WIDGET_CONTEXTS)[number]
  /** Lower stands first. */
  readonly order: number
  readonly template: JsonObject
  readonly integration_id: number | null
  readonly app_id: string | null
  readonly created_datetime: Instant
  readonly updated_datetime: Instant
  readonly deactivated_datetime: Instant | null
}
