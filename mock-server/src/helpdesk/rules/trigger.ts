import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import type { EffectPayloads, TriggerRun } from '../effects.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message } from '../model/entities.ts'

const run = (trigger: string, message?: Message): TriggerRun => ({ trigger, message_id: message?.id ?? null })

/** Lets the rules look, where there are any. */
function letRulesLook(world: Helpdesk, actor: Actor, work: EffectPayloads['run-rules']): void {
  if (world.rows.rules.size > 0) follow(world, actor, 'run-rules', work)
}

/**
 * A new ticket: rules on tickets created, then on each message, then on tickets updated (documented order).
 * Rules on the ticket look at its first message (inferred).
 */
export function ticketWasCreated(
  world: Helpdesk,
  actor: Actor,
  ticket_id: number,
  messages: readonly Message[],
): void {
  const [first] = messages
  const perMessage = messages.map((message) => run('ticket-message-created', message))
  const runs = [run('ticket-created', first), ...perMessage, run('ticket-updated', first)]
  letRulesLook(world, actor, { ticket_id, runs })
}

/** A new message on a ticket that was there before: rules on messages, then on tickets updated (documented). */
export function messageWasAdded(world: Helpdesk, actor: Actor, message: Message): void {
  const runs = [run('ticket-message-created', message), run('ticket-updated', message)]
  letRulesLook(world, actor, { ticket_id: message.ticket_id, runs })
}

/** A change without a message: rules on tickets updated, then, if a user was assigned, on that (documented). */
export function ticketWasUpdated(world: Helpdesk, actor: Actor, ticket_id: number, assigned: boolean): void {
  const runs = [run('ticket-updated'), ...(assigned ? [run('ticket-assigned')] : [])]
  letRulesLook(world, actor, { ticket_id, runs })
}

/** A customer answered the survey of a ticket: rules on that alone (inferred). */
export function surveyWasAnswered(world: Helpdesk, actor: Actor, ticket_id: number): void {
  letRulesLook(world, actor, { ticket_id, runs: [run('satisfaction-survey-responded')] })
}
