import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { isNote, isOutgoing } from './kinds.ts'
import { refuseUnknownReferences } from './references.ts'
import { customerOf, excerptOf, findUser, lastPublicMessage, removeMessage } from './messages.ts'
import type { MessageDraft } from './messages.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, MessageSource } from '../model/entities.ts'

/** What to do about a message whose external actions, or whose sending, failed (documented for actions). */
export type FailureAction = 'force' | 'retry' | 'cancel'

/** Who a changed message is from and for; people that are not named stay. */
function peopleOf(world: Helpdesk, actor: Actor, message: Message, draft: MessageDraft) {
  const customer = customerOf(world, actor, draft)
  if (!draft.from_agent) return { sender_id: customer?.id ?? message.sender_id }
  const sender = draft.sender ? findUser(world, draft.sender) : undefined
  if (draft.sender && sender === undefined)
    throw new Refusal('invalid', '', { sender: ['User does not exist.'] })
  return {
    sender_id: sender?.id ?? message.sender_id,
    receiver_id: customer?.id ?? message.receiver_id,
  }
}

function sourceOf(message: Message, draft: MessageDraft): MessageSource | null {
  const source = draft.source ?? message.source
  if (draft.channel === 'email' && !source?.from?.address)
    throw new Refusal('invalid', 'From field is missing or empty')
  return source && { ...source, type: source.type ?? draft.channel }
}

/** The ticket's excerpt is that of its newest public message (recorded). */
function refreshExcerpt(world: Helpdesk, ticket_id: number): void {
  world.rows.tickets.patch(ticket_id, {
    excerpt: excerptOf(lastPublicMessage(world, ticket_id)),
    updated_datetime: world.now,
  })
}

/**
 * Sends a message once more that could not be sent (inferred: documented for failed actions only). What stays
 * inside has nowhere to go.
 */
function sendAgain(world: Helpdesk, actor: Actor, message: Message): Message {
  if (message.failed_datetime === null || !message.is_retriable || !isOutgoing(message)) return message
  const pending = { sent_datetime: null, failed_datetime: null, last_sending_error: null }
  follow(world, actor, 'deliver-message', { message_id: message.id })
  return world.rows.messages.patch(message.id, pending)
}

/**
 * Changes a message; only what is named changes, but for `channel` and `from_agent`, which have to be named
 * (documented). A message cannot change sides, and a note stays a note (inferred): what was written for
 * colleagues is never for customers. `cancel` deletes it and answers what it was.
 */
export function changeMessage(
  world: Helpdesk,
  actor: Actor,
  message: Message,
  draft: MessageDraft,
  action?: FailureAction,
): Message {
  if (draft.from_agent !== message.from_agent) {
    throw new Refusal('invalid', '', { from_agent: ['A message cannot change between agent and customer.'] })
  }
  if (isNote(message) && !isNote(draft)) {
    throw new Refusal('invalid', '', { channel: ['An internal note stays one.'] })
  }
  refuseUnknownReferences(world, draft)
  const { sender: _sender, receiver: _receiver, source: _source, ...fields } = draft
  const after = world.rows.messages.patch(message.id, {
    ...fields,
    ...(fields.attachments?.length === 0 && { attachments: null }),
    ...(isNote(draft) && { public: false }),
    ...peopleOf(world, actor, message, draft),
    source: sourceOf(message, draft),
  })
  if (action === 'cancel') {
    removeMessage(world, actor, after)
    return { ...after, deleted_datetime: world.now }
  }
  refreshExcerpt(world, message.ticket_id)
  recordEvent(world, actor, 'ticket-message-updated', { type: 'TicketMessage', id: message.id })
  return action === 'retry' ? sendAgain(world, actor, after) : after
}
