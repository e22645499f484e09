import type { Actor } from './actor.ts'
import { countBillable } from './billing/count.ts'
import { follow } from './effects.ts'
import { nextId } from './model/helpdesk.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Message, Ticket } from './model/entities.ts'
import { mailboxAt } from './replies.ts'
import { recordEvent } from './events.ts'

/** Channels whose messages leave as e-mail. */
const BY_EMAIL = new Set(['email', 'contact_form', 'help-center'])

/** Channels that Gorgias brings to the customer without e-mail; what happens there is not simulated. */
const BY_OTHER_MEANS = new Set([
  'chat',
  'facebook-messenger',
  'instagram-direct-message',
  'twitter-direct-message',
  'whatsapp',
])

/** What Gorgias says of an e-mail whose sender is no mailbox of the account (recorded). */
const NO_INTEGRATION = 'No integration was found to send this email.'

function fail(world: Helpdesk, actor: Actor, message: Message, error: string): void {
  world.rows.messages.patch(message.id, { failed_datetime: world.now, last_sending_error: { error } })
  world.rows.tickets.patch(message.ticket_id, { last_sent_message_not_delivered: true })
  recordEvent(world, actor, 'ticket-message-failed', { type: 'TicketMessage', id: message.id })
}

function sent(world: Helpdesk, ticket: Ticket, message: Message, changes: Partial<Message>): void {
  const left = world.rows.messages.patch(message.id, { ...changes, sent_datetime: world.now })
  const integrations = [
    ...ticket.integration_ids,
    ...(left.integration_id === null ? [] : [left.integration_id]),
  ]
  world.rows.tickets.patch(ticket.id, {
    last_message_datetime: Math.max(message.created_datetime, ticket.last_message_datetime ?? 0),
    last_sent_message_not_delivered: false,
    integration_ids: [...new Set(integrations)],
    updated_datetime: world.now,
  })
  countBillable(world, left)
}

/** What Gorgias says of an e-mail that the recipient's side rejected (recorded). */
const REJECTED =
  "This message could not be sent because of a failure on our email provider's side. <br><b>Error Message:</b> Your message was rejected by recipient. Email was not delivered"

/** Nobody can have an address there, so e-mails to it bounce (the simulator's own: RFC 2606 reserves the name). */
const isUndeliverable = (address: string): boolean => /[@.]invalid$/i.test(address.trim())

/** An e-mail comes back, some seconds after it was sent; sending it again would be of no use (recorded). */
export function bounce(world: Helpdesk, actor: Actor, { message_id }: { readonly message_id: number }): void {
  const message = world.rows.messages.get(message_id)
  if (message?.failed_datetime !== null) return
  fail(world, actor, world.rows.messages.patch(message_id, { is_retriable: false }), REJECTED)
}

function sendEmail(world: Helpdesk, actor: Actor, ticket: Ticket, message: Message): void {
  const mailbox = mailboxAt(world, message.source?.from?.address ?? '')
  if (mailbox === undefined) {
    fail(world, actor, message, NO_INTEGRATION)
    return
  }
  const customer = world.rows.customers.get(ticket.customer_id)
  const recipients = message.source?.to?.map((to) => to.address) ?? []
  if (recipients.length === 0 && customer?.email) recipients.push(customer.email)
  if (recipients.length === 0) {
    fail(world, actor, message, 'The message has no recipient.')
    return
  }
  const headerId = `<${world.hex(12)}.${ticket.id}-${message.id}@mail.gorgias.test>`
  for (const to of recipients) {
    world.rows.outbox.put({
      id: nextId(world, 'outbox'),
      to,
      from: mailbox.address ?? '',
      subject: message.subject || `Re: ${ticket.subject ?? ''}`.trim(),
      text: message.body_text ?? '',
      html: message.body_html ?? '',
      ticket_id: ticket.id,
      message_id: message.id,
      header_message_id: headerId,
      sent_datetime: world.now,
      placement: isUndeliverable(to) ? 'bounced' : 'inbox',
    })
  }
  if (recipients.some(isUndeliverable)) follow(world, actor, 'bounce-message', { message_id: message.id })
  sent(world, ticket, message, { message_id: message.message_id ?? headerId, integration_id: mailbox.id })
}

/**
 * Brings an agent's message to the customer. By e-mail it leaves through the mailbox that it names as its
 * sender; without such a mailbox it fails, long after the 201 (recorded). Messages of other channels, `api`
 * and `phone` among them, are stored and go nowhere (recorded for phone, inferred for the rest).
 */
export function deliver(
  world: Helpdesk,
  actor: Actor,
  { message_id }: { readonly message_id: number },
): void {
  const message = world.rows.messages.get(message_id)
  const ticket = message && world.rows.tickets.get(message.ticket_id)
  if (message === undefined || ticket === undefined || message.sent_datetime !== null) return
  if (BY_EMAIL.has(message.channel)) sendEmail(world, actor, ticket, message)
  else if (BY_OTHER_MEANS.has(message.channel)) sent(world, ticket, message, {})
}
