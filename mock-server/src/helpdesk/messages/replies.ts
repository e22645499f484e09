import type { MessageDraft } from './messages.ts'
import { foldEmail } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Integration, Ticket, User } from '../model/entities.ts'
import { settingOf } from '../account/settings.ts'

/** The e-mail integration that owns an address, while it is active. */
export function mailboxAt(world: Helpdesk, address: string): Integration | undefined {
  const mailbox = world.rows.integrations.first('byAddress', ['email', foldEmail(address)])
  return mailbox?.deactivated_datetime === null ? mailbox : undefined
}

/** The mailbox to which an e-mail to that address comes: `support+anything@` comes to `support@` (inferred). */
export function mailboxFor(world: Helpdesk, address: string): Integration | undefined {
  return mailboxAt(world, address) ?? mailboxAt(world, address.replace(/\+[^@]*(?=@[^@]*$)/, ''))
}

/** The bot that stands for a mailbox (recorded: its e-mail is the mailbox's address). */
export const botOf = (world: Helpdesk, { address }: Integration): User | undefined =>
  address === null ? undefined : world.rows.users.first('byEmail', [address])

/** The mailbox that answers when nothing says otherwise: the account's default, else its first one. */
export function defaultMailbox(world: Helpdesk): Integration | undefined {
  const chosen = settingOf(world, 'default-integration')?.data.email
  const integration = typeof chosen === 'number' ? world.rows.integrations.get(chosen) : undefined
  return integration ?? world.rows.integrations.first('byAddress', ['email'])
}

/** The mailbox that a ticket was written to. */
function mailboxOf(world: Helpdesk, ticket: Ticket): Integration | undefined {
  for (const message of world.rows.messages.walk('byTicket', { prefix: [ticket.id] })) {
    if (message.from_agent) continue
    for (const to of message.source?.to ?? []) {
      const mailbox = mailboxFor(world, to.address)
      if (mailbox !== undefined) return mailbox
    }
  }
  return defaultMailbox(world)
}

export interface ReplyText {
  readonly body_text?: string | null
  readonly body_html?: string | null
}

/**
 * A message to the ticket's customer, in the ticket's channel; chat stays chat, all else goes by e-mail. What
 * was written in the helpdesk has its stripped texts (recorded), which quote nothing.
 */
export function draftReply(
  world: Helpdesk,
  ticket: Ticket,
  via: 'helpdesk' | 'rule' | 'ai-agent',
  text: ReplyText,
): MessageDraft {
  const texts = {
    ...text,
    ...(via === 'helpdesk' && {
      stripped_text: text.body_text ?? null,
      stripped_html: text.body_html ?? null,
    }),
  }
  if (ticket.channel === 'chat') return { channel: 'chat', from_agent: true, via, ...texts }
  const customer = world.rows.customers.get(ticket.customer_id)
  const mailbox = mailboxOf(world, ticket)
  return {
    channel: 'email',
    from_agent: true,
    via,
    subject: '',
    source: {
      type: 'email',
      from: { name: mailbox?.name ?? '', address: mailbox?.address ?? '' },
      to: customer?.email ? [{ name: customer.name ?? '', address: customer.email }] : [],
      extra: { include_thread: false },
    },
    ...texts,
  }
}
