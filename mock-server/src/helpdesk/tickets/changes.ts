import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import type { EffectPayloads } from '../effects.ts'
import { sameValues } from '../custom-fields/values.ts'
import { recordEvent } from '../events.ts'
import { detectLanguage } from './language.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { JsonObject, Ticket } from '../model/entities.ts'
import { countTags, countUsage } from '../tags/tags.ts'
import { setTimersOfChanged } from './timers.ts'

const MAX_SUBJECT = 998
/** Most tags of one ticket (documented). */
export const MAX_TAGS = 500

/**
 * The language of a ticket that has none yet, by what its customer wrote first that tells it. It is null in
 * the answer that creates the ticket and there in later ones (recorded), and does not change (documented).
 */
function languageOf(world: Helpdesk, ticket: Ticket): string | null {
  if (ticket.language !== null) return ticket.language
  for (const message of world.rows.messages.list('byTicket', [ticket.id])) {
    if (message.from_agent || !message.public) continue
    const language = detectLanguage(message.stripped_text ?? message.body_text ?? '')
    if (language !== undefined) return language
  }
  return null
}

/** What follows a creation or a new message: the second `ticket-updated` (recorded), the language, the tags' usage. */
export function settleTicket(
  world: Helpdesk,
  actor: Actor,
  { ticket_id, new_tags = [] }: EffectPayloads['settle-ticket'],
): void {
  countTags(world, actor, { gained: new_tags, lost: [] })
  const ticket = world.rows.tickets.get(ticket_id)
  if (ticket === undefined) return
  world.rows.tickets.put({ ...ticket, language: languageOf(world, ticket), updated_datetime: world.now })
  recordEvent(world, actor, 'ticket-updated', { type: 'Ticket', id: ticket_id })
}

/** What about a ticket can be changed after it was made. */
export type TicketChanges = Partial<
  Omit<
    Ticket,
    | 'id'
    | 'messages_count'
    | 'excerpt'
    | 'integration_ids'
    | 'created_datetime'
    | 'processed_datetime'
    | 'imported'
  >
>

/** The events that a change leaves, beside `ticket-updated`. */
function changeEvents(before: Ticket, after: Ticket): [type: string, data: JsonObject | null][] {
  const events: [string, JsonObject | null][] = []
  if (before.status !== after.status)
    events.push([after.status === 'closed' ? 'ticket-closed' : 'ticket-reopened', null])
  if (before.assignee_user_id !== after.assignee_user_id) {
    events.push(
      after.assignee_user_id === null
        ? ['ticket-unassigned', null]
        : ['ticket-assigned', { assignee_user_id: after.assignee_user_id }],
    )
  }
  if (before.assignee_team_id !== after.assignee_team_id) {
    events.push(
      after.assignee_team_id === null
        ? ['ticket-team-unassigned', null]
        : ['ticket-team-assigned', { assignee_team_id: after.assignee_team_id }],
    )
  }
  if (before.subject !== after.subject)
    events.push(['ticket-subject-updated', { new_subject: after.subject }])
  if (before.customer_id !== after.customer_id) events.push(['ticket-customer-updated', null])
  if (before.spam !== after.spam)
    events.push([after.spam ? 'ticket-marked-spam' : 'ticket-unmarked-spam', null])
  if ((before.trashed_datetime === null) !== (after.trashed_datetime === null)) {
    events.push([after.trashed_datetime === null ? 'ticket-untrashed' : 'ticket-trashed', null])
  }
  if (after.snooze_datetime !== null && before.snooze_datetime !== after.snooze_datetime)
    events.push(['ticket-snoozed', null])
  if (after.excluded_from_auto_merge && !before.excluded_from_auto_merge)
    events.push(['ticket-excluded-from-auto-merge', null])
  if (after.excluded_from_csat && !before.excluded_from_csat) events.push(['ticket-excluded-from-csat', null])
  const added = after.tag_ids.filter((id) => !before.tag_ids.includes(id))
  const removed = before.tag_ids.filter((id) => !after.tag_ids.includes(id))
  if (added.length > 0) events.push(['ticket-tags-added', { tags_added: added }])
  if (removed.length > 0) events.push(['ticket-tags-removed', { tags_removed: removed }])
  return events
}

/** What is no update to rules: the documented list of updates does not name it. */
const UNSEEN_BY_RULES = new Set(['ticket-excluded-from-auto-merge', 'ticket-excluded-from-csat'])

/** Limits that hold for rules and agents as for requests (documented). */
function refuseOversize({ subject, tag_ids }: TicketChanges): void {
  if (subject && subject.length > MAX_SUBJECT) {
    throw new Refusal('invalid', '', { subject: [`Longer than maximum length ${MAX_SUBJECT}.`] })
  }
  if (tag_ids && tag_ids.length > MAX_TAGS) {
    throw new Refusal('invalid', '', { tags: [`Longer than maximum length ${MAX_TAGS}.`] })
  }
}

/**
 * Changes a ticket, whoever asks: a request, a rule, an agent. Keeps the closing time of the first close
 * (recorded), clears it on reopening (inferred), leaves the events, and lets the rules look.
 */
export function changeTicket(
  world: Helpdesk,
  actor: Actor,
  ticket_id: number,
  changes: TicketChanges,
): Ticket {
  const before = world.rows.tickets.get(ticket_id)
  if (before === undefined) throw new Refusal('missing')
  refuseOversize(changes)
  const status = changes.status ?? before.status
  const reopened = status === 'open' && before.status === 'closed'
  const closed = status === 'closed' ? (before.closed_datetime ?? world.now) : before.closed_datetime
  const after = world.rows.tickets.put({
    ...before,
    closed_datetime: reopened ? null : closed,
    updated_datetime: world.now,
    ...changes,
  })
  countUsage(world, before.tag_ids, after.tag_ids)
  const events = changeEvents(before, after)
  recordEvent(world, actor, 'ticket-updated', { type: 'Ticket', id: ticket_id })
  for (const [type, data] of events) recordEvent(world, actor, type, { type: 'Ticket', id: ticket_id }, data)
  // That rules look at a changed field is inferred: the documented list of what they see names none.
  const fieldsChanged = !sameValues(before.custom_fields, after.custom_fields)
  const seen = events.some(([type]) => !UNSEEN_BY_RULES.has(type))
  const woke = before.snooze_datetime !== null && after.snooze_datetime === null
  const seenByRules = seen || woke || fieldsChanged
  announce(world, actor, { kind: 'ticket-changed', before, after, seenByRules })
  setTimersOfChanged(world, actor, before, after)
  return after
}
