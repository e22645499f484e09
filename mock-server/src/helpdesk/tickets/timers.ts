import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { isWorkload } from '../model/tickets.ts'
import type { Ticket } from '../model/entities.ts'
import { autoMergeOf, ticketAssignmentOf } from '../account/settings.ts'

/** Whether a team has the ticket, nobody of it does, and there is something to do about it now. */
export const awaitsAgent = (ticket: Ticket): boolean =>
  ticket.assignee_team_id !== null && ticket.assignee_user_id === null && isWorkload(ticket)

/** The end of a snooze. History that is imported may lie behind it already, and is left as it was given. */
function setAlarm(world: Helpdesk, actor: Actor, { id, imported, snooze_datetime: due }: Ticket): void {
  if (due !== null && !(imported && due <= world.now))
    follow(world, actor, 'wake-ticket', { ticket_id: id, due }, due)
}

/** What follows by itself from how a new ticket is. */
export function setTimersOfNew(world: Helpdesk, actor: Actor, ticket: Ticket): void {
  setAlarm(world, actor, ticket)
  if (ticket.imported) return
  if (!ticket.from_agent && autoMergeOf(world).enabled)
    follow(world, actor, 'auto-merge', { ticket_id: ticket.id })
  if (awaitsAgent(ticket) && ticketAssignmentOf(world).auto_assign_to_teams)
    follow(world, actor, 'assign-ticket', { ticket_id: ticket.id })
}

/** What follows by itself from how a ticket was changed. */
export function setTimersOfChanged(world: Helpdesk, actor: Actor, before: Ticket, after: Ticket): void {
  const { id: ticket_id } = after
  if (after.snooze_datetime !== before.snooze_datetime) setAlarm(world, actor, after)
  if (after.status !== before.status)
    follow(world, actor, 'plan-survey', { ticket_id, changed_at: world.now })
  const isNews = !awaitsAgent(before) || after.assignee_team_id !== before.assignee_team_id
  if (awaitsAgent(after) && isNews && ticketAssignmentOf(world).auto_assign_to_teams)
    follow(world, actor, 'assign-ticket', { ticket_id })
  setTimersOfRoom(world, actor, before, after)
}

/** An agent who has one ticket less, because it was changed or is gone, can take one that waits. */
export function setTimersOfRoom(world: Helpdesk, actor: Actor, before: Ticket, after?: Ticket): void {
  if (world.rows.waitingTickets.size === 0) return
  const agent = isWorkload(before) ? before.assignee_user_id : null
  const isKept = after !== undefined && isWorkload(after) && after.assignee_user_id === agent
  if (agent !== null && !isKept) follow(world, actor, 'assign-waiting', { user_id: agent })
}
