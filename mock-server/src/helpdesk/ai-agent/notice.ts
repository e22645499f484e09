import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import { isFromPerson } from '../messages/kinds.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message } from '../model/entities.ts'
import { isInHand, noteTakeOver } from './interactions.ts'
import { aiAgentOf } from './settings.ts'

/**
 * Whether something was made through the API: by the call itself, not by what followed from one. It is the
 * call that tells, since a body may claim any `via`.
 */
export const cameOverTheApi = ({ cause }: Helpdesk): boolean => cause.kind === 'request'

function consider(world: Helpdesk, actor: Actor, message: Message): void {
  if (cameOverTheApi(world) || aiAgentOf(world)?.enabled !== true) return
  const { id: message_id, ticket_id } = message
  follow(world, { ...actor, user_id: null }, 'ai-agent-reads', { ticket_id, message_id })
}

/**
 * A new ticket. One that was made through the API is none of AI Agent's, whatever its channel (documented
 * by the set-up guide of an integration), nor is what later comes onto it.
 */
export function ticketReachedAiAgent(world: Helpdesk, actor: Actor, messages: readonly Message[]): void {
  const [first] = messages
  if (first !== undefined && !first.from_agent) consider(world, actor, first)
}

/** A new message on a ticket: AI Agent goes on with what it has in hand, and notices who takes over. */
export function messageReachedAiAgent(world: Helpdesk, actor: Actor, message: Message): void {
  if (world.rows.aiInteractions.size === 0) return
  if (isFromPerson(world, message)) noteTakeOver(world, message.ticket_id)
  else if (!message.from_agent && isInHand(world, message.ticket_id)) consider(world, actor, message)
}
