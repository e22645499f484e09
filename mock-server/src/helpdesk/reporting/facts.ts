import type { Collection, Identified } from '../../kernel/collection.ts'
import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, Message, Ticket } from '../model/entities.ts'
import type { SatisfactionSurvey } from '../model/surveys.ts'

/** A span of time; its end is no part of it (inferred). */
export interface Period {
  readonly from: Instant
  readonly to: Instant
}

const DAY = 86_400_000_000
const MAX_DAYS = 366

/** @throws Refusal for a period that is too long (observed sentence), or that ends before it begins. */
export function checkPeriod({ from, to }: Period): void {
  if (to <= from) throw new Refusal('invalid', 'The period ends before it begins.')
  if (to - from > MAX_DAYS * DAY)
    throw new Refusal('invalid', `Maximum allowed period size is ${MAX_DAYS} days`)
}

/** Something that is counted, the moment at which it counts, and the ticket that it is about. */
export interface Fact {
  readonly at: Instant
  readonly ticket: Ticket
  /** Who did it; where nobody did, whose ticket it is. */
  readonly agent_id: number | null
  readonly message?: Message
  readonly survey?: SatisfactionSurvey
  readonly tag_id?: number
}

/** Rows whose moment lies in a period, by the index of that moment: no other row is read. */
function* within<Row extends Identified, Index extends string>(
  rows: Collection<Row, Index>,
  index: NoInfer<Index>,
  { from, to }: Period,
  momentOf: (row: Row) => Instant | null,
): Iterable<readonly [Row, at: Instant]> {
  for (const row of rows.walk(index, { after: [from - 1, Infinity] })) {
    const at = momentOf(row) ?? to
    if (at >= to) return
    yield [row, at]
  }
}

/** Spam and the trash count nowhere (inferred). */
const counts = (ticket: Ticket | undefined): ticket is Ticket =>
  ticket !== undefined && !ticket.spam && ticket.trashed_datetime === null

/** Reads what a scope counts. */
export type ReadFacts = (world: Helpdesk, period: Period) => Iterable<Fact>

const ticketFact = (ticket: Ticket, at: Instant): Fact => ({ at, ticket, agent_id: ticket.assignee_user_id })

export const ticketsCreated: ReadFacts = function* (world, period) {
  for (const [ticket, at] of within(world.rows.tickets, 'byCreated', period, (row) => row.created_datetime))
    if (counts(ticket)) yield ticketFact(ticket, at)
}

/** Tickets that were made in the period and are open now (inferred). */
export const ticketsOpen: ReadFacts = function* (world, period) {
  for (const fact of ticketsCreated(world, period)) if (fact.ticket.status === 'open') yield fact
}

/** Tickets that were closed in the period and are closed still (inferred). */
export const ticketsClosed: ReadFacts = function* (world, period) {
  for (const [ticket, at] of within(world.rows.tickets, 'byClosed', period, (row) => row.closed_datetime))
    if (counts(ticket) && ticket.status === 'closed') yield ticketFact(ticket, at)
}

/** Each tag of each ticket that was made in the period. */
export const ticketTags: ReadFacts = function* (world, period) {
  for (const fact of ticketsCreated(world, period))
    for (const tag_id of fact.ticket.tag_ids) yield { ...fact, tag_id }
}

const messages = (which: (message: Message) => boolean): ReadFacts =>
  function* (world, period) {
    const found = within(world.rows.messages, 'byCreated', period, (row) => row.created_datetime)
    for (const [message, at] of found) {
      const ticket = which(message) ? world.rows.tickets.get(message.ticket_id) : undefined
      if (!counts(ticket)) continue
      yield {
        at,
        ticket,
        message,
        agent_id: message.from_agent ? message.sender_id : ticket.assignee_user_id,
      }
    }
  }

/** What left for the customer, whoever wrote it. */
const isSent = (message: Message): boolean =>
  message.from_agent && message.public && message.sent_datetime !== null

/** What an agent wrote to the customer: no note, and no rule's answer (inferred). */
export const isReply = (message: Message): boolean => isSent(message) && message.rule_id === null

export const messagesSent: ReadFacts = messages(isSent)
export const messagesReceived: ReadFacts = messages((message) => message.public && !message.from_agent)
export const replies: ReadFacts = messages(isReply)

/** Surveys count at the time of their making (inferred). */
export const surveys: ReadFacts = function* (world, period) {
  for (const [survey, at] of within(world.rows.surveys, 'byCreated', period, (row) => row.created_datetime)) {
    const ticket = world.rows.tickets.get(survey.ticket_id)
    if (counts(ticket)) yield { ...ticketFact(ticket, at), survey }
  }
}

/** What agents did: each reply, and each ticket that was closed while it was theirs. */
export const agentWork: ReadFacts = function* (world, period) {
  yield* replies(world, period)
  for (const fact of ticketsClosed(world, period)) if (fact.agent_id !== null) yield fact
}
