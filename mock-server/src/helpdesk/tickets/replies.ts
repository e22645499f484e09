import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Ticket } from '../model/entities.ts'
import { isAvailable } from '../users/agents.ts'
import { ticketAssignmentOf } from '../account/settings.ts'
import type { TicketChanges } from './changes.ts'

/**
 * A customer's message opens a closed ticket (documented) and wakes one that is snoozed; spam stays spam, and
 * what is in the trash stays there (inferred). An agent who is not available loses the ticket, if the account
 * is set so (recorded: the setting; inferred: what it means).
 */
function byCustomer(world: Helpdesk, ticket: Ticket): TicketChanges {
  const { assignee_user_id: agent } = ticket
  const isLeft = agent !== null && !isAvailable(world, agent) && ticketAssignmentOf(world).unassign_on_reply
  return {
    ...(ticket.status === 'closed' && { status: 'open' }),
    ...(ticket.snooze_datetime !== null && { snooze_datetime: null }),
    ...(isLeft && { assignee_user_id: null }),
  }
}

/** An agent who answers in the helpdesk takes a ticket that nobody has, if the account is set so (inferred). */
function byAgent(world: Helpdesk, ticket: Ticket, message: Message): TicketChanges {
  const takes =
    ticket.assignee_user_id === null &&
    message.public &&
    message.via === 'helpdesk' &&
    ticketAssignmentOf(world).auto_assign_ticket_to_responding_agent &&
    world.rows.users.get(message.sender_id)?.role !== 'bot'
  return takes ? { assignee_user_id: message.sender_id } : {}
}

/** What a message does to a ticket that was there before, besides being counted; undefined for nothing. */
export function changesByReply(world: Helpdesk, ticket: Ticket, message: Message): TicketChanges | undefined {
  const changes = message.from_agent ? byAgent(world, ticket, message) : byCustomer(world, ticket)
  return Object.keys(changes).length > 0 ? changes : undefined
}
