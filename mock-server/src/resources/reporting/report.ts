import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Period } from '../../helpdesk/reporting/facts.ts'
import type { Filter, PeriodMember } from '../../helpdesk/reporting/filters.ts'
import { runReport } from '../../helpdesk/reporting/report.ts'
import type { ReportRow } from '../../helpdesk/reporting/report.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Instant } from '../../helpdesk/model/entities.ts'
import { decodeCursor, encodeCursor } from '../../wire/cursors.ts'
import { parseDatetime } from '../../wire/datetimes.ts'
import type { StatisticsBody, StatisticsQuery } from './schema.ts'

/** How the two filters that every query needs are written: `{"member": "periodStart", "operator": "afterDate"}`. */
const OPERATOR: Readonly<Record<PeriodMember, string>> = { periodStart: 'afterDate', periodEnd: 'beforeDate' }

function boundOf(filters: readonly Filter[], member: PeriodMember): Instant {
  const refuse = (where: string, sentence: string) =>
    new Refusal('invalid', '', { query: { filters: { [where]: [sentence] } } })
  const place = filters.findIndex((filter) => filter.member === member)
  const filter = filters[place]
  if (filter === undefined) throw refuse(member, 'Missing data for required field.')
  const instant = filter.values.length === 1 ? parseDatetime(String(filter.values[0])) : undefined
  if (filter.operator !== OPERATOR[member] || instant === undefined)
    throw refuse(String(place), `${member} takes the operator ${OPERATOR[member]} and one datetime.`)
  return instant
}

const periodOf = (filters: readonly Filter[]): Period => ({
  from: boundOf(filters, 'periodStart'),
  to: boundOf(filters, 'periodEnd'),
})

/** One page of a report. */
export interface ReportPage {
  readonly rows: readonly ReportRow[]
  readonly prev_cursor: string | null
  readonly next_cursor: string | null
  readonly total: number
  readonly offset: number
  readonly limit: number
}

// Lines of a report have no ids: a cursor holds how many lines are before it, and no id (inferred).
const cursorAt = (direction: 'next' | 'prev', place: number): string =>
  encodeCursor({ direction, value: place, id: 0 }, 'number')

function placeOf(cursor: string, limit: number): { readonly offset: number; readonly end: number } {
  const { direction, value } = decodeCursor(cursor, 'number')
  const place = Number(value)
  if (!Number.isSafeInteger(place) || place < 0)
    throw new Refusal('invalid', '', { cursor: ['Not a valid cursor.'] })
  return direction === 'next'
    ? { offset: place, end: place + limit }
    : { offset: Math.max(0, place - limit), end: place }
}

/** Computes a report and cuts a page from it. */
export function reportPage(
  world: Helpdesk,
  { query }: Static<typeof StatisticsBody>,
  { cursor, limit = 30 }: Static<typeof StatisticsQuery>,
): ReportPage {
  const lines = runReport(world, { ...query, period: periodOf(query.filters) })
  const { offset, end } = cursor === undefined ? { offset: 0, end: limit } : placeOf(cursor, limit)
  return {
    rows: lines.slice(offset, end),
    prev_cursor: offset > 0 ? cursorAt('prev', offset) : null,
    next_cursor: end < lines.length ? cursorAt('next', end) : null,
    total: lines.length,
    offset,
    limit,
  }
}
