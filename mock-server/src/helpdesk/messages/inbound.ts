import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { matchCustomer } from '../customers/matching.ts'
import { recordEvent } from '../events.ts'
import { bothParts } from '../mail/parts.ts'
import { stripHtml, stripText } from '../mail/strip.ts'
import { placeOfChat, placeOfEmail, standingTicket } from '../mail/threading.ts'
import type { Place } from '../mail/threading.ts'
import { addMessage } from './messages.ts'
import type { MessageDraft } from './messages.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Address, Attachment, Integration, JsonObject, Message, Ticket } from '../model/entities.ts'
import { botOf, defaultMailbox, mailboxFor } from './replies.ts'
import { createTicket } from '../tickets/tickets.ts'
import { addUpload, urlOfUpload } from '../uploads.ts'
import type { NewFile } from '../uploads.ts'

/** A file that came with an e-mail. */
export interface InboundFile extends NewFile {
  /** Under which name the HTML text shows it, if it does. */
  readonly content_id?: string
}

/** An e-mail that a customer writes to the account. */
export interface InboundEmail {
  readonly from: string
  readonly from_name?: string
  /** Whom its headers name; the account's default mailbox if absent. */
  readonly to?: readonly Address[]
  readonly cc?: readonly Address[]
  readonly text: string
  readonly html?: string
  readonly subject?: string
  /** The ticket that it answers, whatever its headers say. */
  readonly ticket_id?: number
  /** Its own Message-ID. */
  readonly message_id?: string
  /** The Message-ID of the e-mail that it answers. */
  readonly in_reply_to?: string
  /** The Message-IDs of its thread, oldest first. */
  readonly references?: readonly string[]
  /** Kept with the message. */
  readonly headers?: Readonly<Record<string, string>>
  readonly attachments?: readonly InboundFile[]
}

/** What a customer writes into the chat. */
export interface InboundChat {
  readonly channel: 'chat'
  /** The customer's e-mail address, if it is known. */
  readonly from?: string
  /** What the shop calls the customer. One of the two is needed. */
  readonly external_id?: string
  readonly from_name?: string
  readonly text: string
  readonly html?: string
  readonly ticket_id?: number
}

/** What came of it. */
export interface Received {
  readonly ticket: Ticket
  readonly message: Message
}

/** More of a thread is not looked at. */
const MOST_REFERENCES = 50

function namedTicket(world: Helpdesk, ticket_id: number): Place {
  const ticket = standingTicket(world, ticket_id)
  if (ticket === undefined)
    throw new Refusal('invalid', '', { ticket_id: [`There is no ticket ${ticket_id}.`] })
  return { ticket }
}

/** Puts a message where it belongs: onto a ticket, or on a new one that remembers from which it was split. */
function place(
  world: Helpdesk,
  actor: Actor,
  { ticket, splitFrom }: Place,
  subject: string | null,
  draft: MessageDraft,
): Received {
  if (ticket !== undefined) {
    const message = addMessage(world, actor, ticket.id, draft)
    return { ticket: world.rows.tickets.get(ticket.id) ?? ticket, message }
  }
  const opened = createTicket(world, actor, { subject, messages: [draft] })
  if (splitFrom !== undefined) {
    world.rows.splitTickets.put({ id: splitFrom.id, target_id: opened.id })
    const about = { type: 'Ticket', id: opened.id }
    recordEvent(world, actor, 'ticket-split', about, { split_from: splitFrom.id })
  }
  return { ticket: opened, message: world.rows.messages.first('byTicket', [opened.id]) as Message }
}

/** The mailbox that an e-mail came to: the first that it names, else the default one. */
function mailboxOf(world: Helpdesk, { to = [], cc = [] }: InboundEmail): Integration | undefined {
  for (const { address } of [...to, ...cc]) {
    const mailbox = mailboxFor(world, address)
    if (mailbox !== undefined) return mailbox
  }
  return defaultMailbox(world)
}

/** Keeps the files of an e-mail, each under an address of the account's own. */
function keepFiles(
  world: Helpdesk,
  files: readonly InboundFile[],
): readonly (Attachment & { cid?: string })[] {
  return files.map(({ content_id, ...file }) => {
    const upload = addUpload(world, 'attachment', file)
    const { name, size, content_type } = upload
    return {
      url: urlOfUpload(world, upload),
      name,
      size,
      content_type,
      public: true,
      ...(content_id !== undefined && { cid: content_id }),
    }
  })
}

