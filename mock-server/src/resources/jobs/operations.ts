import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { changeJob, createJob as addJob } from '../../helpdesk/jobs/jobs.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { User } from '../../helpdesk/model/entities.ts'
import type { Job } from '../../helpdesk/model/jobs.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import type { JobCreate, JobQuery, JobUpdate } from './schema.ts'
import { taskOf } from './task.ts'

/** The job of that id; refuses with 404. */
export function findJob(world: Helpdesk, id: number): Job {
  const job = world.rows.jobs.get(id)
  if (job === undefined) throw new Refusal('missing')
  return job
}

export const listJobs = (world: Helpdesk, { status, type, ...query }: Static<typeof JobQuery>): Page<Job> =>
  listPage(world.rows.jobs, query, {
    orders: {
      created_datetime: { index: 'byCreated', type: 'datetime', value: (job) => job.created_datetime },
    },
    defaultOrder: 'created_datetime:desc',
    filter: (job) =>
      (status === undefined || job.status === status) && (type === undefined || job.type === type),
  })

export function createJob(world: Helpdesk, actor: Actor, user: User, body: Static<typeof JobCreate>): Job {
  const { type, params, meta = null, scheduled_datetime = null } = withInstants(body)
  const task = taskOf(world, user, type, params)
  return addJob(world, actor, { type, params, task, meta, scheduled_datetime }, user.id)
}

/** Changes what is named; type and parameters are looked at together. */
export function updateJob(
  world: Helpdesk,
  actor: Actor,
  user: User,
  id: number,
  body: Static<typeof JobUpdate>,
): Job {
  const job = findJob(world, id)
  const { type = job.type, params = job.params, ...rest } = withInstants(body)
  const same = body.type === undefined && body.params === undefined
  const task = same ? job.task : taskOf(world, user, type, params)
  return changeJob(world, actor, job, { ...rest, type, params, task })
}
