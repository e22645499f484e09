import type { Job } from '../../helpdesk/model/jobs.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

export const presentJob = ({ task: _task, queue: _queue, ...job }: Job) => ({
  ...job,
  cancel_requested_datetime: formatNullable(job.cancel_requested_datetime),
  cancelled_datetime: formatNullable(job.cancelled_datetime),
  created_datetime: formatDatetime(job.created_datetime),
  ended_datetime: formatNullable(job.ended_datetime),
  failed_datetime: formatNullable(job.failed_datetime),
  locked_datetime: formatNullable(job.locked_datetime),
  scheduled_datetime: formatNullable(job.scheduled_datetime),
  started_datetime: formatNullable(job.started_datetime),
  uri: `/api/jobs/${job.id}/`,
})
