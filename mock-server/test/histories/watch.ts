import type { Message } from '../../src/helpdesk/model/entities.ts'
import type { ChatLine } from '../../src/index.ts'
import type { Desk } from './desk.ts'

/** A message of the helpdesk that somebody outside got to see. */
export interface Outgoing {
  readonly message_id: number
  /** The ticket that it was on by then. */
  readonly ticket_id: number
  /** Who got it: an e-mail address in lower case, or who chats. */
  readonly to: string
  /** Whether that is the ticket's customer. */
  readonly isCustomer: boolean
  /** What it was when it was seen first. */
  readonly message: Message | undefined
}

/** What is known of a history by looking at what left the house, and at nothing that is about billing. */
export interface Watch {
  readonly outgoing: readonly Outgoing[]
  /** Tickets of which something went out; of one that was merged, the one that is left, if that had none. */
  readonly answered: ReadonlySet<number>
  /** All tickets that ever were. */
  readonly tickets: ReadonlySet<number>
  /** How many surveys were sent. */
  readonly surveys: number
  /** The most timers that were pending whenever somebody looked. */
  readonly mostTimers: number
  readonly look: () => void
}

/** What each customer sees in the chat. */
export const chatsOf = ({ account, world }: Desk): ChatLine[][] =>
  [...world.rows.customers.values()].map(({ id }) => account.chat(String(id)))

/** Looks at an account from outside, again and again while its history goes on. */
export function watch(desk: Desk): Watch {
  const { world } = desk
  const { customers, messages, mergedTickets, outbox, tickets: ticketRows } = world.rows
  const outgoing: Outgoing[] = []
  const answered = new Set<number>()
  const tickets = new Set<number>()
  const merged = new Set<number>()
  const chatted = new Set<number>()
  let seen = [...outbox.values()].at(-1)?.id ?? 0
  let surveys = 0
  let mostTimers = 0

  const customerOf = (ticket_id: number): string => {
    const customer = customers.get(ticketRows.get(ticket_id)?.customer_id ?? 0)
    return customer?.email?.toLowerCase() ?? `#${customer?.id ?? 0}`
  }

  function* newEmails(): Generator<Outgoing> {
    // Ids of e-mails are counted: the new ones are found without a look at the rest.
    for (let email = outbox.get(seen + 1); email !== undefined; email = outbox.get(seen + 1)) {
      seen = email.id
      const { message_id, ticket_id } = email
      const to = email.to.toLowerCase()
      if (message_id === null) surveys += 1
      else {
        const isCustomer = to === customerOf(ticket_id)
        yield { message_id, ticket_id, to, isCustomer, message: messages.get(message_id) }
      }
    }
  }

  function* newLines(): Generator<Outgoing> {
    for (const lines of chatsOf(desk))
      for (const { message_id, ticket_id, from } of lines) {
        if (from !== 'shop' || chatted.has(message_id)) continue
        chatted.add(message_id)
        const to = customerOf(ticket_id)
        yield { message_id, ticket_id, to, isCustomer: true, message: messages.get(message_id) }
      }
  }

  /** What was answered counts once, wherever it went. */
  function follow(source: number, target: number): void {
    merged.add(source)
    if (!answered.has(source) || answered.has(target)) return
    answered.delete(source)
    answered.add(target)
  }

  return {
    outgoing,
    answered,
    tickets,
    get surveys() {
      return surveys
    },
    get mostTimers() {
      return mostTimers
    },
    look() {
      for (const { id } of ticketRows.values()) tickets.add(id)
      const fresh = [...newEmails(), ...newLines()]
      outgoing.push(...fresh)
      // What went out on a ticket that is gone by now did so before it was merged, the rest after.
      for (const { ticket_id } of fresh) if (mergedTickets.get(ticket_id)) answered.add(ticket_id)
      for (const { id, target_id } of mergedTickets.values()) {
        tickets.add(id)
        if (!merged.has(id)) follow(id, target_id)
      }
      for (const { ticket_id } of fresh) if (!mergedTickets.get(ticket_id)) answered.add(ticket_id)
      mostTimers = Math.max(mostTimers, [...world.pendingTimers()].length)
    },
  }
}
