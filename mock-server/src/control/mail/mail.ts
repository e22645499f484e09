import { receiveEmail } from '../../helpdesk/inbound.ts'
import type { InboundEmail } from '../../helpdesk/inbound.ts'
import type { SentEmail } from '../../helpdesk/model/entities.ts'
import { Refusal } from '../../kernel/refusal.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { AccountTenant } from '../accounts/accounts.ts'
import { change } from '../change.ts'
import { ControlError } from '../errors.ts'

/** An e-mail that left the house. */
export interface OutboxRow extends Omit<SentEmail, 'id' | 'sent_datetime' | 'header_message_id'> {
  /** The Message-ID header, to answer to. */
  readonly header_message_id: string
  readonly sent_datetime: string
}

/** The e-mails that left, oldest first. */
export const listOutbox = ({ world }: AccountTenant): OutboxRow[] =>
  [...world.rows.outbox.values()].map(({ id: _, sent_datetime, ...email }) => ({
    ...email,
    sent_datetime: formatDatetime(sent_datetime),
  }))

/** A customer writes an e-mail. */
export function receive(
  tenant: AccountTenant,
  email: InboundEmail,
): { readonly ticket_id: number; readonly message_id: number } {
  const { world } = tenant
  try {
    const { ticket, message } = change(tenant, 'inbound', () =>
      receiveEmail(world, { user_id: null, context: world.uuid() }, email),
    )
    return { ticket_id: ticket.id, message_id: message.id }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const [field = 'ticket_id', reasons] = Object.entries(error.fields ?? {})[0] ?? []
    const reason = Array.isArray(reasons) ? reasons.join(' ') : error.message
    throw new ControlError(400, `${field}: ${reason}`, field)
  }
}
