import type { Actor } from './actor.ts'
import { follow } from './effects.ts'
import { detectLanguage } from './language.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Message, Ticket } from './model/entities.ts'

/**
 * Lets the language of a ticket be told from what its customer writes, a while later (recorded: null in the
 * answer that creates it, there in later ones). Once told it does not change (documented).
 */
export function followLanguage(world: Helpdesk, actor: Actor, ticket: Ticket, message: Message): void {
  if (ticket.language !== null || message.from_agent || !message.public || !message.body_text) return
  follow(world, actor, 'detect-language', { message_id: message.id })
}

/** Tells the language of a ticket by one of its messages. It leaves no event (inferred). */
export function tellLanguage(
  world: Helpdesk,
  _actor: Actor,
  { message_id }: { readonly message_id: number },
): void {
  const message = world.rows.messages.get(message_id)
  const ticket = message && world.rows.tickets.get(message.ticket_id)
  if (message === undefined || ticket?.language !== null) return
  const language = detectLanguage(message.stripped_text ?? message.body_text ?? '')
  if (language !== undefined) world.rows.tickets.patch(ticket.id, { language })
}
