import type { Identified } from '../../kernel/collection.ts'
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

/** Work that runs after its request, on timers. */
export interface Job extends Identified {
  readonly type: JobType
  readonly status: JobStatus
  readonly params: JsonObject
  /** Progress and outcome. */
  readonly info: JsonObject
  readonly meta: JsonObject | null
  readonly user_id: number | null
  readonly created_datetime: Instant
  readonly scheduled_datetime: Instant | null
  readonly started_datetime: Instant | null
  readonly ended_datetime: Instant | null
  readonly failed_datetime: Instant | null
  readonly locked_datetime: Instant | null
  readonly cancel_requested_datetime: Instant | null
  readonly cancelled_datetime: Instant | null
}
