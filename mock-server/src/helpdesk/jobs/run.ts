import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { JsonObject } from '../model/entities.ts'
import type { Job } from '../model/jobs.ts'
import { exportMacros, exportTickets } from './exports.ts'
import { importMacros } from './imports.ts'
import { reasonOf } from './reason.ts'
import { queueOf } from './selection.ts'
import { noProgress, workOnTickets } from './ticket-work.ts'

interface JobPayload {
  readonly job_id: number
}

const END = {
  done: 'ended_datetime',
  canceled: 'cancelled_datetime',
  errored: 'failed_datetime',
} as const

function end(world: Helpdesk, job: Job, status: keyof typeof END, info: JsonObject = job.info): void {
  world.rows.jobs.patch(job.id, { status, info, locked_datetime: null, [END[status]]: world.now })
}

/** Lets a job go on, unless it cannot: then it ends with the reason (inferred: in `info.error`). */
function attempt(world: Helpdesk, job: Job, run: () => void): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    end(world, job, 'errored', { ...job.info, error: reasonOf(error) })
  }
}

/** A job that is to do its next step now; one that was to be cancelled is cancelled here. */
function jobFor(
  world: Helpdesk,
  { job_id }: JobPayload,
  expected: readonly Job['status'][],
): Job | undefined {
  const job = world.rows.jobs.get(job_id)
  if (job?.status === 'cancel_requested') end(world, job, 'canceled')
  return job !== undefined && expected.includes(job.status) ? job : undefined
}

/** A job's time has come: it finds out what there is to do. */
export function startJob(world: Helpdesk, actor: Actor, payload: JobPayload): void {
  const job = jobFor(world, payload, ['pending', 'scheduled'])
  if (job === undefined || (job.scheduled_datetime ?? 0) > world.now) return
  const times = { started_datetime: world.now, locked_datetime: world.now }
  const started = world.rows.jobs.patch(job.id, { ...times, status: 'running' })
  attempt(world, started, () => {
    const queue = queueOf(world, started)
    world.rows.jobs.patch(job.id, { queue, ...(queue !== null && { info: noProgress(queue) }) })
    follow(world, actor, 'work-job', payload)
  })
}

/** What came of a step, and whether there is more to do. */
interface Outcome {
  readonly info: JsonObject
  readonly more: boolean
}

const whole = (info: JsonObject): Outcome => ({ info, more: false })

function step(world: Helpdesk, actor: Actor, job: Job): Outcome {
  const { task } = job
  switch (task.kind) {
    case 'export-tickets':
      return whole(exportTickets(world, job, task))
    case 'export-macros':
      return whole(exportMacros(world, job))
    case 'import-macros':
      return whole(importMacros(world, actor, task.url))
    case 'unavailable':
      throw new Refusal('invalid', task.reason)
    default:
      return workOnTickets(world, actor, job, task)
  }
}

/** One step of a job: a batch of its tickets, or a file as a whole. */
export function workJob(world: Helpdesk, actor: Actor, payload: JobPayload): void {
  const job = jobFor(world, payload, ['running'])
  if (job === undefined) return
  attempt(world, job, () => {
    const { info, more } = step(world, actor, job)
    if (more) {
      world.rows.jobs.patch(job.id, { info })
      follow(world, actor, 'work-job', payload)
    } else {
      end(world, job, 'done', info)
    }
  })
}
