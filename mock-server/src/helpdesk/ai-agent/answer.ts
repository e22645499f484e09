import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { announce } from '../announce.ts'
import { follow } from '../effects.ts'
import type { EffectPayloads } from '../effects.ts'
import { recordEvent } from '../events.ts'
import { isAutomatic } from '../mail/automatic.ts'
import { isFromPerson } from '../messages/kinds.ts'
import { addMessage } from '../messages/messages.ts'
import type { AiAgent, AiOutcome, AnswerCondition, ScriptedAnswer } from '../model/ai-agent.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Message, Ticket } from '../model/entities.ts'
import { draftReply } from '../messages/replies.ts'
import { addressOf, refuseStorm, rememberWriting } from '../rules/auto-replies.ts'
import { tagsByName } from '../tags/tags.ts'
import { renderBodies } from '../tickets/actions.ts'
import { changeTicket } from '../tickets/changes.ts'
import type { TicketChanges } from '../tickets/changes.ts'
import { isInHand, noteAnswer, noteHandOver } from './interactions.ts'
import { aiAgentOf } from './settings.ts'

/** Whoever puts this tag on a ticket keeps AI Agent away (documented). */
const IGNORE = 'ai_ignore'

/** What a ticket is tagged with (documented: `ai_ignore`; inferred: the others, and that they are put on). */
const TAGS: Readonly<Record<AiOutcome, string>> = {
  resolve: 'ai_close',
  answer: 'ai_answered',
  'hand-over': 'ai_handover',
  ignore: IGNORE,
}

const HAND_OVER: ScriptedAnswer = { outcome: 'hand-over' }

const namesOf = (world: Helpdesk, ticket: Ticket): string[] =>
  ticket.tag_ids.map((id) => world.rows.tags.get(id)?.name ?? '')

/**
 * Whether AI Agent still has something to answer by the time that it does: the newest words of the customer,
 * on an open ticket of one of its channels that no person has answered, and that no call of the API made,
 * whatever was merged into it since (inferred, but for spam).
 */
function mayAnswer(
  world: Helpdesk,
  { enabled, channels }: AiAgent,
  ticket: Ticket,
  message: Message,
): boolean {
  if (!enabled || !channels.some((channel) => channel === message.channel)) return false
  if (ticket.came_over_api || ticket.spam || ticket.trashed_datetime !== null || ticket.status === 'closed')
    return false
  if (isAutomatic(world, message) || namesOf(world, ticket).includes(IGNORE)) return false
  let newest: Message | undefined
  for (const other of world.rows.messages.walk('byTicket', { prefix: [ticket.id] })) {
    if (isFromPerson(world, other)) return false
    if (!other.from_agent) newest = other
  }
  return newest?.id === message.id
}

function fits(
  world: Helpdesk,
  ticket: Ticket,
  message: Message,
  { contains, tags }: AnswerCondition,
): boolean {
  const words = `${ticket.subject ?? ''}\n${message.stripped_text ?? message.body_text ?? ''}`.toLowerCase()
  const names = namesOf(world, ticket)
  return (
    (contains === undefined || contains.some((part) => words.includes(part.toLowerCase()))) &&
    (tags === undefined || tags.some((name) => names.includes(name)))
  )
}

/** Writes to the customer, unless there is nothing to say; answers whether it did. */
function write(
  world: Helpdesk,
  actor: Actor,
  { ticket, message }: { readonly ticket: Ticket; readonly message: Message },
  { text, html }: ScriptedAnswer,
): boolean {
  if (!text && !html) return false
  const bodies = renderBodies(
    { world, actor, ticket, message, author: {} },
    { body_text: text ?? null, body_html: html ?? null },
  )
  addMessage(world, actor, ticket.id, draftReply(world, ticket, 'ai-agent', bodies))
  rememberWriting(world, addressOf(world, ticket), null)
  return true
}

/** Whether a message to the customer would have anywhere to go. */
const isReachable = (world: Helpdesk, ticket: Ticket): boolean =>
  ticket.channel === 'chat' || Boolean(world.rows.customers.get(ticket.customer_id)?.email)

/** Whether the hour's bound of all that is written by itself leaves room for one more (inferred). */
function mayWriteTo(world: Helpdesk, ticket: Ticket): boolean {
  try {
    refuseStorm(world, ticket, addressOf(world, ticket))
    return true
  } catch (error) {
    if (error instanceof Refusal) return false
    throw error
  }
}

/** The answer of the script; a customer who got too many, or whom no e-mail reaches, is for people. */
function choose(world: Helpdesk, agent: AiAgent, ticket: Ticket, message: Message): ScriptedAnswer {
  const answer = agent.answers.find(({ when = {} }) => fits(world, ticket, message, when)) ?? HAND_OVER
  if (answer.outcome === 'ignore') return answer
  return mayWriteTo(world, ticket) && isReachable(world, ticket) ? answer : HAND_OVER
}

/** AI Agent takes note of what a customer wrote: rules, merges and assignments of the moment come first. */
export const readAsAiAgent = (world: Helpdesk, actor: Actor, work: EffectPayloads['ai-agent-reads']): void =>
  follow(world, actor, 'ai-agent-answers', work)

/**
 * AI Agent looks at what a customer wrote, and does what its script says. A message that was merged into
 * another ticket it leaves alone, unless it has that one in hand.
 */
export function answerAsAiAgent(
  world: Helpdesk,
  { context }: Actor,
  { ticket_id, message_id }: EffectPayloads['ai-agent-answers'],
): void {
  const agent = aiAgentOf(world)
  const message = world.rows.messages.get(message_id)
  const ticket = message && world.rows.tickets.get(message.ticket_id)
  if (agent === undefined || message === undefined || ticket === undefined) return
  if (ticket.id !== ticket_id && !isInHand(world, ticket.id)) return
  if (!mayAnswer(world, agent, ticket, message)) return
  const answer = choose(world, agent, ticket, message)
  const actor: Actor = { user_id: agent.user_id, context }
  world.because({ kind: 'agent', id: agent.user_id, name: 'AI Agent' }, () => {
    const wrote = write(world, actor, { ticket, message }, answer)
    if (wrote) noteAnswer(world, ticket.id, answer.outcome === 'resolve')
    mark(world, actor, ticket.id, answer.outcome)
  })
}

/** What is to be seen of the outcome on the ticket: its tag, its status, its place with people. */
function mark(world: Helpdesk, actor: Actor, ticket_id: number, outcome: AiOutcome): void {
  const before = world.rows.tickets.get(ticket_id)
  const tag_ids = [...(before?.tag_ids ?? []), ...tagsByName(world, actor, [{ name: TAGS[outcome] }])]
  const changes: TicketChanges = {
    tag_ids: [...new Set(tag_ids)],
    ...(outcome === 'resolve' && { status: 'closed' as const }),
  }
  changeTicket(world, actor, ticket_id, changes)
  if (outcome !== 'hand-over') return
  noteHandOver(world, ticket_id)
  recordEvent(world, actor, 'ticket-handed-over', { type: 'Ticket', id: ticket_id })
  announce(world, actor, { kind: 'handed-over', ticket_id })
}
