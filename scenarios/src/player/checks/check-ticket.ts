import type { MessageExpectation, TicketExpectation } from '../../format/schema/expectation.ts'
import type { Path } from '../../format/positions.ts'
import type { MessageRow, TicketWithMessages } from '../desk.ts'
import type { Sight } from '../sight.ts'
import { checkText } from './check-text.ts'
import { counted, listed, quoted, same } from './finding.ts'
import type { Finding } from './finding.ts'

/** The ticket that is meant: by its name, else the newest of the story. */
export function meantTicket(named: string | undefined, sight: Omit<Sight, 'opened'>): number | undefined {
  return named === undefined ? sight.tickets.at(-1)?.id : sight.ticketNames.get(named)
}

export function checkTicket(expected: TicketExpectation, path: Path, sight: Sight): Finding[] {
  const id = meantTicket(expected.named, sight)
  const ticket = id === undefined ? undefined : sight.opened.get(id)
  if (!ticket) {
    const which = expected.named === undefined ? 'a ticket' : `the ticket "${expected.named}"`
    return [{ path, message: `expected ${which}, found none` }]
  }
  const what = `ticket ${ticket.id}`
  const at = (key: string): Path => [...path, key]
  const tags = ticket.tags.map((tag) => tag.name)
  const missing = (expected.tags_contain ?? []).filter((tag) => !tags.includes(tag))
  const surplus = (expected.tags_lack ?? []).filter((tag) => tags.includes(tag))
  const has = tags.length === 0 ? 'it has none' : `it has ${tags.join(', ')}`
  return [
    ...same(at('status'), `${what} to have status`, expected.status, ticket.status),
    ...same(at('subject'), `${what} to have subject`, expected.subject, ticket.subject ?? undefined),
    ...same(at('priority'), `${what} to have priority`, expected.priority, ticket.priority),
    ...same(at('channel'), `${what} to have channel`, expected.channel, ticket.channel),
    ...same(at('team'), `${what} to have team`, expected.team, ticket.assignee_team?.name ?? null),
    ...missing.map((tag) => ({
      path: at('tags_contain'),
      message: `expected ${what} to have tag ${quoted(tag)}; ${has}`,
    })),
    ...surplus.map((tag) => ({
      path: at('tags_lack'),
      message: `expected ${what} not to have tag ${quoted(tag)}; ${has}`,
    })),
    ...checkCustomer(expected.customer, at('customer'), ticket, sight),
    ...checkMessages(expected.messages, at('messages'), ticket),
  ]
}

function checkCustomer(
  expected: TicketExpectation['customer'],
  path: Path,
  ticket: TicketWithMessages,
  sight: Sight,
): Finding[] {
  if (!expected) return []
  const { customer } = ticket
  const theirs = [...sight.earlierTickets, ...sight.tickets].filter(
    (row) => row.customer?.id === customer?.id,
  )
  const what = `the customer of ticket ${ticket.id} to have`
  return [
    ...same([...path, 'name'], `${what} name`, expected.name, customer?.name ?? undefined),
    ...same([...path, 'email'], `${what} address`, expected.email, customer?.email ?? null),
    ...same([...path, 'tickets'], `${what} this many tickets:`, expected.tickets, theirs.length),
  ]
}

function checkMessages(
  expected: TicketExpectation['messages'],
  path: Path,
  { id, messages }: TicketWithMessages,
): Finding[] {
  if (expected === undefined) return []
  const count = Array.isArray(expected) ? expected.length : expected
  if (count !== messages.length) {
    const seen = messages.map(
      (message) => `message ${message.id} from ${senderOf(message)} (${message.channel})`,
    )
    const message = `expected ticket ${id} to have ${counted(count, 'message')}, found ${messages.length}${listed(seen)}`
    return [{ path, message }]
  }
  return Array.isArray(expected)
    ? messages.flatMap((message, index) => checkMessage(expected[index] ?? {}, [...path, index], message))
    : []
}

function checkMessage(expected: MessageExpectation, path: Path, message: MessageRow): Finding[] {
  const what = `message ${message.id}`
  const isNote = message.channel === 'internal-note'
  return [
    ...same([...path, 'public'], `${what} to be public:`, expected.public, message.public),
    ...same([...path, 'note'], `${what} to be an internal note:`, expected.note, isNote),
    ...same([...path, 'from'], `${what} to be from`, expected.from, senderOf(message)),
    ...same([...path, 'channel'], `${what} to have channel`, expected.channel, message.channel),
    ...same(
      [...path, 'sender'],
      `${what} to have sender`,
      expected.sender,
      message.sender?.email ?? undefined,
    ),
    ...checkText(expected, path, what, { text: message.body_text, html: message.body_html }),
  ]
}

function senderOf(message: MessageRow): 'customer' | 'agent' | 'rule' {
  if (message.rule_id !== null || message.via === 'rule') return 'rule'
  return message.from_agent ? 'agent' : 'customer'
}
