import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, Ticket, User } from '../model/entities.ts'
import type { Job, TicketSelection } from '../model/jobs.ts'
import { ticketsOfView } from '../views/items.ts'
import { viewFor } from '../views/views.ts'

/** The most tickets that one job changes: what follows of each, rules for one, happens at the same moment. */
export const MAX_TICKETS = 10_000

function userOf(world: Helpdesk, { user_id }: Job): User {
  const user = world.rows.users.get(user_id)
  if (user === undefined) throw new Error(`Job has lost its user ${user_id}.`)
  return user
}

/** The tickets that a selection finds now, in the order in which they were made. */
export function select(world: Helpdesk, job: Job, selection: TicketSelection): Ticket[] {
  switch (selection.by) {
    case 'ids':
      return [...new Set(selection.ticket_ids)].flatMap((id) => world.rows.tickets.get(id) ?? [])
    case 'filters': {
      const view = { type: 'ticket-list', filters: selection.filters, search: null } as const
      return byAge(ticketsOfView(world, view, userOf(world, job)))
    }
    case 'view': {
      const view = viewFor(world, userOf(world, job), selection.view_id)
      if (view === undefined) throw new Refusal('invalid', `View ${selection.view_id} does not exist.`)
      return byAge(ticketsOfView(world, view, userOf(world, job)))
    }
  }
}

const byAge = (tickets: Ticket[]): Ticket[] => tickets.sort((a, b) => a.id - b.id)

/** All tickets that were created in a time, the oldest in front. */
export function* createdBetween(
  world: Helpdesk,
  from: Instant | null,
  until: Instant | null,
): Iterable<Ticket> {
  for (const ticket of world.rows.tickets.walk('byCreated', from === null ? {} : { after: [from] })) {
    if (until !== null && ticket.created_datetime > until) return
    yield ticket
  }
}

/** The tickets that a job will work through; null where it does not go ticket by ticket. */
export function queueOf(world: Helpdesk, job: Job): readonly number[] | null {
  const { task } = job
  if (task.kind === 'export-tickets' || !('selection' in task)) return null
  const { selection } = task
  // Who is named stays in the queue, there or not: a ticket that is gone by then counts as failed.
  const ids =
    selection.by === 'ids'
      ? [...new Set(selection.ticket_ids)]
      : select(world, job, selection).map(({ id }) => id)
  if (ids.length <= MAX_TICKETS) return ids
  throw new Refusal(
    'invalid',
    `The job is about ${ids.length} tickets, and one job changes at most ${MAX_TICKETS}: select fewer.`,
  )
}
