import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import { cancelJob, createJob } from '../../helpdesk/jobs/jobs.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as jobs from './operations.ts'
import { presentJob } from './presenter.ts'
import { Job, JobCreate, JobList, JobQuery, JobUpdate } from './schema.ts'

const HALF_AN_HOUR = 30 * 60 * 1_000_000

/** An export that waits for its time. */
const scheduledJob = (world: Helpdesk, actor: Actor) =>
  createJob(
    world,
    actor,
    {
      type: 'exportMacro',
      params: {},
      task: { kind: 'export-macros' },
      meta: null,
      scheduled_datetime: world.now + HALF_AN_HOUR,
    },
    actor.user_id ?? 0,
  )

/** Jobs: work on many tickets or macros that goes on after its request. */
export function jobRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Jobs')

  operation(
    {
      operationId: 'listJobs',
      method: 'GET',
      url: '/api/jobs',
      summary: 'List jobs',
      query: JobQuery,
      answer: JobList,
      failure: 'Failed to list jobs',
      example: (world, actor) => {
        scheduledJob(world, actor)
        return { query: { status: 'scheduled' as const } }
      },
    },
    ({ world, query, url }) => dataFirst(jobs.listJobs(world, query), url, presentJob),
  )

  operation(
    {
      operationId: 'createJob',
      method: 'POST',
      url: '/api/jobs',
      summary: 'Create a job',
      description: 'It starts by itself: soon, or when it is scheduled for. GET tells how far it has come.',
      body: JobCreate,
      answer: Job,
      failure: 'Failed to create job',
      example: () => ({
        body: {
          type: 'updateTicket' as const,
          params: {
            view: { filters: 'containsAny(ticket.tags.name, ["gladly-ai"])' },
            updates: { priority: 'high' as const },
          },
        },
      }),
    },
    ({ world, actor, user, body }) => presentJob(jobs.createJob(world, actor, user, body)),
  )

  operation(
    {
      operationId: 'getJob',
      method: 'GET',
      url: '/api/jobs/:id',
      summary: 'Retrieve a job',
      path: IdPath,
      answer: Job,
      failure: 'Failed to retrieve job',
      example: (world, actor) => ({ path: { id: scheduledJob(world, actor).id } }),
    },
    ({ world, path }) => presentJob(jobs.findJob(world, path.id)),
  )

  operation(
    {
      operationId: 'updateJob',
      method: 'PUT',
      url: '/api/jobs/:id',
      summary: 'Update a job',
      description: 'Refused once it has started.',
      path: IdPath,
      body: JobUpdate,
      answer: Job,
      failure: 'Failed to update job',
      example: (world, actor) => ({
        path: { id: scheduledJob(world, actor).id },
        body: { scheduled_datetime: formatDatetime(world.now + 2 * HALF_AN_HOUR) },
      }),
    },
    ({ world, actor, user, path, body }) => presentJob(jobs.updateJob(world, actor, user, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteJob',
      method: 'DELETE',
      url: '/api/jobs/:id',
      summary: 'Cancel a job',
      description: 'At once while it is scheduled, else before its next step. What is done stays done.',
      path: IdPath,
      answer: null,
      failure: 'Failed to cancel job',
      example: (world, actor) => ({ path: { id: scheduledJob(world, actor).id } }),
    },
    ({ world, path }) => cancelJob(world, jobs.findJob(world, path.id)),
  )
}
