import { findCustomerByEmail } from '../../helpdesk/customers/matching.ts'
import { bothParts } from '../../helpdesk/mail/parts.ts'
import { foldEmail } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Address, Message, SentEmail } from '../../helpdesk/model/entities.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/tenant.ts'

/** One e-mail as a customer has it. */
export interface MailboxEmail {
  readonly direction: 'sent' | 'received'
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc: readonly Address[]
  readonly subject: string
  readonly text: string
  readonly html: string
  /** Its Message-ID; null where a customer's mail program is only pretended. */
  readonly header_message_id: string | null
  readonly at: string
  /** In which folder it lies; what came back never arrived, and is not here. */
  readonly folder: 'inbox' | 'spam' | 'sent'
}

/** E-mails that belong together, as mail programs show them. */
export interface MailboxThread {
  readonly subject: string
  readonly emails: readonly MailboxEmail[]
}

export interface Mailbox {
  readonly address: string
  readonly threads: readonly MailboxThread[]
}

interface Placed {
  readonly at: number
  readonly email: MailboxEmail
  /** What it answers, the nearest first. */
  readonly answers: readonly string[]
  /** The thread of what names no other e-mail. */
  readonly ticket_id: number
}

const received = (email: SentEmail): Placed => ({
  at: email.sent_datetime,
  email: {
    direction: 'received',
    from: { name: email.from_name, address: email.from },
    to: email.header_to,
    cc: email.header_cc,
    subject: email.subject,
    ...bothParts(email),
    header_message_id: email.header_message_id,
    at: formatDatetime(email.sent_datetime),
    folder: email.placement === 'spam' ? 'spam' : 'inbox',
  },
  answers: [...(email.in_reply_to === null ? [] : [email.in_reply_to]), ...email.references.toReversed()],
  ticket_id: email.ticket_id,
})

const sent = ({ source, ...message }: Message): Placed => ({
  at: message.created_datetime,
  email: {
    direction: 'sent',
    from: source?.from ?? { name: '', address: '' },
    to: source?.to ?? [],
    cc: source?.cc ?? [],
    subject: message.subject ?? '',
    ...bothParts({ text: message.body_text ?? '', html: message.body_html ?? '' }),
    header_message_id: message.message_id,
    at: formatDatetime(message.created_datetime),
    folder: 'sent',
  },
  answers: [],
  ticket_id: message.ticket_id,
})

/** What somebody wrote by e-mail: what an integration says that they wrote was never in their mailbox. */
function* written(world: Helpdesk, address: string): Iterable<Message> {
  const customer = findCustomerByEmail(world, address)
  if (customer === undefined) return
  for (const message of world.rows.messages.walk('bySender', { prefix: [customer.id] }))
    if (message.via === 'email' && foldEmail(message.source?.from?.address ?? '') === address) yield message
}

/** Puts e-mails into threads: by what they answer, else by what belongs to one ticket. */
function threaded(emails: readonly Placed[]): MailboxThread[] {
  const threads: MailboxEmail[][] = []
  const byId = new Map<string, MailboxEmail[]>()
  const byTicket = new Map<number, MailboxEmail[]>()
  for (const { email, answers, ticket_id } of emails) {
    const answered = answers.map((id) => byId.get(id)).find((thread) => thread !== undefined)
    const thread = answered ?? byTicket.get(ticket_id) ?? []
    if (thread.length === 0) threads.push(thread)
    thread.push(email)
    if (email.header_message_id !== null) byId.set(email.header_message_id, thread)
    byTicket.set(ticket_id, thread)
  }
  return threads.map((thread) => ({ subject: thread[0]?.subject ?? '', emails: thread }))
}

/**
 * All e-mails that an address got or sent, as its owner sees them: threads in the order in which they began.
 * What is not in here, the customer does not know.
 */
export function readMailbox({ world }: AccountTenant, given: string): Mailbox {
  const address = foldEmail(given)
  const got = [...world.rows.outbox.values()].filter(
    ({ to, placement }) => placement !== 'bounced' && foldEmail(to) === address,
  )
  const emails = [...got.map(received), ...[...written(world, address)].map(sent)]
  return { address, threads: threaded(emails.sort((a, b) => a.at - b.at)) }
}
