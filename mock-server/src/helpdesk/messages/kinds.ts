import { findCustomerByEmail } from '../customers/matching.ts'
import { recipientsOf } from '../mail/outbox.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { INTERNAL_NOTE } from '../model/entities.ts'
import type { Message } from '../model/entities.ts'

/**
 * What a message is: who wrote it, and whether customers read it. Delivery, quotes, templates, surveys, AI Agent
 * and the explanations all ask here, so that none of them takes for public what another keeps inside.
 */

/** Channels whose messages leave as e-mail. */
const BY_EMAIL: ReadonlySet<string> = new Set(['email', 'contact_form', 'help-center'])

export const isNote = ({ channel }: Pick<Message, 'channel'>): boolean => channel === INTERNAL_NOTE

export const leavesByEmail = ({ channel }: Message): boolean => BY_EMAIL.has(channel)

/** Whether anybody outside may read a message; a note nobody may, whatever its row says. */
const isPublic = (message: Message): boolean => message.public && !isNote(message)

/** Whether Gorgias itself brings a message to somebody outside, unless it was sent elsewhere before. */
export const isOutgoing = (message: Message): boolean => message.from_agent && isPublic(message)

/** Whom an e-mail names; nobody where it goes to the ticket's customer as a matter of course. */
export const recipientsNamedBy = ({ source }: Message): string[] => {
  const { to = [], cc, bcc } = source ?? {}
  return recipientsOf({ to, ...(cc && { cc }), ...(bcc && { bcc }) })
}

/** Whether what an agent or a rule wrote goes to the ticket's customer, and not to others alone. */
export function isToCustomer(world: Helpdesk, message: Message): boolean {
  if (!leavesByEmail(message)) return true
  const customer_id = world.rows.tickets.get(message.ticket_id)?.customer_id
  const named = recipientsNamedBy(message)
  return (
    named.length === 0 || named.some((address) => findCustomerByEmail(world, address)?.id === customer_id)
  )
}

/** Whether the ticket's customer may read a message: it is theirs, or written to them, and not sent on to others. */
export const isReadable = (world: Helpdesk, message: Message): boolean =>
  isPublic(message) &&
  message.source?.extra?.forward !== true &&
  (!message.from_agent || isToCustomer(world, message))

/** Whether the ticket's customer knows a message: they may read it, and it came in or has left. */
export const isForCustomers = (world: Helpdesk, message: Message): boolean =>
  message.sent_datetime !== null &&
  message.failed_datetime === null &&
  message.deleted_datetime === null &&
  isReadable(world, message)

export const isFromRule = ({ via, rule_id }: Message): boolean => via === 'rule' || rule_id !== null

/** Whether nobody but a machine wrote a message: a rule, or AI Agent. */
export const isMachineMade = (message: Message): boolean => isFromRule(message) || message.via === 'ai-agent'

/** Whether a message is what a person of the shop wrote to somebody outside: no note, no rule, no bot. */
export const isFromPerson = (world: Helpdesk, message: Message): boolean =>
  isOutgoing(message) && !isFromRule(message) && world.rows.users.get(message.sender_id)?.role !== 'bot'
