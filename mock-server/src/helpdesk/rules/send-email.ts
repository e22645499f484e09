import { addMessage } from '../messages/messages.ts'
import { foldEmail } from '../model/helpdesk.ts'
import type { Address } from '../model/entities.ts'
import { draftReply, mailboxAt } from '../messages/replies.ts'
import { invalid, renderBodies, renderText, textOf } from '../tickets/actions.ts'
import type { TicketActionContext } from '../tickets/actions.ts'
import { refuseStorm, rememberWriting } from './auto-replies.ts'
import type { ActionArguments } from './language/index.ts'

/** Most addresses of one e-mail, copies included (inferred: a bound of the simulator). */
const MAX_RECIPIENTS = 10
const MAX_SUBJECT = 998
const ADDRESS = /^[^\s@,;<>"]{1,64}@[^\s@,;<>"]{1,255}$/

/**
 * The addresses of a list with commas. It is split before variables are filled in: what a customer wrote can
 * stand for one address, and never add others.
 */
function addressesOf(context: TicketActionContext, args: ActionArguments, name: string): Address[] {
  const items = textOf(args, name).split(',')
  const addresses = items.map((item) => renderText(context, item).trim()).filter((item) => item !== '')
  const wrong = addresses.find((address) => !ADDRESS.test(address))
  if (wrong !== undefined) invalid(name, `Not a valid email address: ${wrong.slice(0, 100)}`)
  return addresses.map((address) => ({ name: '', address }))
}

/** The mailbox that the action names, else the one that would answer the ticket. */
function senderOf(context: TicketActionContext, args: ActionArguments): Address {
  const { world, ticket } = context
  const wanted = renderText(context, textOf(args, 'from')).trim()
  if (wanted === '') {
    const { source } = draftReply(world, { ...ticket, channel: 'email' }, 'rule', {})
    return source?.from ?? { name: '', address: '' }
  }
  const mailbox = mailboxAt(world, wanted)
  if (mailbox === undefined) return invalid('from', `${wanted.slice(0, 100)} is no mailbox of this account.`)
  return { name: mailbox.name, address: mailbox.address ?? '' }
}

/**
 * Writes an e-mail of the ticket to any address, as a message of the ticket that leaves; like an agent's
 * forward it makes the ticket billable (inferred). No answer to anybody, so the guards of auto-replies do not
 * hold; how much rules write to one address in an hour is bounded all the same.
 *
 * @throws Refusal where an address is none, there is no recipient or too many, or `from` is no mailbox
 */
export function sendEmail(context: TicketActionContext, args: ActionArguments): void {
  const { world, actor, ticket, author } = context
  const [to, cc, bcc] = [
    addressesOf(context, args, 'to'),
    addressesOf(context, args, 'cc'),
    addressesOf(context, args, 'bcc'),
  ]
  const recipients = [...new Set([...to, ...cc, ...bcc].map(({ address }) => foldEmail(address)))]
  const [first] = to
  if (first === undefined) return invalid('to', 'Missing data for required field.')
  if (recipients.length > MAX_RECIPIENTS) invalid('to', `More than ${MAX_RECIPIENTS} recipients.`)
  for (const address of recipients) refuseStorm(world, ticket, address)
  // A subject is one line, whatever stands in the subject of the ticket.
  const subject = renderText(context, textOf(args, 'subject')).replace(/\s+/g, ' ').trim()
  addMessage(world, actor, ticket.id, {
    ...author,
    ...renderBodies(context, args),
    channel: 'email',
    from_agent: true,
    receiver: { email: first.address },
    subject: subject.slice(0, MAX_SUBJECT),
    source: {
      type: 'email',
      from: senderOf(context, args),
      to,
      ...(cc.length > 0 && { cc }),
      ...(bcc.length > 0 && { bcc }),
      extra: { include_thread: false },
    },
  })
  for (const address of recipients) rememberWriting(world, address, null)
}
