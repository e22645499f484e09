import { standingTicket } from '../../helpdesk/mail/threading.ts'
import { isNote, isOutgoing, isToCustomer, recipientsNamedBy } from '../../helpdesk/messages/kinds.ts'
import type { Json, Message, SentEmail, Ticket } from '../../helpdesk/model/entities.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { namesIn } from './names.ts'
import { differences, differing, made, NOTHING, shown } from './told.ts'
import type { Difference, Scene, Told, WhyChange } from './told.ts'
import { counted, listed, quoted, short } from './words.ts'

/** The text of a message as HTML alone has it. */
const untagged = (html: string): string => html.replace(/<[^>]{0,2000}>/g, ' ')

const textOf = ({ stripped_text, body_text, body_html }: Message): string =>
  stripped_text ?? body_text ?? untagged(body_html ?? '')

function senderOf(world: Helpdesk, { from_agent, sender_id }: Message): string {
  const { user, customer } = namesIn(world)
  return from_agent ? user(sender_id) : customer(sender_id)
}

/** What a message is: `an e-mail from ana@example.com`. */
function kindOf(world: Helpdesk, message: Message): string {
  if (isNote(message)) return `an internal note by ${senderOf(world, message)}`
  const kind =
    message.channel === 'email' ? 'an e-mail' : `a message of the channel ${short(message.channel)}`
  if (!message.from_agent) return `${kind} from ${senderOf(world, message)}`
  const through = message.source?.from?.address
  const name = message.public ? kind : `${kind} that stays inside`
  return through ? `${name} through ${short(through)}` : `${name} by ${senderOf(world, message)}`
}

const MOST_RECIPIENTS = 3

/** Whom an e-mail goes to that does not go to its ticket's customer; nobody if it does. */
function othersOf(world: Helpdesk, message: Message): string[] {
  const ticket = standingTicket(world, message.ticket_id)
  if (ticket === undefined || isToCustomer(world, { ...message, ticket_id: ticket.id })) return []
  const all = recipientsNamedBy(message).map((address) => short(address))
  const rest = all.length - MOST_RECIPIENTS
  return rest <= 0 ? all : [...all.slice(0, MOST_RECIPIENTS), counted(rest, 'other')]
}

/** What somebody did who left that message, said of one or of several. */
function deedOf(world: Helpdesk, message: Message): string {
  if (isNote(message)) return 'wrote an internal note'
  if (!message.from_agent) return 'brought in a message of the customer'
  if (!isOutgoing(message)) return 'wrote a message that stays inside'
  const others = othersOf(world, message)
  if (others.length > 0) return `wrote to ${listed(others)}`
  return message.via === 'rule' ? 'replied to the customer' : 'wrote to the customer'
}

function tellNew(world: Helpdesk, messages: readonly Message[]): Told {
  const [first] = messages
  if (first === undefined) return NOTHING
  return {
    predicates: [
      messages.length === 1 ? deedOf(world, first) : `wrote ${counted(messages.length, 'message')}`,
    ],
    details: messages.map((message) => {
      const text = textOf(message)
      const words = text.trim() === '' ? '' : `: ${quoted(text)}`
      return `Message ${message.id} is ${kindOf(world, message)}${words}${/[.?!…]"$/.test(words) ? '' : '.'}`
    }),
    changes: messages.map((message) => ({
      field: `messages.${message.id}`,
      before: null,
      after: {
        channel: message.channel,
        via: message.via,
        public: message.public,
        from_agent: message.from_agent,
        sender: senderOf(world, message),
        text: short(textOf(message), 200),
      },
    })),
  }
}

/** A reason as the end of a sentence. */
const ending = (reason: string): string => short(reason, 200).replace(/\.$/, '')

/** What of a message follows from the rest of what happened to it, or says nothing to a reader. */
const UNSAID: ReadonlySet<keyof Message> = new Set(['ticket_id', 'message_id', 'integration_id', 'headers'])

function predicatesOf(
  { id, channel }: Message,
  fields: readonly (keyof Message)[],
  after: Message,
  emails: readonly SentEmail[],
): string[] {
  if (fields.includes('failed_datetime') && after.failed_datetime !== null) {
    const reason = untagged(after.last_sending_error?.error ?? 'no reason is known')
    return [`failed to send message ${id}: ${ending(reason)}`]
  }
  if (fields.includes('sent_datetime') && after.sent_datetime !== null) {
    const mine = emails.filter(({ message_id }) => message_id === id)
    const [one] = mine
    if (one === undefined) return [`brought message ${id} to the customer (${short(channel)})`]
    const recipients = mine.map(({ to, placement }) =>
      placement === 'inbox' ? short(to) : `${short(to)} (${placement})`,
    )
    return [`sent message ${id} to ${listed(recipients)} through ${short(one.from)}`]
  }
  return [`changed message ${id} (${listed(fields)})`]
}

function tellChanged({ before, after }: Difference<Message>, emails: readonly SentEmail[]): Told {
  if (before === undefined || after === undefined) return NOTHING
  const fields = differing({ before, after }).filter((field) => !UNSAID.has(field))
  if (fields.length === 0) return NOTHING
  const changes: WhyChange[] = fields.map((field) => ({
    field: `messages.${after.id}.${field}`,
    before: shown(field, before[field]),
    after: shown(field, after[field]),
  }))
  return { predicates: predicatesOf(before, fields, after, emails), details: [], changes }
}

/** Messages go with their ticket: a ticket that is gone has been told of. */
function tellRemoved(scene: Scene, messages: readonly Message[]): Told {
  const ticketIsGone = differences<Ticket>(scene, 'tickets').some(({ after }) => after === undefined)
  if (ticketIsGone) return NOTHING
  return {
    predicates: messages.map(({ id }) => `deleted message ${id}`),
    details: [],
    changes: messages.map((message) => ({
      field: `messages.${message.id}`,
      before: { channel: message.channel, text: short(textOf(message), 200) },
      after: null,
    })),
  }
}

/** What the SMTP server said to whom an e-mail was handed over. */
function tellRelayed({ before, after }: Difference<SentEmail>): Told {
  if (before === undefined || after === undefined || before.smtp?.status === after.smtp?.status)
    return NOTHING
  const { id, message_id, smtp, to } = after
  const what = `${message_id === null ? 'the survey' : `message ${message_id}`} to ${short(to)}`
  const taken = smtp?.error == null ? `took ${what}` : `did not take ${what}: ${ending(smtp.error)}`
  const change = (row: SentEmail): Json => (row.smtp === null ? null : row.smtp.status)
  return {
    predicates: [taken],
    details: [],
    changes: [{ field: `outbox.${id}.smtp`, before: change(before), after: change(after) }],
  }
}

/** Tells of the messages that were written, sent, refused, changed or deleted. */
export function tellMessages(scene: Scene): Told[] {
  const { world } = scene
  const all = differences<Message>(scene, 'messages')
  const emails = made<SentEmail>(scene, 'outbox')
  const removed = all.flatMap(({ before, after }) => (before && after === undefined ? [before] : []))
  return [
    tellNew(world, made(scene, 'messages')),
    ...all.map((difference) => tellChanged(difference, emails)),
    tellRemoved(scene, removed),
    ...differences<SentEmail>(scene, 'outbox').map(tellRelayed),
  ]
}
