import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

/** One step of a macro, as it was given. */
export interface MacroAction {
  readonly name: string
  readonly title?: string
  readonly type?: string
  readonly description?: string
  readonly arguments: JsonObject
}

export interface Macro extends Identified {
  readonly external_id: string | null
  readonly name: string
  readonly intent: string | null
  readonly language: string | null
  /** How often it was applied. */
  readonly usage: number
  readonly actions: readonly MacroAction[]
  readonly created_datetime: Instant
  /** Null until it is changed (recorded). */
  readonly updated_datetime: Instant | null
  readonly archived_datetime: Instant | null
}
