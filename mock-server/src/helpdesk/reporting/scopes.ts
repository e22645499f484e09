import * as facts from './facts.ts'
import type { Fact, ReadFacts } from './facts.ts'
import {
  average,
  countOf,
  firstResponseTime,
  isOneTouch,
  median,
  percentage,
  resolutionTime,
  ticketCount,
} from './measures.ts'
import type { Measure } from './measures.ts'

export type DimensionValue = string | number | null

/** What facts are sorted by, and filtered by; a fact with several values counts under each. */
export type Dimension = (fact: Fact) => DimensionValue | readonly DimensionValue[]

/** What can be asked of one kind of facts. */
export interface Scope {
  readonly facts: ReadFacts
  /** The name of the moment at which a fact counts. */
  readonly timeDimension: string
  readonly measures: Readonly<Record<string, Measure>>
  readonly dimensions: Readonly<Record<string, Dimension>>
}

const ofTicket: Readonly<Record<string, Dimension>> = {
  ticketId: ({ ticket }) => ticket.id,
  customerId: ({ ticket }) => ticket.customer_id,
  agentId: ({ agent_id }) => agent_id,
  teamId: ({ ticket }) => ticket.assignee_team_id,
  channel: ({ ticket, message }) => (message ?? ticket).channel,
  integrationId: ({ ticket, message }) =>
    message === undefined ? ticket.integration_ids : message.integration_id,
  tagId: ({ ticket }) => ticket.tag_ids,
  status: ({ ticket }) => ticket.status,
  priority: ({ ticket }) => ticket.priority,
  language: ({ ticket }) => ticket.language,
}

const scope = (
  read: ReadFacts,
  timeDimension: string,
  measures: Scope['measures'],
  dimensions: Scope['dimensions'] = {},
): Scope => ({ facts: read, timeDimension, measures, dimensions: { ...ofTicket, ...dimensions } })

const isScored = ({ survey }: Fact): boolean => typeof survey?.score === 'number'
const isSurveySent = ({ survey }: Fact): boolean => typeof survey?.sent_datetime === 'number'
const isReply = ({ message }: Fact): boolean => message !== undefined
const isClosing = ({ message }: Fact): boolean => message === undefined

/** The names under which statistics can be asked for, and what each counts. A new scope is a new row. */
const TABLE: Readonly<Record<string, Scope>> = {
  'tickets-created': scope(facts.ticketsCreated, 'createdDatetime', { ticketCount: ticketCount() }),
  'tickets-closed': scope(facts.ticketsClosed, 'closedDatetime', {
    ticketCount: ticketCount(),
    averageResolutionTime: average(resolutionTime),
    medianResolutionTime: median(resolutionTime),
    oneTouchPercentage: percentage(isOneTouch),
  }),
  'tickets-open': scope(facts.ticketsOpen, 'createdDatetime', { ticketCount: ticketCount() }),
  'tickets-replied': scope(facts.replies, 'repliedDatetime', {
    ticketCount: ticketCount(),
    averageFirstResponseTime: average(firstResponseTime),
    medianFirstResponseTime: median(firstResponseTime),
  }),
  'messages-sent': scope(facts.messagesSent, 'createdDatetime', {
    messageCount: countOf(),
    ticketCount: ticketCount(),
  }),
  'messages-received': scope(facts.messagesReceived, 'createdDatetime', {
    messageCount: countOf(),
    ticketCount: ticketCount(),
  }),
  tags: scope(
    facts.ticketTags,
    'createdDatetime',
    { ticketCount: ticketCount() },
    { tagId: ({ tag_id = null }) => tag_id },
  ),
  'satisfaction-surveys': scope(
    facts.surveys,
    'createdDatetime',
    {
      surveyCount: countOf(),
      sentSurveyCount: countOf(isSurveySent),
      scoredSurveyCount: countOf(isScored),
      averageScore: average(({ survey }) => survey?.score ?? undefined),
      scoredPercentage: percentage(isScored),
    },
    { score: ({ survey }) => survey?.score ?? null, surveyId: ({ survey }) => survey?.id ?? null },
  ),
  users: scope(facts.agentWork, 'activityDatetime', {
    messageCount: countOf(isReply),
    repliedTicketCount: ticketCount(isReply),
    closedTicketCount: ticketCount(isClosing),
    medianFirstResponseTime: median(firstResponseTime),
    medianResolutionTime: median(resolutionTime),
  }),
}

/** Every scope that is simulated, by name. A map, so that `constructor` finds nothing. */
export const SCOPES: ReadonlyMap<string, Scope> = new Map(Object.entries(TABLE))
