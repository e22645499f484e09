import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../../helpdesk/model/entities.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { ControlError } from '../errors.ts'

/** A month in UTC, as instants in microseconds; the end is exclusive. */
export interface Span {
  readonly from: Instant
  readonly to: Instant
}

/** The month in which an instant lies, such as `2026-03`, in UTC. */
export const monthOf = (at: Instant): string => formatDatetime(at).slice(0, 7)

const startOf = (month: Temporal.PlainYearMonth): Instant =>
  month.toPlainDate({ day: 1 }).toZonedDateTime('UTC').epochMilliseconds * 1000

/**
 * When a month begins and ends.
 *
 * @throws {ControlError} 400 for what is no month.
 */
export function spanOf(month: string): Span {
  if (!/^\d{4}-\d\d$/.test(month))
    throw new ControlError(400, 'month: must be a month such as 2026-03.', 'month')
  try {
    const first = Temporal.PlainYearMonth.from(month)
    return { from: startOf(first), to: startOf(first.add({ months: 1 })) }
  } catch {
    throw new ControlError(400, `month: there is no month ${month}.`, 'month')
  }
}

/** The months from one to another, both among them, but no more than the newest `most`. */
export function monthsBetween(first: string, last: string, most: number): string[] {
  const end = Temporal.PlainYearMonth.from(last)
  const length = Temporal.PlainYearMonth.from(first).until(end, { largestUnit: 'months' }).months + 1
  return Array.from({ length: Math.min(Math.max(length, 1), most) }, (_, back) =>
    end.subtract({ months: back }).toString(),
  ).reverse()
}
