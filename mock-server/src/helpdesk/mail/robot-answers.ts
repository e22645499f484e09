import type { Actor } from '../actor.ts'
import { receiveEmail } from '../messages/inbound.ts'
import type { InboundEmail } from '../messages/inbound.ts'
import { countWithinHour } from '../hourly.ts'
import { foldEmail } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { SentEmail } from '../model/entities.ts'
import type { Robot } from '../model/robots.ts'
import { domainOf } from './robots.ts'

const DAEMON = 'mailer-daemon'
/** Whoever is away says so once a week to each correspondent (RFC 3834 suggests some days). */
const TELLS_AGAIN_AFTER = 7 * 86_400_000_000
const MOST_TOLD = 1000

/** An echo sends back no more than this: between it and a rule that repeats what it got, texts would only grow. */
const LONGEST_ECHO = 10_000

const AWAY = 'I am out of the office and will read your message when I am back.'

/** Whether a robot with manners answers an e-mail (RFC 3834): a naive one answers all. */
function answers(world: Helpdesk, robot: Robot, email: SentEmail): boolean {
  if (robot.naive) return true
  // A report of a report would never end.
  if (robot.kind === 'bounce') return !foldEmail(email.to).startsWith(`${DAEMON}@`)
  if (email.auto_submitted !== null) return false
  if (robot.kind !== 'out-of-office') return true
  const last = robot.told.find(({ address }) => address === foldEmail(email.from))
  return last === undefined || world.now - last.at >= TELLS_AGAIN_AFTER
}

function reportOf(robot: Robot, email: SentEmail): string {
  const reason = robot.text ?? '550 5.1.1 The account that you tried to reach does not exist.'
  return [
    'This is the mail system. Your message could not be delivered to one or more recipients.',
    '',
    `Final-Recipient: rfc822; ${email.to}`,
    'Action: failed',
    'Status: 5.1.1',
    `Diagnostic-Code: smtp; ${reason}`,
    `Subject: ${email.subject}`,
  ].join('\n')
}

/** What a robot writes, but for the headers. */
function wordsOf(robot: Robot, email: SentEmail): Pick<InboundEmail, 'from' | 'subject' | 'text'> {
  switch (robot.kind) {
    case 'bounce':
      return {
        from: DAEMON + domainOf(foldEmail(email.to)),
        subject: 'Undelivered Mail Returned to Sender',
        text: reportOf(robot, email),
      }
    case 'echo':
      return {
        from: email.to,
        subject: email.subject,
        text: robot.text ?? email.text.slice(0, LONGEST_ECHO).toWellFormed(),
      }
    default:
      return {
        from: email.to,
        subject: `Automatic reply: ${email.subject.replace(/^Re:\s*/i, '')}`,
        text: robot.text ?? AWAY,
      }
  }
}

/** An e-mail that says that a machine wrote it, and what it answers; a naive robot's says neither. */
function headersOf(robot: Robot, email: SentEmail): Partial<InboundEmail> {
  if (robot.naive) return {}
  const thread = {
    in_reply_to: email.header_message_id,
    references: [...email.references, email.header_message_id],
  }
  // An echo stands for a person who answers.
  if (robot.kind === 'echo') return thread
  const report = 'multipart/report; report-type=delivery-status'
  return {
    ...thread,
    headers: { 'Auto-Submitted': 'auto-replied', ...(robot.kind === 'bounce' && { 'Content-Type': report }) },
  }
}

function remember(world: Helpdesk, robot: Robot, email: SentEmail): void {
  const address = foldEmail(email.from)
  const others = robot.told.filter((known) => known.address !== address)
  const told =
    robot.kind === 'out-of-office' ? [...others, { address, at: world.now }].slice(-MOST_TOLD) : robot.told
  world.rows.robots.put({ ...robot, told, answers: robot.answers + 1 })
}

/** Lets a robot answer an e-mail that reached it, as if somebody had written from there. */
export function answerAsRobot(
  world: Helpdesk,
  _actor: Actor,
  { robot_id, email_id }: { readonly robot_id: number; readonly email_id: number },
): void {
  const robot = world.rows.robots.get(robot_id)
  const email = world.rows.outbox.get(email_id)
  if (robot === undefined || email === undefined || !answers(world, robot, email)) return
  // Between robots and rules that write to ever new addresses, nothing else would end it.
  if (!countWithinHour(world, 'robot-answers')) return
  remember(world, robot, email)
  // It is nobody of the account, and no rule's doing: rules may answer to it.
  receiveEmail(
    world,
    { user_id: null, context: world.uuid() },
    {
      ...wordsOf(robot, email),
      to: [{ name: email.from_name, address: email.from }],
      message_id: `<${world.hex(16)}${domainOf(foldEmail(email.to))}>`,
      ...headersOf(robot, email),
    },
  )
}
