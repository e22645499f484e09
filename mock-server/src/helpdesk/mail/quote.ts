import { isForCustomers } from '../messages/kinds.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Ticket } from '../model/entities.ts'
import { bothParts, escapeText } from './parts.ts'

/** What a reply shows beneath itself of what was written before it. */
export interface Quote {
  readonly text: string
  readonly html: string
}

/** The newest of a thread are enough. Gorgias's own bounds are unpublished (inferred). */
const MOST_MESSAGES = 20
const LONGEST_PART = 20_000

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Thu, Nov 14, 2024, at 02:17 PM`: as it was recorded, in UTC (inferred). */
function writtenAt(instant: number): string {
  const at = new Date(instant / 1000)
  const hours = at.getUTCHours()
  const clock = `${String(hours % 12 || 12).padStart(2, '0')}:${String(at.getUTCMinutes()).padStart(2, '0')}`
  const day = `${DAYS[at.getUTCDay()] ?? ''}, ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCDate()}`
  return `${day}, ${at.getUTCFullYear()}, at ${clock} ${hours < 12 ? 'AM' : 'PM'}`
}

function authorOf(world: Helpdesk, message: Message): string {
  const { name = '', address = '' } = message.source?.from ?? {}
  const sender = (message.from_agent ? world.rows.users : world.rows.customers).get(message.sender_id)
  const called = name || sender?.name || ''
  // An agent's own address is no business of the customer: the mailbox's is.
  const at = address || (message.from_agent ? '' : (sender?.email ?? ''))
  return at === '' ? called : `${called} <${at}>`.trim()
}

const own = (stripped: string | null, whole: string | null): string =>
  (stripped ?? whole ?? '').slice(0, LONGEST_PART)

/**
 * The thread that a message quotes: all that the customer has seen before it, the newest first, each in the
 * quote of its successor (recorded form). Notes are never part of it.
 */
export function quotedThread(world: Helpdesk, ticket: Ticket, message: Message): Quote {
  const earlier: Message[] = []
  for (const other of world.rows.messages.walk('byTicket', { prefix: [ticket.id] })) {
    if (other.id !== message.id && isForCustomers(world, other)) earlier.push(other)
  }
  return earlier.slice(-MOST_MESSAGES).reduce<Quote>(
    (older, quoted) => {
      const line = `On ${writtenAt(quoted.created_datetime)}, ${authorOf(world, quoted)} wrote:`
      const { text, html } = bothParts({
        text: own(quoted.stripped_text, quoted.body_text),
        html: own(quoted.stripped_html, quoted.body_html),
      })
      return {
        text: `\n\n${line}\n${text}${older.text}`,
        html: `<div><br></div><div>${escapeText(line)}</div><blockquote class="gorgias_quote">${html}${older.html}</blockquote>`,
      }
    },
    { text: '', html: '' },
  )
}
