import type { Helpdesk } from '../model/helpdesk.ts'
import type { Ticket } from '../model/entities.ts'
import { autoSplitOf, settingOf } from '../account/settings.ts'

const DAY = 86_400_000_000

/** What an answer belongs to: a ticket, or a new one because the conversation has been quiet for too long. */
export interface Place {
  readonly ticket?: Ticket
  /** The ticket from which a new one is split off. */
  readonly splitFrom?: Ticket
}

/** The ticket of that id; of one that was merged, where it went. */
export function standingTicket(world: Helpdesk, id: number): Ticket | undefined {
  const { tickets, mergedTickets } = world.rows
  let standing: number | undefined = id
  while (standing !== undefined && tickets.get(standing) === undefined)
    standing = mergedTickets.get(standing)?.target_id
  return standing === undefined ? undefined : tickets.get(standing)
}

/** The ticket to which an e-mail with that Message-ID belongs: the account sent or received it. */
function ticketOfMessageId(world: Helpdesk, message_id: string): Ticket | undefined {
  const known =
    world.rows.messages.first('byMessageId', [message_id]) ??
    world.rows.outbox.first('bySurveyMessageId', [message_id])
  return known && standingTicket(world, known.ticket_id)
}

const isTrashed = ({ trashed_datetime }: Ticket): boolean => trashed_datetime !== null

/** Whether nobody wrote for longer than that. */
const isQuiet = (world: Helpdesk, ticket: Ticket, window: number): boolean =>
  world.now - (ticket.last_message_datetime ?? ticket.created_datetime) > window

/**
 * Follows a conversation to the ticket on which it goes on: where that has been quiet for too long, to the one
 * that was split off last. What lies in the trash is out of the conversation (inferred).
 */
function goOn(world: Helpdesk, ticket: Ticket, window: number): Place {
  let standing = ticket
  // What was split off may have been merged back.
  const seen = new Set<number>()
  while (isQuiet(world, standing, window)) {
    seen.add(standing.id)
    const next = world.rows.splitTickets.get(standing.id)
    const successor = next && standingTicket(world, next.target_id)
    if (successor === undefined || isTrashed(successor) || seen.has(successor.id))
      return { splitFrom: standing }
    standing = successor
  }
  return { ticket: standing }
}

/** An account may switch splitting off; without the setting e-mails stay on their ticket. */
function emailWindow(world: Helpdesk): number {
  const { enabled, window } = autoSplitOf(world)
  return enabled ? window : Infinity
}

/** Chats are split after three days (documented); the setting's part for chat is inferred from the one for e-mail. */
function chatWindow(world: Helpdesk): number {
  const chat = settingOf(world, 'auto-split')?.data.chat as
    { readonly enabled?: boolean; readonly split_after_days?: number } | undefined
  return chat?.enabled === false ? Infinity : (chat?.split_after_days ?? 3) * DAY
}

/**
 * Where an e-mail belongs: onto the ticket of the newest e-mail that it names as answered (documented: a thread
 * stays together), unless that has been quiet for ten days (documented).
 *
 * @param answered Message-IDs, that of In-Reply-To first, then those of References from the last to the first
 */
export function placeOfEmail(world: Helpdesk, answered: readonly string[]): Place {
  for (const id of answered) {
    const ticket = ticketOfMessageId(world, id)
    if (ticket !== undefined && !isTrashed(ticket)) return goOn(world, ticket, emailWindow(world))
  }
  return {}
}

/** Where a chat message belongs: onto the customer's newest chat, unless that has been quiet for three days. */
export function placeOfChat(world: Helpdesk, customer_id: number): Place {
  for (const ticket of world.rows.tickets.walk('byCustomer', { prefix: [customer_id], reverse: true })) {
    if (ticket.channel !== 'chat' || isTrashed(ticket)) continue
    return isQuiet(world, ticket, chatWindow(world)) ? { splitFrom: ticket } : { ticket }
  }
  return {}
}
