import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import { carryBillingOver } from '../billing/merge.ts'
import { recordEvent } from '../events.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Ticket } from '../model/entities.ts'
import { countUsage } from '../tags/tags.ts'
import { setTimersOfChanged, setTimersOfRoom } from './timers.ts'

const later = (a: number | null, b: number | null): number | null => (a === null ? b : Math.max(a, b ?? a))

/**
 * Merges one ticket into another, as an agent does in the helpdesk or auto-merge by itself. The messages move,
 * the target gains the tags that it lacks and keeps all else (inferred); the source is gone, and its paths
 * lead to the target (documented: 301). What was billed stays billed, and the target counts once; a survey of
 * the source goes where the target has one, for a ticket has one at most (inferred). Auto-merge brings the target
 * what its customer has just written, so it leaves the target unread and awake (inferred).
 *
 * @throws Refusal 404 for a ticket that is not there; 400 for a merge with itself.
 */
export function mergeTickets(
  world: Helpdesk,
  actor: Actor,
  source_id: number,
  target_id: number,
  by: 'agent' | 'auto-merge' = 'agent',
): Ticket {
  const { tickets, messages, mergedTickets, surveys, voiceCalls } = world.rows
  const source = tickets.get(source_id)
  const target = tickets.get(target_id)
  if (source === undefined || target === undefined) throw new Refusal('missing')
  if (source_id === target_id) throw new Refusal('invalid', 'A ticket cannot be merged into itself.')
  for (const { id } of [...messages.walk('byTicket', { prefix: [source_id] })])
    messages.patch(id, { ticket_id: target_id })
  const survey = surveys.first('byTicket', [source_id])
  if (survey !== undefined && surveys.first('byTicket', [target_id]) === undefined)
    surveys.patch(survey.id, { ticket_id: target_id, customer_id: target.customer_id })
  else if (survey !== undefined) surveys.remove(survey.id)
  for (const { id } of [...voiceCalls.walk('byTicket', { prefix: [source_id] })])
    voiceCalls.patch(id, { ticket_id: target_id })
  carryBillingOver(world, source_id, target_id)
  tickets.remove(source_id)
  mergedTickets.put({ id: source_id, target_id })
  const tag_ids = [...new Set([...target.tag_ids, ...source.tag_ids])]
  countUsage(world, source.tag_ids, [])
  countUsage(world, target.tag_ids, tag_ids)
  const isNewer = (source.last_message_datetime ?? 0) > (target.last_message_datetime ?? 0)
  const merged = tickets.put({
    ...target,
    tag_ids,
    messages_count: source.messages_count + target.messages_count,
    excerpt: isNewer ? source.excerpt : target.excerpt,
    integration_ids: [...new Set([...target.integration_ids, ...source.integration_ids])],
    last_message_datetime: later(target.last_message_datetime, source.last_message_datetime),
    last_received_message_datetime: later(
      target.last_received_message_datetime,
      source.last_received_message_datetime,
    ),
    updated_datetime: world.now,
    ...(by === 'auto-merge' && { is_unread: true, snooze_datetime: null }),
  })
  recordEvent(
    world,
    actor,
    'ticket-merged',
    { type: 'Ticket', id: target_id },
    { source_ticket_id: source_id, ...(by === 'auto-merge' && { merged_by: by }) },
  )
  setTimersOfRoom(world, actor, source)
  setTimersOfChanged(world, actor, target, merged)
  // Messages have come, and that is an update (documented).
  announce(world, actor, { kind: 'ticket-changed', before: target, after: merged, seenByRules: true })
  return merged
}
