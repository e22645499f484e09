import { Refusal } from '../../kernel/refusal.ts'
import { foldEmail, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { INTERNAL_NOTE } from '../model/entities.ts'
import { isAutomatic } from '../mail/automatic.ts'
import type { AutoReplies } from '../model/bounds.ts'
import type { Message, Rule, Ticket } from '../model/entities.ts'
import { countWithinHour, PER_HOUR } from '../hourly.ts'
import { mailboxAt } from '../messages/replies.ts'

const MINUTE = 60_000_000
const HOUR = 60 * MINUTE

/** The same auto-reply goes to a customer once within this time (documented), in microseconds. */
export const SAME_AUTO_REPLY_INTERVAL = 5 * MINUTE

/**
 * What all rules together may write to the customer of a ticket within an hour: as much as one rule alone
 * could under the documented interval (inferred).
 */
export const AUTO_REPLIES_PER_HOUR = 12

/** What all rules together may write within an hour to an address that is not the customer's (inferred). */
export const RULE_EMAILS_PER_HOUR = 100

const refuse = (why: string): never => {
  throw new Refusal('conflict', why)
}

/** Why a message gets no automatic answer, or undefined. */
function unanswerable(world: Helpdesk, message: Message): string | undefined {
  if (message.channel === 'api') return 'Messages of the channel api get no auto-reply.'
  // Mail of a mailing list is not answered, and is told by its cc recipients (documented).
  if (message.source?.cc?.length) return 'Mail with cc recipients gets no auto-reply.'
  return isAutomatic(world, message) ? 'Mail that no person wrote gets no auto-reply.' : undefined
}

const rowOf = (world: Helpdesk, address: string): AutoReplies | undefined =>
  world.rows.autoReplies.first('byAddress', [address])

/** What rules wrote to an address within the last hour. */
const recent = (world: Helpdesk, address: string) =>
  (rowOf(world, address)?.written ?? []).filter(({ at }) => world.now - at < HOUR)

/** Under which name what rules write to the customer of a ticket is counted. */
export function addressOf(world: Helpdesk, ticket: Ticket): string {
  const email = world.rows.customers.get(ticket.customer_id)?.email
  return email ? foldEmail(email) : `#${ticket.customer_id}`
}

/**
 * Refuses an auto-reply that Gorgias would not write: to a message of the channel `api`, to mail of a mailing
 * list, the same one within five minutes (documented); to a ticket of notes alone, to mail that no person
 * wrote, to a mailbox of the account itself, and beyond the hour's bound of all rules (inferred).
 *
 * @throws Refusal
 */
export function refuseAutoReply(
  world: Helpdesk,
  rule: Rule,
  ticket: Ticket,
  message: Message | undefined,
): void {
  const reason = message && unanswerable(world, message)
  if (reason !== undefined) refuse(reason)
  const messages = world.rows.messages.walk('byTicket', { prefix: [ticket.id] })
  if ([...messages].every((row) => row.channel === INTERNAL_NOTE || row.channel === 'api'))
    refuse('The ticket has no message that could be answered.')
  const address = addressOf(world, ticket)
  const isSame = ({ rule_id, at }: AutoReplies['written'][number]) =>
    rule_id === rule.id && world.now - at < SAME_AUTO_REPLY_INTERVAL
  if (recent(world, address).some(isSame)) refuse('The customer got this auto-reply within five minutes.')
  refuseStorm(world, ticket, address)
}

/**
 * Refuses one more mail of rules than an address may get in an hour, and any to a mailbox of the account:
 * that would come back as a ticket.
 *
 * @throws Refusal
 */
export function refuseStorm(world: Helpdesk, ticket: Ticket, address: string): void {
  if (mailboxAt(world, address) !== undefined) refuse(`${address} is a mailbox of this account.`)
  const limit = address === addressOf(world, ticket) ? AUTO_REPLIES_PER_HOUR : RULE_EMAILS_PER_HOUR
  if (recent(world, address).length >= limit)
    refuse(`Rules have written ${limit} messages to ${address} within an hour.`)
}

/**
 * Keeps in mind that a rule wrote to an address; `rule_id` is null for what is no reply.
 *
 * @throws Refusal where rules have written enough for the account's hour
 */
export function rememberWriting(world: Helpdesk, address: string, rule_id: number | null): void {
  if (!countWithinHour(world, 'rule-emails'))
    refuse(`Rules have written ${PER_HOUR['rule-emails']} messages within an hour.`)
  const written = [...recent(world, address), { rule_id, at: world.now }]
  const id = rowOf(world, address)?.id ?? nextId(world, 'autoReplies')
  world.rows.autoReplies.put({ id, address, written })
}
