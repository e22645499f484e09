import type { Actor } from '../actor.ts'
import { follow } from '../effects.ts'
import { accountOf, foldEmail, nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Address, SentEmail, SmtpState } from '../model/entities.ts'
import { robotAt } from './robots.ts'

/** An e-mail that is to leave. */
export interface NewEmail extends Pick<
  SentEmail,
  | 'subject'
  | 'text'
  | 'html'
  | 'ticket_id'
  | 'message_id'
  | 'header_message_id'
  | 'in_reply_to'
  | 'references'
  | 'auto_submitted'
  | 'attachments'
> {
  readonly from: Address
  readonly to: readonly Address[]
  readonly cc?: readonly Address[]
  /** Those who get it and stand in no header. */
  readonly bcc?: readonly Address[]
}

/** More recipients than this are no correspondence. Gorgias's own limit is unpublished (inferred). */
export const MAX_RECIPIENTS = 100

const PENDING: SmtpState = { status: 'pending', error: null }

/** Nobody can have an address there, so e-mails to it bounce (the simulator's own: RFC 2606 reserves the name). */
const isUndeliverable = (address: string): boolean => /[@.]invalid$/i.test(address.trim())

/** Everybody whom an e-mail goes to, each once. */
export function recipientsOf({ to, cc = [], bcc = [] }: Pick<NewEmail, 'to' | 'cc' | 'bcc'>): string[] {
  const addresses = [...to, ...cc, ...bcc].map(({ address }) => address).filter((address) => address !== '')
  return [...new Map(addresses.map((address) => [foldEmail(address), address])).values()]
}

/**
 * Puts an e-mail into the outbox, a copy for each recipient, and lets happen what happens at their end.
 *
 * @returns whether it came back at once from any of them
 * @example
 * const { cameBack } = postEmail(world, actor, { from, to, subject: 'Re: My order', text: 'Soon', ... })
 */
export function postEmail(world: Helpdesk, actor: Actor, email: NewEmail): { readonly cameBack: boolean } {
  const { from, to, cc = [], bcc: _, ...content } = email
  const copy = {
    ...content,
    from: from.address,
    from_name: from.name,
    header_to: to,
    header_cc: cc,
    sent_datetime: world.now,
  }
  const recipients = recipientsOf(email)
  for (const recipient of recipients) {
    const robot = robotAt(world, recipient)
    const cameBack = isUndeliverable(recipient)
    const { id } = world.rows.outbox.put({
      id: nextId(world, 'outbox'),
      to: recipient,
      ...copy,
      placement: cameBack || robot?.kind === 'bounce' ? 'bounced' : placementBy(robot?.kind),
      smtp: accountOf(world).relays_email && !cameBack ? PENDING : null,
    })
    if (robot !== undefined && robot.kind !== 'spam-folder')
      follow(world, actor, 'robot-answers', { robot_id: robot.id, email_id: id }, world.now + robot.delay)
  }
  return { cameBack: recipients.some(isUndeliverable) }
}

const placementBy = (robot: string | undefined): 'inbox' | 'spam' =>
  robot === 'spam-folder' ? 'spam' : 'inbox'
