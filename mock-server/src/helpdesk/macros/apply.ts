import type { Actor } from '../actor.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Ticket } from '../model/entities.ts'
import type { Macro } from '../model/macros.ts'
import { ticketActions } from '../tickets/actions.ts'
import type { TicketAction } from '../tickets/actions.ts'
import { countMacroUse } from './macros.ts'

// `setResponseText` is not among them: the text is for a person to look over and send (inferred).
const actions: Readonly<Record<string, TicketAction>> = ticketActions

/**
 * Carries out the actions of a macro on a ticket, one after the other, on behalf of a user. Actions that the
 * simulator does not carry out (response texts, calls to shops, webhooks) are left out.
 *
 * @returns the names of the actions that were left out
 * @throws Refusal where an action cannot be carried out: a user who does not exist, a status that is none
 * @example
 * applyMacro(world, actor, ticket, macro) // ['shopifyCancelLastOrder']
 */
export function applyMacro(world: Helpdesk, actor: Actor, ticket: Ticket, macro: Macro): string[] {
  const leftOut: string[] = []
  const author = { via: 'helpdesk', ...(actor.user_id !== null && { sender: { id: actor.user_id } }) }
  for (const { name, arguments: args } of macro.actions) {
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action === undefined) leftOut.push(name)
    else action({ world, actor, ticket: world.rows.tickets.get(ticket.id) ?? ticket, author }, args)
  }
  countMacroUse(world, [macro.id])
  return leftOut
}
