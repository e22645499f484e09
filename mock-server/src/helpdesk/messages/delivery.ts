import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import { countBillable } from '../billing/count.ts'
import { follow } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { MAX_RECIPIENTS, postEmail, recipientsOf } from '../mail/outbox.ts'
import { bothParts } from '../mail/parts.ts'
import { quotedThread } from '../mail/quote.ts'
import { isForCustomers, isMachineMade, isOutgoing, leavesByEmail } from './kinds.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, SmtpState, Ticket } from '../model/entities.ts'
import { mailboxAt } from './replies.ts'

/** More Message-IDs than this are not told. */
const MOST_REFERENCES = 20

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
  const failed = world.rows.messages.patch(message.id, {
    failed_datetime: world.now,
    last_sending_error: { error },
  })
  world.rows.tickets.patch(message.ticket_id, { last_sent_message_not_delivered: true })
  recordEvent(world, actor, 'ticket-message-failed', { type: 'TicketMessage', id: message.id })
  announce(world, actor, { kind: 'message-failed', message: failed })
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

/** An e-mail comes back, some seconds after it was sent; sending it again would be of no use (recorded). */
export function bounce(world: Helpdesk, actor: Actor, { message_id }: { readonly message_id: number }): void {
  const message = world.rows.messages.get(message_id)
  if (message?.failed_datetime !== null) return
  fail(world, actor, world.rows.messages.patch(message_id, { is_retriable: false }), REJECTED)
}

/** A Message-ID that a caller chose, where it can stand in a header; else one that names ticket and message. */
function messageIdOf(world: Helpdesk, { id, ticket_id, message_id }: Message): string {
  if (message_id !== null && /^<[^<>\s]{1,480}@[^<>\s]{1,480}>$/.test(message_id)) return message_id
  // The form was recorded: ticket and message stand in front of the host.
  return `<${world.hex(12)}.${ticket_id}-${id}@mail.gorgias.test>`
}

/** The thread that an e-mail belongs to: what the customer and the account wrote each other before. */
function threadOf(world: Helpdesk, message: Message) {
  const references: string[] = []
  let received: string | undefined
  let isAnswer = false
  for (const other of world.rows.messages.walk('byTicket', { prefix: [message.ticket_id] })) {
    if (other.id === message.id || !isForCustomers(world, other)) continue
    isAnswer = true
    if (other.message_id === null || !leavesByEmail(other)) continue
    references.push(other.message_id)
    if (!other.from_agent) received = other.message_id
  }
  const [first] = references
  return {
    isAnswer,
    in_reply_to: received ?? references.at(-1) ?? null,
    // The first of a thread and its newest are what mail programs go by (RFC 5322 lets the middle go).
    references:
      first !== undefined && references.length > MOST_REFERENCES
        ? [first, ...references.slice(1 - MOST_REFERENCES)]
        : references,
  }
}

/** `Re:` in front of what the ticket is about, once; nothing in front of what opens a conversation (inferred). */
function subjectOf(ticket: Ticket, message: Message, isAnswer: boolean): string {
  if (message.subject) return message.subject
  const subject = ticket.subject ?? ''
  return isAnswer && !/^re:/i.test(subject) ? `Re: ${subject}`.trim() : subject
}

/** With the thread beneath where the message asks for it; replies of the helpdesk do not (recorded). */
function bodiesOf(world: Helpdesk, ticket: Ticket, message: Message) {
  const text = message.body_text ?? ''
  const html = message.body_html ?? ''
  if (message.source?.extra?.include_thread !== true) return { text, html }
  const quote = quotedThread(world, ticket, message)
  const both = bothParts({ text, html })
  return { text: both.text + quote.text, html: both.html + quote.html }
}

function sendEmail(world: Helpdesk, actor: Actor, ticket: Ticket, message: Message): void {
  const { from, to = [], cc = [], bcc = [] } = message.source ?? {}
  const mailbox = mailboxAt(world, from?.address ?? '')
  if (mailbox === undefined) {
    fail(world, actor, message, NO_INTEGRATION)
    return
  }
  const customer = world.rows.customers.get(ticket.customer_id)
  const named = recipientsOf({ to, cc, bcc })
  const usual = customer?.email ? [{ name: customer.name ?? '', address: customer.email }] : []
  if (named.length === 0 && usual.length === 0) {
    fail(world, actor, message, 'The message has no recipient.')
    return
  }
  if (named.length > MAX_RECIPIENTS) {
    fail(world, actor, message, `The message has more than ${MAX_RECIPIENTS} recipients.`)
    return
  }
  const { isAnswer, ...thread } = threadOf(world, message)
  const header_message_id = messageIdOf(world, message)
  const { cameBack } = postEmail(world, actor, {
    from: { name: from?.name || mailbox.name, address: mailbox.address ?? '' },
    ...(named.length === 0 ? { to: usual } : { to, cc, bcc }),
    subject: subjectOf(ticket, message, isAnswer),
    ...bodiesOf(world, ticket, message),
    ticket_id: ticket.id,
    message_id: message.id,
    header_message_id,
    ...thread,
    auto_submitted: isMachineMade(message) ? 'auto-replied' : null,
    attachments: message.attachments,
  })
  if (cameBack) follow(world, actor, 'bounce-message', { message_id: message.id })
  sent(world, ticket, message, {
    message_id: header_message_id,
    integration_id: mailbox.id,
  })
}

/** How far an e-mail came over SMTP. A server that refuses the recipient for good makes it a bounce. */
export function noteSmtp(
  world: Helpdesk,
  actor: Actor,
  email_id: number,
  state: SmtpState,
  { refused = false }: { readonly refused?: boolean } = {},
): void {
  const email = world.rows.outbox.get(email_id)
  if (email === undefined) return
  world.rows.outbox.put({ ...email, smtp: state, ...(refused && { placement: 'bounced' as const }) })
  if (refused && email.message_id !== null)
    follow(world, actor, 'bounce-message', { message_id: email.message_id })
}

/**
 * Brings an agent's message to the customer. By e-mail it leaves through the mailbox that it names as its
 * sender; without such a mailbox it fails, long after the 201 (recorded). Messages of other channels, `api`
 * and `phone` among them, are stored and go nowhere (recorded for phone, inferred for the rest). What stays
 * inside by now goes nowhere either, whoever asked for it to be sent.
 */
export function deliver(
  world: Helpdesk,
  actor: Actor,
  { message_id }: { readonly message_id: number },
): void {
  const message = world.rows.messages.get(message_id)
  const ticket = message && world.rows.tickets.get(message.ticket_id)
  if (message === undefined || ticket === undefined || message.sent_datetime !== null) return
  if (!isOutgoing(message)) return
  if (leavesByEmail(message)) sendEmail(world, actor, ticket, message)
  else if (BY_OTHER_MEANS.has(message.channel)) sent(world, ticket, message, {})
}
