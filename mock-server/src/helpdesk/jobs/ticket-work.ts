import { Refusal, within } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { refuseUnknownAssignees } from '../tickets/assignees.ts'
import { NO_VALUES, withValues } from '../custom-fields/values.ts'
import { applyMacro } from '../macros/apply.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { JsonObject, Ticket } from '../model/entities.ts'
import type { Job, JobTask } from '../model/jobs.ts'
import { tagsByName } from '../tags/tags.ts'
import { changeTicket } from '../tickets/changes.ts'
import type { TicketChanges } from '../tickets/changes.ts'
import { deleteTicket } from '../tickets/tickets.ts'
import { reasonOf } from './reason.ts'

export type TicketTask = Extract<
  JobTask,
  { readonly kind: 'apply-macro' | 'delete-tickets' | 'update-tickets' }
>

/** How many tickets one step takes: between two steps a job can be cancelled. */
export const BATCH = 100

/**
 * What a ticket will be. What the job names is looked up anew for each ticket, as a call of its own would:
 * it may have gone since the job was made.
 */
function changesOf(
  world: Helpdesk,
  actor: Actor,
  { changes, tags, values }: Extract<TicketTask, { readonly kind: 'update-tickets' }>,
): TicketChanges {
  refuseUnknownAssignees(world, changes)
  return {
    ...changes,
    ...(values && {
      custom_fields: within(['custom_fields'], () => withValues(world, 'Ticket', NO_VALUES, values)),
    }),
    ...(tags && { tag_ids: tagsByName(world, actor, tags) }),
  }
}

/** Does a job's work on one ticket; answers the names of actions that were left out. */
type Worker = (ticket: Ticket) => readonly string[]

function workerOf(world: Helpdesk, actor: Actor, task: TicketTask): Worker {
  switch (task.kind) {
    case 'delete-tickets':
      return ({ id }) => {
        deleteTicket(world, actor, id)
        return []
      }
    case 'update-tickets':
      return ({ id }) => {
        changeTicket(world, actor, id, changesOf(world, actor, task))
        return []
      }
    case 'apply-macro': {
      const macro = world.rows.macros.get(task.macro_id)
      if (macro === undefined) throw new Refusal('invalid', `Macro ${task.macro_id} does not exist any more.`)
      return (ticket) => {
        const leftOut = applyMacro(world, actor, ticket, macro)
        if (task.close) changeTicket(world, actor, ticket.id, { status: 'closed' })
        return leftOut
      }
    }
  }
}

/** How far a job has come (inferred: the names, and that it is told at all). */
interface Progress {
  readonly total: number
  readonly processed: number
  readonly failed: number
  /** Why the first ticket failed that did. */
  readonly error?: string
  readonly left_out_actions?: readonly string[]
}

/** The progress of a job that has just found out what there is to do. */
export const noProgress = (queue: readonly number[]) => ({ total: queue.length, processed: 0, failed: 0 })

/**
 * Takes the next batch of a job's tickets. A ticket that is gone, or that does not take the change, counts as
 * failed and stays as it was, and the others go on.
 */
export function workOnTickets(
  world: Helpdesk,
  actor: Actor,
  job: Job,
  task: TicketTask,
): { readonly info: JsonObject; readonly more: boolean } {
  const queue = job.queue ?? []
  const before: Progress = { ...noProgress(queue), ...job.info }
  const batch = queue.slice(before.processed, before.processed + BATCH)
  const work = workerOf(world, actor, task)
  const leftOut = new Set(before.left_out_actions)
  let { failed, error } = before
  for (const id of batch) {
    const ticket = world.rows.tickets.get(id)
    try {
      if (ticket === undefined) throw new Refusal('missing', `Ticket ${id} does not exist any more.`)
      for (const name of world.attempt(() => work(ticket))) leftOut.add(name)
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      failed++
      error ??= reasonOf(refusal)
    }
  }
  const processed = before.processed + batch.length
  return {
    info: {
      total: before.total,
      processed,
      failed,
      ...(error !== undefined && { error }),
      ...(leftOut.size > 0 && { left_out_actions: [...leftOut] }),
    },
    more: processed < before.total,
  }
}
