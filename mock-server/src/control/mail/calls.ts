import type { InboundChat, InboundEmail } from '../../helpdesk/messages/inbound.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { readChat } from './chat.ts'
import type { ChatLine } from './chat.ts'
import { listOutbox, receive, receiveMime } from './mail.ts'
import type { InboundAnswer, OutboxRow } from './mail.ts'
import { readMailbox } from './mailbox.ts'
import type { Mailbox } from './mailbox.ts'
import { addRobot, listRobots, removeRobot } from './robots.ts'
import type { RobotOrder, RobotRow } from './robots.ts'

/** What the library offers of this subject. */
export const mailCalls = (tenant: () => AccountTenant) => ({
  /** The e-mails that left, oldest first. */
  outbox(): OutboxRow[] {
    return listOutbox(tenant())
  },

  /** A customer writes: an e-mail, or with `channel: 'chat'` into the chat. */
  inbound(message: InboundEmail | InboundChat): InboundAnswer {
    return receive(tenant(), message)
  },

  /** An e-mail comes in as it travels (RFC 5322, MIME). */
  inboundMime(raw: Uint8Array): Promise<InboundAnswer> {
    return receiveMime(tenant(), raw)
  },

  /** All e-mails that an address got or sent, in threads, as its owner sees them. */
  mailbox(address: string): Mailbox {
    return readMailbox(tenant(), address)
  },

  /** What a customer sees in the chat window: named by e-mail address, external id or id. */
  chat(customer: string): ChatLine[] {
    return readChat(tenant(), customer)
  },

  /** Lets an address, or all of a domain, answer e-mails by itself. */
  addRobot(order: RobotOrder): RobotRow {
    return addRobot(tenant(), order)
  },

  robots(): RobotRow[] {
    return listRobots(tenant())
  },

  removeRobot(id: number): void {
    removeRobot(tenant(), id)
  },
})
