import { TAKEOVER_WINDOW } from '../model/ai-agent.ts'
import type { AiInteraction } from '../model/ai-agent.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

/** AI Agent's latest conversation on a ticket. */
function latest(world: Helpdesk, ticket_id: number): AiInteraction | undefined {
  let last: AiInteraction | undefined
  for (const row of world.rows.aiInteractions.walk('byTicket', { prefix: [ticket_id] })) last = row
  return last
}

/** Whether AI Agent has answered on a ticket, and neither handed it over nor lost it to a person. */
export function isInHand(world: Helpdesk, ticket_id: number): boolean {
  const row = latest(world, ticket_id)
  return row?.handed_over_at === null && row.taken_over_at === null
}

/** The conversation that goes on, or a new one where the last was resolved for good. */
function current(world: Helpdesk, ticket_id: number): AiInteraction {
  const row = latest(world, ticket_id)
  const { now } = world
  if (row !== undefined && (row.resolved_at === null || now - row.resolved_at < TAKEOVER_WINDOW)) return row
  return world.rows.aiInteractions.put({
    id: nextId(world, 'aiInteractions'),
    ticket_id,
    answered_at: now,
    resolved_at: null,
    handed_over_at: null,
    taken_over_at: null,
  })
}

/**
 * AI Agent answered: the conversation is resolved from now, or open again. However often it answers and
 * resolves within the 72 hours, it is one conversation (inferred), and costs one fee.
 */
export function noteAnswer(world: Helpdesk, ticket_id: number, resolved: boolean): void {
  const { id } = current(world, ticket_id)
  world.rows.aiInteractions.patch(id, { resolved_at: resolved ? world.now : null })
}

/** AI Agent passed the ticket on; one that it never answered leaves no conversation. */
export function noteHandOver(world: Helpdesk, ticket_id: number): void {
  if (!isInHand(world, ticket_id)) return
  world.rows.aiInteractions.patch(current(world, ticket_id).id, { handed_over_at: world.now })
}

/** A person wrote to the customer of a ticket that AI Agent had in hand. */
export function noteTakeOver(world: Helpdesk, ticket_id: number): void {
  const row = latest(world, ticket_id)
  if (row?.taken_over_at === null) world.rows.aiInteractions.patch(row.id, { taken_over_at: world.now })
}
