/** What a figure says, and which call computes it. */
export interface MetricCard {
  readonly slug: string
  readonly name: string
  readonly description: string
  readonly category: string
  readonly status: 'published' | 'deprecated'
  readonly unit: 'count' | 'seconds' | 'percent' | 'score'
  /** Scope and measure of `POST /api/reporting/stats`; null where only the older statistics have the figure. */
  readonly scope: string | null
  readonly measure: string | null
  /** The card that took the place of a deprecated one. */
  readonly replaced_by: string | null
}

const card = (
  slug: string,
  category: string,
  unit: MetricCard['unit'],
  [scope, measure]: readonly [scope: string, measure: string],
  name: string,
  description: string,
): MetricCard => ({
  slug,
  name,
  description,
  category,
  status: 'published',
  unit,
  scope,
  measure,
  replaced_by: null,
})

// A new card is one entry here: what the simulator computes, and nothing else.
const PUBLISHED: readonly MetricCard[] = [
  card(
    'tickets-created',
    'tickets',
    'count',
    ['tickets-created', 'ticketCount'],
    'Tickets created',
    'Tickets that were created in the period.',
  ),
  card(
    'tickets-open',
    'tickets',
    'count',
    ['tickets-open', 'ticketCount'],
    'Open tickets',
    'Tickets that were created in the period and are open now.',
  ),
  card(
    'tickets-replied',
    'tickets',
    'count',
    ['tickets-replied', 'ticketCount'],
    'Tickets replied',
    'Tickets that an agent answered in the period.',
  ),
  card(
    'tickets-closed',
    'tickets',
    'count',
    ['tickets-closed', 'ticketCount'],
    'Tickets closed',
    'Tickets that were closed in the period and are closed still.',
  ),
  card(
    'tickets-tagged',
    'tickets',
    'count',
    ['tags', 'ticketCount'],
    'Tagged tickets',
    'Tickets that were created in the period and have a tag.',
  ),
  card(
    'one-touch-tickets',
    'efficiency',
    'percent',
    ['tickets-closed', 'oneTouchPercentage'],
    'One-touch tickets',
    'Share of the closed tickets for which one reply was enough.',
  ),
  card(
    'median-first-response-time',
    'efficiency',
    'seconds',
    ['tickets-replied', 'medianFirstResponseTime'],
    'First response time',
    'Median time from the first message of a customer to the first reply of an agent.',
  ),
  card(
    'median-resolution-time',
    'efficiency',
    'seconds',
    ['tickets-closed', 'medianResolutionTime'],
    'Resolution time',
    'Median time from the making of a ticket to its close.',
  ),
  card(
    'messages-sent',
    'messages',
    'count',
    ['messages-sent', 'messageCount'],
    'Messages sent',
    'Messages to customers that left in the period.',
  ),
  card(
    'messages-received',
    'messages',
    'count',
    ['messages-received', 'messageCount'],
    'Messages received',
    'Messages of customers that came in the period.',
  ),
  card(
    'satisfaction-score',
    'satisfaction',
    'score',
    ['satisfaction-surveys', 'averageScore'],
    'Satisfaction score',
    'Average score, 1 to 5, of the surveys that customers answered.',
  ),
  card(
    'survey-response-rate',
    'satisfaction',
    'percent',
    ['satisfaction-surveys', 'scoredPercentage'],
    'Survey response rate',
    'Share of the surveys that customers answered.',
  ),
]

/** The rows of `POST /api/stats/overview`, the older statistics, and what took their place. */
const OLDER: Readonly<Record<string, string>> = {
  total_new_tickets: 'tickets-created',
  total_replied_tickets: 'tickets-replied',
  total_closed_tickets: 'tickets-closed',
  total_messages_sent: 'messages-sent',
  total_messages_received: 'messages-received',
  median_first_response_time: 'median-first-response-time',
  median_resolution_time: 'median-resolution-time',
  total_one_touch_tickets: 'one-touch-tickets',
}

const deprecated = PUBLISHED.flatMap((successor): MetricCard[] => {
  const row = Object.keys(OLDER).find((name) => OLDER[name] === successor.slug)
  if (row === undefined) return []
  return [
    {
      ...successor,
      slug: `overview-${row.replaceAll('_', '-')}`,
      description: `${successor.description} The row ${row} of the older overview.`,
      status: 'deprecated',
      scope: null,
      measure: null,
      replaced_by: successor.slug,
    },
  ]
})

/** All cards, those in use in front. */
export const METRIC_CARDS: readonly MetricCard[] = [...PUBLISHED, ...deprecated]
