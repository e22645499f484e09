import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import { countTelephony } from '../billing/telephony.ts'
import { matchCustomer } from '../customers/matching.ts'
import type { CustomerReference } from '../customers/matching.ts'
import { follow } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { countMacroUse } from '../macros/macros.ts'
import { isNote, isOutgoing } from './kinds.ts'
import { refuseUnknownReferences } from './references.ts'
import { foldEmail, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type {
  Attachment,
  Customer,
  Instant,
  JsonObject,
  Message,
  MessageSource,
  Ticket,
  User,
} from '../model/entities.ts'
import { changeTicket } from '../tickets/changes.ts'
import { changesByReply } from '../tickets/replies.ts'

/** A message that does not exist yet. `channel` and `from_agent` are required (documented). */
export interface MessageDraft {
  readonly channel: string
  readonly from_agent: boolean
  readonly via?: string
  readonly public?: boolean
  readonly sender?: CustomerReference | null
  readonly receiver?: CustomerReference | null
  /** The user to whom a customer's message came. */
  readonly receiver_id?: number
  readonly source?: Partial<MessageSource> | null
  readonly subject?: string | null
  readonly body_text?: string | null
  readonly body_html?: string | null
  readonly stripped_text?: string | null
  readonly stripped_html?: string | null
  readonly stripped_signature?: string | null
  readonly attachments?: readonly Attachment[] | null
  readonly external_id?: string | null
  readonly message_id?: string | null
  readonly integration_id?: number | null
  readonly rule_id?: number | null
  readonly headers?: JsonObject | null
  readonly macros?: readonly { readonly id: number }[]
  readonly actions?: readonly JsonObject[] | null
  readonly meta?: JsonObject | null
  readonly mention_ids?: readonly number[]
  readonly last_sending_error?: { readonly error: string } | null
  readonly created_datetime?: Instant
  readonly sent_datetime?: Instant | null
  readonly failed_datetime?: Instant | null
  readonly opened_datetime?: Instant | null
  readonly deleted_datetime?: Instant | null
}

const EXCERPT_LENGTH = 200

/** The user that a reference names, or undefined. */
export function findUser(
  world: Helpdesk,
  reference: { readonly id?: number; readonly email?: string | null },
): User | undefined {
  if (reference.id !== undefined) {
    const user = world.rows.users.get(reference.id)
    return user?.deleted_datetime === null ? user : undefined
  }
  return reference.email ? world.rows.users.first('byEmail', [foldEmail(reference.email)]) : undefined
}

/** The customer that a message itself names: who wrote it, or whom it is for. */
export function customerOf(world: Helpdesk, actor: Actor, draft: MessageDraft): Customer | undefined {
  const reference = draft.from_agent ? draft.receiver : draft.sender
  if (!reference) return undefined
  try {
    return matchCustomer(world, actor, reference)
  } catch (error) {
    if (!(error instanceof Refusal) || error.fields === undefined) throw error
    throw new Refusal(error.reason, error.message, {
      [draft.from_agent ? 'receiver' : 'sender']: error.fields,
    })
  }
}

function senderOf(world: Helpdesk, actor: Actor, ticket: Ticket, draft: MessageDraft): number {
  if (!draft.from_agent) return customerOf(world, actor, draft)?.id ?? ticket.customer_id
  if (draft.sender) {
    const user = findUser(world, draft.sender)
    if (user === undefined) throw new Refusal('invalid', '', { sender: ['User does not exist.'] })
    return user.id
  }
  if (actor.user_id === null)
    throw new Refusal('invalid', '', { sender: ['Missing data for required field.'] })
  return actor.user_id
}

function sourceOf(draft: MessageDraft): MessageSource | null {
  if (draft.channel === 'email' && !draft.source?.from?.address) {
    throw new Refusal('invalid', 'From field is missing or empty')
  }
  return { ...draft.source, type: draft.source?.type ?? draft.channel }
}

/** The first characters of the newest public message: none without a text (recorded). */
export function excerptOf(message: Message | undefined): string | null {
  if (message === undefined) return null
  const text = message.stripped_text ?? message.body_text ?? ''
  let end = 0
  for (let i = 0; i < EXCERPT_LENGTH && end < text.length; i++)
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  return text.slice(0, end)
}

// Most messages have none: they share these.
const NO_MACROS: Message['macros'] = []
const NO_MENTIONS: Message['mention_ids'] = []

/**
 * Writes the message of a ticket, and lets follow what follows by itself. The ticket is not changed: see
 * {@link withMessage}.
 *
 * @throws Refusal for an e-mail message without a sender address, for a sender who is no user, and for
 *   anything else that the message names and that does not exist.
 */
export function writeMessage(world: Helpdesk, actor: Actor, ticket: Ticket, draft: MessageDraft): Message {
  refuseUnknownReferences(world, draft)
  const source = sourceOf(draft)
  const sender_id = senderOf(world, actor, ticket, draft)
  const staysInside = isNote(draft)
  // A note is never public, whatever is said of it (inferred).
  const isPublic = !staysInside && (draft.public ?? true)
  const created = draft.created_datetime ?? world.now
  const receiver_id =
    draft.from_agent && !staysInside
      ? (customerOf(world, actor, draft)?.id ?? ticket.customer_id)
      : (draft.receiver_id ?? null)
  const message = world.rows.messages.put({
    id: nextId(world, 'messages'),
    ticket_id: ticket.id,
    message_id: draft.message_id ?? null,
    external_id: draft.external_id ?? null,
    public: isPublic,
    channel: draft.channel,
    via: draft.via ?? 'api',
    source,
    sender_id,
    receiver_id,
    integration_id: draft.integration_id ?? null,
    rule_id: draft.rule_id ?? null,
    from_agent: draft.from_agent,
    subject: draft.subject ?? null,
    body_text: draft.body_text ?? null,
    body_html: draft.body_html ?? null,
    stripped_text: draft.stripped_text ?? null,
    stripped_html: draft.stripped_html ?? null,
    stripped_signature: draft.stripped_signature ?? null,
    attachments: draft.attachments?.length ? draft.attachments : null,
    macros: draft.macros ?? NO_MACROS,
    actions: draft.actions ?? null,
    headers: draft.headers ?? null,
    meta: draft.meta ?? null,
    mention_ids: draft.mention_ids ?? NO_MENTIONS,
    imported: ticket.imported,
    created_datetime: created,
    processed_datetime: world.now,
    // A customer's message has arrived and a note has nowhere to go; what an agent writes is yet to leave.
    sent_datetime: draft.sent_datetime ?? (draft.from_agent && !staysInside ? null : created),
    failed_datetime: draft.failed_datetime ?? null,
    deleted_datetime: draft.deleted_datetime ?? null,
    opened_datetime: draft.opened_datetime ?? null,
    last_sending_error: draft.last_sending_error ?? null,
    is_retriable: true,
  })
  recordEvent(world, actor, 'ticket-message-created', { type: 'TicketMessage', id: message.id })
  if (message.macros.length > 0)
    countMacroUse(
      world,
      message.macros.map(({ id }) => id),
    )
  if (isOutgoing(message) && message.sent_datetime === null && !ticket.imported) {
    follow(world, actor, 'deliver-message', { message_id: message.id })
  }
  if (message.channel === 'sms' && !draft.sent_datetime && !ticket.imported)
    countTelephony(world, ticket.id, 'sms', world.now)
  return message
}

const later = (known: Instant | null, received: Instant | undefined): Instant | null =>
  received === undefined ? known : Math.max(received, known ?? 0)

/** What a ticket is once it has one message more. */
export function withMessage(ticket: Ticket, message: Message): Ticket {
  const { last_received_message_datetime, last_message_datetime } = ticket
  const received = message.from_agent ? undefined : message.created_datetime
  return {
    ...ticket,
    messages_count: ticket.messages_count + 1,
    excerpt: message.public ? excerptOf(message) : ticket.excerpt,
    last_received_message_datetime: later(last_received_message_datetime, received),
    last_message_datetime: later(last_message_datetime, received),
    is_unread: ticket.is_unread || received !== undefined,
  }
}

/**
 * Adds a message to a ticket. A customer's message counts as received at once and reopens a closed ticket;
 * an agent's message without `sent_datetime` is sent by Gorgias, later (documented); a note stays inside.
 *
 * @throws Refusal as {@link writeMessage} does, and where there is no such ticket.
 */
export function addMessage(world: Helpdesk, actor: Actor, ticket_id: number, draft: MessageDraft): Message {
  const ticket = world.rows.tickets.get(ticket_id)
  if (ticket === undefined) throw new Refusal('missing')
  const message = writeMessage(world, actor, ticket, draft)
  world.rows.tickets.put(withMessage(ticket, message))
  afterReply(world, actor, ticket, message)
  return message
}

/** What a message on a ticket that existed before sets in motion. */
function afterReply(world: Helpdesk, actor: Actor, ticket: Ticket, message: Message): void {
  const changes = changesByReply(world, ticket, message)
  if (changes !== undefined) changeTicket(world, actor, ticket.id, changes)
  else follow(world, actor, 'settle-ticket', { ticket_id: ticket.id })
  announce(world, actor, { kind: 'message-added', message })
}

/** The newest message of a ticket that is no note: what its excerpt shows (recorded). */
export function lastPublicMessage(world: Helpdesk, ticket_id: number): Message | undefined {
  const messages = [...world.rows.messages.walk('byTicket', { prefix: [ticket_id] })]
  return messages.findLast((message) => message.public)
}

/** Removes a message; the ticket's counts and excerpt follow (recorded). */
export function removeMessage(world: Helpdesk, actor: Actor, message: Message): void {
  world.rows.messages.remove(message.id)
  const rest = [...world.rows.messages.walk('byTicket', { prefix: [message.ticket_id] })]
  world.rows.tickets.patch(message.ticket_id, {
    messages_count: rest.length,
    excerpt: excerptOf(lastPublicMessage(world, message.ticket_id)),
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'ticket-message-deleted', { type: 'TicketMessage', id: message.id })
}
