import { testerOf } from '../../helpdesk/views/items.ts'
import type { Instant, Ticket, View } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { namesIn } from './names.ts'
import { shown, spoken } from './told.ts'
import type { Difference } from './told.ts'
import { listed, named, short } from './words.ts'

/** The views that hold the same tickets whoever looks. */
const sharedViews = (world: Helpdesk): View[] =>
  [...world.rows.views.values()].filter(
    ({ type, deactivated_datetime, filters }) =>
      type === 'ticket-list' && deactivated_datetime === null && !filters.includes('current_user'),
  )

function holds(world: Helpdesk, view: View, ticket: Ticket, at: Instant): boolean {
  const [anybody] = world.rows.users.values()
  try {
    return anybody !== undefined && testerOf(world, view, anybody, at).holds(ticket)
  } catch (error) {
    // A filter that cannot be read, or takes too long, holds nothing.
    if (error instanceof Refusal) return false
    throw error
  }
}

/** The names of the views in which a ticket stood at a moment, by their filters of today. */
const viewsOf = (world: Helpdesk, ticket: Ticket | undefined, at: Instant): string[] =>
  ticket === undefined
    ? []
    : sharedViews(world)
        .filter((view) => holds(world, view, ticket, at))
        .map(({ name }) => short(name))

/** Which views a ticket came into, and which it left. */
export function movesBetweenViews(
  world: Helpdesk,
  { before, after }: Difference<Ticket>,
  at: Instant,
): string[] {
  const [old, now] = [viewsOf(world, before, at), viewsOf(world, after, at)]
  const came = now.filter((name) => !old.includes(name))
  const left = old.filter((name) => !now.includes(name))
  return [
    ...(left.length > 0 ? [`It left ${named('view', left)}.`] : []),
    ...(came.length > 0 ? [`It came into ${named('view', came)}.`] : []),
  ]
}

function stateOf(world: Helpdesk, ticket: Ticket): string {
  const { user, team } = namesIn(world)
  const { assignee_user_id, assignee_team_id, spam, trashed_datetime, snooze_datetime } = ticket
  const assignees = [
    ...(assignee_user_id === null ? [] : [user(assignee_user_id)]),
    ...(assignee_team_id === null ? [] : [`the team ${team(assignee_team_id)}`]),
  ]
  const parts: string[] = [
    ticket.status,
    assignees.length > 0 ? `assigned to ${listed(assignees)}` : 'unassigned',
    ...(snooze_datetime === null
      ? []
      : [`snoozed until ${spoken(shown('snooze_datetime', snooze_datetime))}`]),
    ...(spam ? ['marked as spam'] : []),
    ...(trashed_datetime === null ? [] : ['in the trash']),
  ]
  return parts.join(', ')
}

/** How things stand with a ticket now, in a sentence. */
export function standingOf(world: Helpdesk, ticket_id: number): string {
  const merged = world.rows.mergedTickets.get(ticket_id)
  if (merged !== undefined) return `It was merged into ticket ${merged.target_id}, which has gone on since.`
  const ticket = world.rows.tickets.get(ticket_id)
  if (ticket === undefined) return 'It was deleted.'
  const views = viewsOf(world, ticket, world.now)
  const where = views.length > 0 ? `stands in ${named('view', views)}` : 'stands in no view'
  return `It is ${stateOf(world, ticket)}, and ${where}.`
}
