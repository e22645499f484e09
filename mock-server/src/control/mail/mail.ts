import type { Actor } from '../../helpdesk/actor.ts'
import { receiveChat, receiveEmail } from '../../helpdesk/messages/inbound.ts'
import type { InboundChat, InboundEmail, Received } from '../../helpdesk/messages/inbound.ts'
import { readMime } from '../../edge/mail/mime.ts'
import { bothParts } from '../../helpdesk/mail/parts.ts'
import type { SentEmail } from '../../helpdesk/model/entities.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'

/** An e-mail that left the house. */
export interface OutboxRow extends Omit<SentEmail, 'id' | 'sent_datetime' | 'header_message_id'> {
  /** The Message-ID header, to answer to. */
  readonly header_message_id: string
  readonly sent_datetime: string
}

/** Where a message of a customer went. */
export interface InboundAnswer {
  readonly ticket_id: number
  readonly message_id: number
}

export const outboxRow = ({ id: _, sent_datetime, ...email }: SentEmail): OutboxRow => ({
  ...email,
  ...bothParts(email),
  sent_datetime: formatDatetime(sent_datetime),
})

/** The e-mails that left, oldest first. */
export const listOutbox = ({ world }: AccountTenant): OutboxRow[] =>
  [...world.rows.outbox.values()].map(outboxRow)

/** A refusal as the control plane says it; all else as it is. */
function told(error: unknown): unknown {
  if (!(error instanceof Refusal)) return error
  const [field, reasons] = Object.entries(error.fields ?? {})[0] ?? []
  const reason = Array.isArray(reasons) ? reasons.join(' ') : error.message
  return new ControlError(400, field === undefined ? reason : `${field}: ${reason}`, field)
}

function take(tenant: AccountTenant, receive: (actor: Actor) => Received): InboundAnswer {
  const { world } = tenant
  try {
    const { ticket, message } = change(tenant, 'inbound', () =>
      receive({ user_id: null, context: world.uuid() }),
    )
    return { ticket_id: ticket.id, message_id: message.id }
  } catch (error) {
    throw told(error)
  }
}

/** A customer writes: an e-mail, or into the chat. */
export function receive(tenant: AccountTenant, message: InboundEmail | InboundChat): InboundAnswer {
  return take(tenant, (actor) =>
    'channel' in message
      ? receiveChat(tenant.world, actor, message)
      : receiveEmail(tenant.world, actor, message),
  )
}

/** An e-mail as it travels, headers and all, comes in. */
export async function receiveMime(tenant: AccountTenant, raw: Uint8Array): Promise<InboundAnswer> {
  const { from, ...email } = await readMime(raw).catch((error: unknown) => {
    throw told(error)
  })
  if (from === undefined) throw new ControlError(400, 'From: the e-mail names no sender.', 'From')
  return take(tenant, (actor) => receiveEmail(tenant.world, actor, { ...email, from }))
}
