import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant } from '../model/entities.ts'
import type { Job } from '../model/jobs.ts'

/** How far ahead a job can be scheduled (documented), in microseconds. */
const HORIZON = 60 * 60 * 1_000_000

/** What of a job its maker decides. */
export type JobFields = Pick<Job, 'type' | 'params' | 'task' | 'meta' | 'scheduled_datetime'>

function refuseTooFar(world: Helpdesk, scheduled: Instant | null): void {
  if (scheduled === null || scheduled <= world.now + HORIZON) return
  throw new Refusal('invalid', '', { scheduled_datetime: ['Must be at most 60 minutes ahead.'] })
}

/** Scheduled while its time is to come; what has its time behind it is pending like any other (inferred). */
const waitingStatus = (world: Helpdesk, scheduled: Instant | null): Job['status'] =>
  scheduled !== null && scheduled > world.now ? 'scheduled' : 'pending'

const isWaiting = ({ status }: Job): boolean => status === 'pending' || status === 'scheduled'

/** Sets the time at which a job starts by itself. */
function launch(world: Helpdesk, actor: Actor, { id, scheduled_datetime }: Job): void {
  follow(world, actor, 'start-job', { job_id: id }, scheduled_datetime ?? world.now)
}

/**
 * Makes a job, which starts by itself: soon, or when it is scheduled for.
 *
 * @throws Refusal for a time more than 60 minutes ahead (documented)
 */
export function createJob(world: Helpdesk, actor: Actor, fields: JobFields, user_id: number): Job {
  refuseTooFar(world, fields.scheduled_datetime)
  const job = world.rows.jobs.put({
    id: nextId(world, 'jobs'),
    ...fields,
    status: waitingStatus(world, fields.scheduled_datetime),
    queue: null,
    info: {},
    user_id,
    created_datetime: world.now,
    started_datetime: null,
    ended_datetime: null,
    failed_datetime: null,
    locked_datetime: null,
    cancel_requested_datetime: null,
    cancelled_datetime: null,
  })
  launch(world, actor, job)
  return job
}

/** Changes a job that has not started; 409 afterwards (inferred). A new time replaces the old one. */
export function changeJob(world: Helpdesk, actor: Actor, job: Job, fields: Partial<JobFields>): Job {
  if (!isWaiting(job)) throw new Refusal('conflict', `The job has started: it is ${job.status}.`)
  const { scheduled_datetime = job.scheduled_datetime } = fields
  refuseTooFar(world, scheduled_datetime)
  const status = waitingStatus(world, scheduled_datetime)
  const after = world.rows.jobs.patch(job.id, { ...fields, status })
  // The timer of the old time finds a job that waits for a later one, or has run, and lets it be.
  if (scheduled_datetime !== job.scheduled_datetime) launch(world, actor, after)
  return after
}

/**
 * Cancels a job: at once while it is scheduled, else before its next step; what is done stays done
 * (documented). A job that is over cannot be cancelled (inferred: 409).
 */
export function cancelJob(world: Helpdesk, job: Job): void {
  const requested = { cancel_requested_datetime: world.now }
  if (job.status === 'scheduled') {
    world.rows.jobs.patch(job.id, { ...requested, status: 'canceled', cancelled_datetime: world.now })
  } else if (job.status === 'pending' || job.status === 'running') {
    world.rows.jobs.patch(job.id, { ...requested, status: 'cancel_requested' })
  } else if (job.status !== 'cancel_requested') {
    throw new Refusal('conflict', `The job is over: it is ${job.status}.`)
  }
}
