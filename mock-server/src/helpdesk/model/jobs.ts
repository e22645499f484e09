import type { Identified } from '../../kernel/collection.ts'
import type { ValueChange } from '../custom-fields/values.ts'
import type { TagReference } from '../tags/tags.ts'
import type { TicketChanges } from '../tickets/changes.ts'
import type { Instant, JsonObject } from './entities.ts'

export const JOB_TYPES = [
  'applyMacro',
  'deleteTicket',
  'exportTicket',
  'importMacro',
  'exportMacro',
  'updateTicket',
  'exportTicketDrilldown',
  'exportConvertCampaignSalesDrilldown',
] as const
export type JobType = (typeof JOB_TYPES)[number]

export const JOB_STATUSES = [
  'pending',
  'scheduled',
  'running',
  'done',
  'cancel_requested',
  'canceled',
  'errored',
  'fatal_errored',
] as const
export type JobStatus = (typeof JOB_STATUSES)[number]

/** Which tickets a job is about; looked up when the job starts. */
export type TicketSelection =
  | { readonly by: 'ids'; readonly ticket_ids: readonly number[] }
  | { readonly by: 'view'; readonly view_id: number }
  | { readonly by: 'filters'; readonly filters: string }

/** What a job is to do, as its parameters were understood. */
export type JobTask =
  | {
      readonly kind: 'apply-macro'
      readonly macro_id: number
      readonly close: boolean
      readonly selection: TicketSelection
    }
  | { readonly kind: 'delete-tickets'; readonly selection: TicketSelection }
  | {
      readonly kind: 'update-tickets'
      readonly changes: TicketChanges
      /** Take the place of the tags that a ticket has. */
      readonly tags?: readonly TagReference[]
      /** Take the place of the values of custom fields that a ticket has. */
      readonly values?: readonly ValueChange[]
      readonly selection: TicketSelection
    }
  | {
      readonly kind: 'export-tickets'
      /** Null: all tickets. */
      readonly selection: TicketSelection | null
      /** When the tickets were created: from here on, up to there; null is open. */
      readonly from: Instant | null
      readonly until: Instant | null
    }
  | { readonly kind: 'export-macros' }
  | { readonly kind: 'import-macros'; readonly url: string }
  /** What is not simulated fails, and says so. */
  | { readonly kind: 'unavailable'; readonly reason: string }

/** Work that runs after its request, on timers. */
export interface Job extends Identified {
  readonly type: JobType
  readonly status: JobStatus
  /** As they were given. */
  readonly params: JsonObject
  readonly task: JobTask
  /** The tickets that it works through, in this order; null before it starts. */
  readonly queue: readonly number[] | null
  /** Progress and outcome. */
  readonly info: JsonObject
  readonly meta: JsonObject | null
  readonly user_id: number
  readonly created_datetime: Instant
  readonly scheduled_datetime: Instant | null
  readonly started_datetime: Instant | null
  readonly ended_datetime: Instant | null
  readonly failed_datetime: Instant | null
  readonly locked_datetime: Instant | null
  readonly cancel_requested_datetime: Instant | null
  readonly cancelled_datetime: Instant | null
}
