import type { Actor } from './actor.ts'
import { messageReachedAiAgent, ticketReachedAiAgent } from './ai-agent/notice.ts'
import { follow } from './effects.ts'
import type { HttpCall, TriggerRun } from './effects.ts'
import { anyoneListens } from './http-integrations/calls.ts'
import type { Helpdesk } from './model/helpdesk.ts'
import type { Message, Ticket } from './model/entities.ts'
import type { HttpTrigger } from './model/deliveries.ts'

interface TicketCreated {
  readonly kind: 'ticket-created'
  readonly ticket: Ticket
  readonly messages: readonly Message[]
}

interface TicketChanged {
  readonly kind: 'ticket-changed'
  readonly before: Ticket
  readonly after: Ticket
  /** Whether something changed that is an update to rules, who do not look at all fields. */
  readonly seenByRules: boolean
}

/** What happened to a ticket that others may want to know. */
export type News =
  | TicketCreated
  | TicketChanged
  /** A new message on a ticket that was there before. */
  | { readonly kind: 'message-added'; readonly message: Message }
  | { readonly kind: 'message-failed'; readonly message: Message }
  /** A snooze came to its end. What that changed of the ticket is told apart. */
  | { readonly kind: 'self-unsnoozed'; readonly ticket_id: number }
  /** AI Agent passed the ticket on to people. */
  | { readonly kind: 'handed-over'; readonly ticket_id: number }
  | { readonly kind: 'survey-answered'; readonly ticket_id: number }

/** What a piece of news sets off, each in the order in which it comes. */
interface Reactions {
  readonly ticket_id: number
  readonly rules: readonly TriggerRun[]
  readonly calls: readonly HttpCall[]
}

const run = (trigger: string, message?: Message): TriggerRun => ({ trigger, message_id: message?.id ?? null })
const call = (trigger: HttpTrigger, message?: Message): HttpCall => ({
  trigger,
  message_id: message?.id ?? null,
})

/** What both listen to when a message has come: itself, then the update of its ticket (documented for rules). */
const aboutMessages = (messages: readonly Message[]) =>
  messages.map((message) => ({ trigger: 'ticket-message-created', message_id: message.id }) as const)

/**
 * A new ticket: rules on tickets created, then on each message, then on tickets updated (documented order).
 * What is about the ticket shows its first message (inferred). Calls follow the same order, and a ticket that
 * is born assigned is an assignment (inferred).
 */
function ticketCreated({ ticket, messages }: TicketCreated): Reactions {
  const [first] = messages
  const assigned = ticket.assignee_user_id !== null || ticket.assignee_team_id !== null
  return {
    ticket_id: ticket.id,
    rules: [run('ticket-created', first), ...aboutMessages(messages), run('ticket-updated', first)],
    calls: [
      call('ticket-created', first),
      ...aboutMessages(messages),
      call('ticket-updated', first),
      ...(assigned ? [call('ticket-assignment-updated', first)] : []),
    ],
  }
}

/** Whether anything but the time of the change is another one. Lists are compared by their items. */
function differs(before: Ticket, after: Ticket): boolean {
  const keys = Object.keys(after) as (keyof Ticket)[]
  return keys.some(
    (key) =>
      key !== 'updated_datetime' &&
      before[key] !== after[key] &&
      JSON.stringify(before[key]) !== JSON.stringify(after[key]),
  )
}

/**
 * A change without a message: rules on tickets updated, then, if a user was assigned, on that; a team alone
 * is no assignment to them (documented). To HTTP integrations any change is an update (documented), and an
 * assignment whoever it is about, or was (inferred).
 */
function ticketChanged({ before, after, seenByRules }: TicketChanged): Reactions {
  const user = after.assignee_user_id !== before.assignee_user_id
  const team = after.assignee_team_id !== before.assignee_team_id
  const assigned = user && after.assignee_user_id !== null
  return {
    ticket_id: after.id,
    rules: seenByRules ? [run('ticket-updated'), ...(assigned ? [run('ticket-assigned')] : [])] : [],
    calls: [
      ...(seenByRules || differs(before, after) ? [call('ticket-updated')] : []),
      ...(user || team ? [call('ticket-assignment-updated')] : []),
      ...(after.status === before.status ? [] : [call('ticket-status-updated')]),
    ],
  }
}

function reactionsTo(news: News): Reactions {
  switch (news.kind) {
    case 'ticket-created':
      return ticketCreated(news)
    case 'ticket-changed':
      return ticketChanged(news)
    case 'message-added': {
      const { message } = news
      return {
        ticket_id: message.ticket_id,
        rules: [...aboutMessages([message]), run('ticket-updated', message)],
        calls: [...aboutMessages([message]), call('ticket-updated', message)],
      }
    }
    case 'message-failed': {
      const { message } = news
      return { ticket_id: message.ticket_id, rules: [], calls: [call('ticket-message-failed', message)] }
    }
    case 'self-unsnoozed':
      return {
        ticket_id: news.ticket_id,
        rules: [run('ticket-self-unsnoozed')],
        calls: [call('ticket-self-unsnoozed')],
      }
    case 'handed-over':
      return { ticket_id: news.ticket_id, rules: [], calls: [call('ticket-handed-over')] }
    case 'survey-answered':
      // Rules on that alone (inferred).
      return { ticket_id: news.ticket_id, rules: [run('satisfaction-survey-responded')], calls: [] }
  }
}

/**
 * Tells that something happened to a ticket: the one place where rules learn of it, and HTTP integrations
 * behind them. They act later, on timers: whoever tells the news is done first.
 *
 * @example
 * announce(world, actor, { kind: 'message-added', message })
 */
export function announce(world: Helpdesk, actor: Actor, news: News): void {
  const { ticket_id, rules, calls } = reactionsTo(news)
  if (rules.length > 0 && world.rows.rules.size > 0)
    follow(world, actor, 'run-rules', { ticket_id, runs: rules })
  if (anyoneListens(world, calls)) follow(world, actor, 'call-integrations', { ticket_id, calls })
  if (news.kind === 'ticket-created') ticketReachedAiAgent(world, actor, news.messages)
  else if (news.kind === 'message-added') messageReachedAiAgent(world, actor, news.message)
}
