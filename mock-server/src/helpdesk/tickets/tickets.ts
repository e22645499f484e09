import { Refusal, within } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { cameOverTheApi } from '../ai-agent/notice.ts'
import { announce } from '../announce.ts'
import { NO_VALUES, withValues } from '../custom-fields/values.ts'
import type { ValueChange } from '../custom-fields/values.ts'
import { matchCustomer } from '../customers/matching.ts'
import type { CustomerReference } from '../customers/matching.ts'
import { follow } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { customerOf, withMessage, writeMessage } from '../messages/messages.ts'
import type { MessageDraft } from '../messages/messages.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, JsonObject, Ticket, TicketPriority, TicketStatus } from '../model/entities.ts'
import { countUsage, tagsByName } from '../tags/tags.ts'
import type { TagReference } from '../tags/tags.ts'
import { setTimersOfNew, setTimersOfRoom } from './timers.ts'
import { removeVoiceCalls } from '../voice.ts'

/** A ticket that does not exist yet. Only messages are required; all else has a default. */
export interface TicketDraft {
  readonly messages: readonly MessageDraft[]
  readonly customer?: CustomerReference | null
  readonly channel?: string
  readonly via?: string
  readonly from_agent?: boolean
  readonly subject?: string | null
  readonly external_id?: string | null
  readonly status?: TicketStatus
  readonly priority?: TicketPriority
  readonly language?: string | null
  readonly meta?: JsonObject | null
  readonly spam?: boolean
  readonly imported?: boolean
  readonly tags?: readonly TagReference[]
  readonly custom_fields?: readonly ValueChange[]
  readonly assignee_user_id?: number | null
  readonly assignee_team_id?: number | null
  readonly created_datetime?: Instant
  readonly opened_datetime?: Instant | null
  readonly closed_datetime?: Instant | null
  readonly snooze_datetime?: Instant | null
  readonly trashed_datetime?: Instant | null
  readonly updated_datetime?: Instant
  readonly last_message_datetime?: Instant | null
  readonly last_received_message_datetime?: Instant | null
}

/** Whose ticket it is: the customer it names, else who wrote or receives the first message that has one. */
function ticketCustomer(world: Helpdesk, actor: Actor, draft: TicketDraft): number {
  if (draft.customer) return within(['customer'], () => matchCustomer(world, actor, draft.customer ?? {})).id
  for (const [i, message] of draft.messages.entries()) {
    const customer = within(['messages', String(i)], () => customerOf(world, actor, message))
    if (customer !== undefined) return customer.id
  }
  const missing = { sender: ['Missing data for required field.'] }
  throw new Refusal(
    'invalid',
    '',
    draft.messages[0]?.from_agent === false ? { messages: { 0: missing } } : { customer: missing.sender },
  )
}

export function createTicket(world: Helpdesk, actor: Actor, draft: TicketDraft): Ticket {
  const first = draft.messages[0]
  if (first === undefined) throw new Refusal('invalid', '', { messages: ['Shorter than minimum length 1.'] })
  const customer_id = ticketCustomer(world, actor, draft)
  const status = draft.status ?? 'open'
  const given = draft.messages.flatMap((message) => message.created_datetime ?? [])
  const created = draft.created_datetime ?? (given.length > 0 ? Math.min(...given) : world.now)
  const id = nextId(world, 'tickets')
  const opened: Ticket = {
    id,
    external_id: draft.external_id ?? null,
    status,
    priority: draft.priority ?? 'normal',
    channel: draft.channel ?? first.channel,
    via: draft.via ?? first.via ?? 'api',
    from_agent: draft.from_agent ?? first.from_agent,
    spam: draft.spam ?? false,
    imported: draft.imported ?? false,
    customer_id,
    assignee_user_id: draft.assignee_user_id ?? null,
    assignee_team_id: draft.assignee_team_id ?? null,
    language: draft.language ?? null,
    subject: draft.subject ?? null,
    meta: draft.meta ?? null,
    tag_ids: within(['tags'], () => tagsByName(world, actor, draft.tags ?? [])),
    custom_fields: within(['custom_fields'], () =>
      withValues(world, 'Ticket', NO_VALUES, draft.custom_fields ?? []),
    ),
    messages_count: 0,
    excerpt: null,
    integration_ids: [],
    last_sent_message_not_delivered: false,
    is_unread: true,
    created_datetime: created,
    processed_datetime: world.now,
    opened_datetime: draft.opened_datetime ?? null,
    last_received_message_datetime: null,
    last_message_datetime: null,
    updated_datetime: draft.updated_datetime ?? world.now,
    closed_datetime: draft.closed_datetime ?? (status === 'closed' ? world.now : null),
    trashed_datetime: draft.trashed_datetime ?? null,
    snooze_datetime: draft.snooze_datetime ?? null,
    came_over_api: cameOverTheApi(world),
    excluded_from_auto_merge: false,
    excluded_from_csat: false,
  }
  recordEvent(world, actor, 'ticket-created', { type: 'Ticket', id })
  const messages = draft.messages.map((message, i) =>
    within(['messages', String(i)], () => writeMessage(world, actor, opened, message)),
  )
  const counted = messages.reduce(withMessage, opened)
  const {
    last_message_datetime = counted.last_message_datetime,
    last_received_message_datetime = counted.last_received_message_datetime,
  } = draft
  const ticket = world.rows.tickets.put({ ...counted, last_message_datetime, last_received_message_datetime })
  if (ticket.assignee_user_id !== null) {
    recordEvent(world, actor, 'ticket-updated', { type: 'Ticket', id })
    recordEvent(
      world,
      actor,
      'ticket-assigned',
      { type: 'Ticket', id },
      { assignee_user_id: ticket.assignee_user_id },
    )
  }
  follow(world, actor, 'settle-ticket', { ticket_id: id, new_tags: ticket.tag_ids })
  if (!ticket.imported) announce(world, actor, { kind: 'ticket-created', ticket, messages })
  setTimersOfNew(world, actor, ticket)
  return ticket
}

/** Deletes a ticket for good, with its messages (documented), its survey and its calls (inferred). */
export function deleteTicket(world: Helpdesk, actor: Actor, ticket_id: number): void {
  const ticket = world.rows.tickets.remove(ticket_id)
  if (ticket === undefined) throw new Refusal('missing')
  countUsage(world, ticket.tag_ids, [])
  for (const message of [...world.rows.messages.walk('byTicket', { prefix: [ticket_id] })]) {
    world.rows.messages.remove(message.id)
  }
  for (const survey of [...world.rows.surveys.walk('byTicket', { prefix: [ticket_id] })]) {
    world.rows.surveys.remove(survey.id)
  }
  removeVoiceCalls(world, ticket_id)
  world.rows.ruleCascades.remove(ticket_id)
  world.rows.waitingTickets.remove(ticket_id)
  setTimersOfRoom(world, actor, ticket)
  recordEvent(world, actor, 'ticket-deleted', { type: 'Ticket', id: ticket_id })
}
