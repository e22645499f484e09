import { TAKEOVER_WINDOW } from '../model/ai-agent.ts'
import type { AiInteraction } from '../model/ai-agent.ts'
import type { Instant } from '../model/entities.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

/** A conversation that AI Agent resolved. */
export interface Resolution {
  readonly ticket_id: number
  readonly resolved_at: Instant
  /** When the 72 hours are over, and the fee stands: it counts in this moment's month (inferred). */
  readonly due_at: Instant
}

/** Whether people had the ticket before the 72 hours were over. At the full 72 hours it is too late (inferred). */
function wasTakenOver({ handed_over_at, taken_over_at }: AiInteraction, due_at: Instant): boolean {
  return [handed_over_at, taken_over_at].some((at) => at !== null && at < due_at)
}

/**
 * The resolutions of AI Agent whose 72 hours end in a span of time, oldest first; `to` is exclusive. A fee
 * that still may be saved counts in no month yet, so that the bill of a month that is over does not change.
 */
export function resolutionsBetween(world: Helpdesk, from: Instant, to: Instant): Resolution[] {
  const resolutions: Resolution[] = []
  const after = [from - TAKEOVER_WINDOW - 1, Infinity]
  for (const interaction of world.rows.aiInteractions.walk('byResolution', { after })) {
    const { ticket_id, resolved_at } = interaction
    // The index leaves out what is not resolved.
    if (resolved_at === null) continue
    const due_at = resolved_at + TAKEOVER_WINDOW
    if (due_at >= to) break
    if (!wasTakenOver(interaction, due_at)) resolutions.push({ ticket_id, resolved_at, due_at })
  }
  return resolutions
}

/** Whether AI Agent resolved a ticket, and the fee for it stands. */
export function wasResolved(world: Helpdesk, ticket_id: number): boolean {
  const { aiInteractions } = world.rows
  // Most accounts have none, and months have many tickets.
  if (aiInteractions.size === 0) return false
  for (const interaction of aiInteractions.walk('byTicket', { prefix: [ticket_id] })) {
    const { resolved_at } = interaction
    if (resolved_at === null || resolved_at + TAKEOVER_WINDOW > world.now) continue
    if (!wasTakenOver(interaction, resolved_at + TAKEOVER_WINDOW)) return true
  }
  return false
}