/** Images that an HTML text shows are shown from where they are kept. */
const withImages = (html: string, files: readonly (Attachment & { cid?: string })[]): string =>
  files.reduce(
    (shown, { cid, url }) => (cid === undefined ? shown : shown.replaceAll(`cid:${cid}`, () => url)),
    html,
  )

/** What an e-mail says, whole and without what it quotes. HTML is never made of text here (recorded for the API). */
function bodiesOf({ text, html }: { readonly text: string; readonly html: string | undefined }) {
  const { text: body_text } = bothParts({ text, html: html ?? '' })
  const stripped = stripText(body_text)
  return {
    body_text,
    body_html: html ?? null,
    stripped_text: stripped.text,
    stripped_html: html === undefined ? null : stripHtml(html),
    stripped_signature: stripped.signature,
  }
}

function emailDraft(world: Helpdesk, email: InboundEmail, subject: string | null): MessageDraft {
  const mailbox = mailboxOf(world, email)
  const receiver = mailbox && botOf(world, mailbox)
  const files = keepFiles(world, email.attachments ?? [])
  const to = email.to?.length ? email.to : [{ name: mailbox?.name ?? '', address: mailbox?.address ?? '' }]
  return {
    channel: 'email',
    from_agent: false,
    via: 'email',
    sender: { email: email.from, name: email.from_name || null, meta: { name_set_via: 'email' } },
    // The bot of the mailbox (recorded).
    ...(receiver !== undefined && { receiver_id: receiver.id }),
    source: {
      type: 'email',
      to,
      ...(email.cc?.length && { cc: email.cc }),
      from: { name: email.from_name ?? '', address: email.from },
    },
    subject,
    ...bodiesOf({ text: email.text, html: email.html && withImages(email.html, files) }),
    attachments: files.map(({ cid: _, ...attachment }) => attachment),
    message_id: email.message_id ?? null,
    headers: (email.headers as JsonObject | undefined) ?? null,
  }
}

/**
 * Takes in an e-mail: onto the ticket that it answers, which reopens if it was closed (documented), else as a
 * new ticket. An answer after ten quiet days opens a new one, too (documented).
 *
 * @throws Refusal for a ticket that does not exist, and for files that exceed what the account can hold
 * @example
 * receiveEmail(world, actor, { from: 'ana@example.com', text: 'And when?', in_reply_to: '<1.2@shop.test>' })
 */
export function receiveEmail(world: Helpdesk, actor: Actor, email: InboundEmail): Received {
  const { in_reply_to, references = [] } = email
  const answered = [...(in_reply_to ? [in_reply_to] : []), ...references.slice(-MOST_REFERENCES).reverse()]
  const found =
    email.ticket_id === undefined ? placeOfEmail(world, answered) : namedTicket(world, email.ticket_id)
  const subject = email.subject ?? (found.ticket ?? found.splitFrom)?.subject ?? null
  return place(world, actor, found, subject, emailDraft(world, email, subject))
}

/**
 * Takes in what a customer writes into the chat: onto the customer's chat ticket, unless that has been quiet for
 * three days (documented).
 *
 * @throws Refusal for a ticket that does not exist, and for a customer of whom nothing is said
 */
export function receiveChat(world: Helpdesk, actor: Actor, chat: InboundChat): Received {
  const { from, external_id, from_name, text, html } = chat
  const customer = matchCustomer(world, actor, {
    ...(from !== undefined && { email: from }),
    ...(external_id !== undefined && { external_id }),
    name: from_name ?? null,
  })
  const found =
    chat.ticket_id === undefined ? placeOfChat(world, customer.id) : namedTicket(world, chat.ticket_id)
  return place(world, actor, found, null, {
    channel: 'chat',
    from_agent: false,
    via: 'gorgias_chat',
    sender: { id: customer.id },
    source: { type: 'chat' },
    body_text: text,
    body_html: html ?? null,
    stripped_text: text,
    stripped_html: html ?? null,
  })
}
