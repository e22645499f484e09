import type { Actor } from './actor.ts'
import { Refusal } from '../kernel/refusal.ts'
import { addMessage } from './messages.ts'
import type { MessageDraft } from './messages.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Message, Ticket } from './model/entities.ts'
import { defaultMailbox } from './replies.ts'
import { createTicket } from './tickets.ts'

/** An e-mail that a customer writes to the account. */
export interface InboundEmail {
  readonly from: string
  readonly text: string
  readonly html?: string
  readonly subject?: string
  /** The ticket that it answers. */
  readonly ticket_id?: number
  /** The Message-ID of the e-mail that it answers. */
  readonly in_reply_to?: string
}

function ticketOf(world: Helpdesk, email: InboundEmail): Ticket | undefined {
  if (email.ticket_id !== undefined) {
    const ticket = world.rows.tickets.get(email.ticket_id)
    if (ticket === undefined)
      throw new Refusal('invalid', '', { ticket_id: [`There is no ticket ${email.ticket_id}.`] })
    return ticket
  }
  const answered = email.in_reply_to && world.rows.outbox.first('byHeaderMessageId', [email.in_reply_to])
  return answered ? world.rows.tickets.get(answered.ticket_id) : undefined
}

/**
 * Takes in an e-mail: onto the ticket that it answers, which reopens if it was closed (documented), else as
 * a new ticket.
 */
export function receiveEmail(
  world: Helpdesk,
  actor: Actor,
  email: InboundEmail,
): { ticket: Ticket; message: Message } {
  const mailbox = defaultMailbox(world)
  const ticket = ticketOf(world, email)
  const draft: MessageDraft = {
    channel: 'email',
    from_agent: false,
    via: 'email',
    sender: { email: email.from },
    source: {
      type: 'email',
      from: { name: '', address: email.from },
      to: [{ name: mailbox?.name ?? '', address: mailbox?.address ?? '' }],
    },
    subject: email.subject ?? ticket?.subject ?? null,
    body_text: email.text,
    stripped_text: email.text,
    body_html: email.html ?? null,
    stripped_html: email.html ?? null,
  }
  if (ticket !== undefined) {
    const message = addMessage(world, actor, ticket.id, draft)
    return { ticket: world.rows.tickets.get(ticket.id) ?? ticket, message }
  }
  const opened = createTicket(world, actor, { subject: email.subject ?? null, messages: [draft] })
  const message = world.rows.messages.first('byTicket', [opened.id]) as Message
  return { ticket: opened, message }
}
