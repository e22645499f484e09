import type { Helpdesk } from '../model/helpdesk.ts'
import * as facts from './facts.ts'
import type { Period, ReadFacts } from './facts.ts'
import {
  countOf,
  firstResponseTime,
  isOneTouch,
  median,
  percentage,
  resolutionTime,
  rounded,
  ticketCount,
} from './measures.ts'
import type { Measure } from './measures.ts'

/** One figure of the overview, beside that of the period before. */
export interface OverviewRow {
  readonly name: string
  readonly type: 'number' | 'duration' | 'percent'
  /** Durations are in seconds; null where there is none. */
  readonly value: number | null
  /** The change in percent. */
  readonly delta: number
  readonly more_is_better?: boolean
}

type Figure = readonly [
  name: string,
  type: OverviewRow['type'],
  facts: ReadFacts,
  measure: Measure,
  more_is_better?: boolean,
]

/** The figures in their recorded order. */
const FIGURES: readonly Figure[] = [
  ['total_new_tickets', 'number', facts.ticketsCreated, ticketCount()],
  ['total_replied_tickets', 'number', facts.replies, ticketCount()],
  ['total_closed_tickets', 'number', facts.ticketsClosed, ticketCount()],
  ['total_messages_sent', 'number', facts.messagesSent, countOf()],
  ['total_messages_received', 'number', facts.messagesReceived, countOf()],
  ['median_first_response_time', 'duration', facts.replies, median(firstResponseTime), false],
  ['median_resolution_time', 'duration', facts.ticketsClosed, median(resolutionTime), false],
  ['total_one_touch_tickets', 'percent', facts.ticketsClosed, percentage(isOneTouch), true],
]

/** In percent of what was before; 100 where there was nothing (recorded), 0 where there is nothing still. */
function deltaOf(value: number | null, before: number | null): number {
  if (value === null) return 0
  if (before === null) return 100
  if (before === 0) return value === 0 ? 0 : 100
  return rounded((100 * (value - before)) / before)
}

/** The period of the same length that ends where this one begins (inferred: where exactly it ends). */
export const periodBefore = ({ from, to }: Period): Period => ({ from: from - (to - from), to: from })

/**
 * The figures that the helpdesk's old overview shows.
 *
 * @throws Refusal for a period that is too long or ends before it begins
 */
export function overviewOf(world: Helpdesk, period: Period): OverviewRow[] {
  facts.checkPeriod(period)
  const before = periodBefore(period)
  return FIGURES.map(([name, type, read, measure, more_is_better]) => {
    const value = measure([...read(world, period)], world)
    const delta = deltaOf(value, measure([...read(world, before)], world))
    return { name, type, value, delta, ...(more_is_better !== undefined && { more_is_better }) }
  })
}
