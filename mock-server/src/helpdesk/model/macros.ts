import type { Identified } from '../../kernel/collection.ts'
import type { Instant, JsonObject } from './entities.ts'

/** What a message can be about, as far as macros are suggested for it (documented). */
export const INTENTS = [
  'discount/request',
  'exchange/request',
  'exchange/status',
  'feedback',
  'order/damaged',
  'order/cancel',
  'order/change',
  'order/wrong',
  'other/no_reply',
  'other/question',
  'other/thanks',
  'product/recommendation',
  'product/question',
  'refund/request',
  'refund/status',
  'return/request',
  'return/status',
  'shipping/change',
  'shipping/delivery-issue',
  'shipping/policy',
  'shipping/status',
  'stock/request',
  'subscription/cancel',
  'subscription/change',
] as const
export type Intent = (typeof INTENTS)[number]

/** One step of a macro. Keys stand in the order of the alphabet, arguments' keys too (recorded). */
export interface MacroAction {
  readonly arguments: JsonObject
  readonly description?: string
  readonly name: string
  readonly title?: string
  readonly type?: string
}

export interface Macro extends Identified {
  readonly external_id: string | null
  readonly name: string
  readonly intent: Intent | null
  readonly language: string | null
  /** How often it was applied. */
  readonly usage: number
  readonly actions: readonly MacroAction[]
  readonly created_datetime: Instant
  /** Null until it is changed (recorded). */
  readonly updated_datetime: Instant | null
  readonly archived_datetime: Instant | null
}
