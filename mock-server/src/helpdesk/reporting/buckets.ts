import { Temporal } from 'temporal-polyfill'
import type { Instant } from '../model/entities.ts'

export const GRANULARITIES = ['hour', 'day', 'week', 'month'] as const
export type Granularity = (typeof GRANULARITIES)[number]

/** Time cut into pieces by the clocks and calendars of a place. */
export interface Buckets {
  /** When the piece began that an instant lies in. */
  startOf(at: Instant): Instant
  /** That beginning, in the time of the place: `2026-03-29T00:00:00+01:00`. */
  label(start: Instant): string
}

const startIn: Readonly<Record<Granularity, (moment: Temporal.ZonedDateTime) => Temporal.ZonedDateTime>> = {
  hour: (moment) => moment.round({ smallestUnit: 'hour', roundingMode: 'floor' }),
  day: (moment) => moment.startOfDay(),
  // Weeks begin on Mondays (inferred).
  week: (moment) => moment.subtract({ days: moment.dayOfWeek - 1 }).startOfDay(),
  month: (moment) => moment.with({ day: 1 }).startOfDay(),
}

/** Whether buckets can be cut there: a name such as `Europe/Oslo`, or an offset such as `+02:00`. */
export function isTimezone(timezone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timezone)
    return true
  } catch {
    return false
  }
}

/**
 * Cuts time by the clocks of a place: where they are changed, a day has 23 or 25 hours, and an hour of the
 * night comes twice, told apart by its offset.
 *
 * @param timezone one that {@link isTimezone} knows
 * @example
 * const days = bucketsOf('day', 'Europe/Oslo')
 * days.label(days.startOf(instant)) // '2026-03-29T00:00:00+01:00'
 */
export function bucketsOf(granularity: Granularity, timezone: string): Buckets {
  const at = (instant: Instant) =>
    Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1000)).toZonedDateTimeISO(timezone)
  const instantOf = (moment: Temporal.ZonedDateTime): Instant => moment.epochMilliseconds * 1000
  // Facts come in the order of time, so the bucket of the last one is mostly that of the next.
  let last = { from: 0, to: 0 }
  return {
    startOf(instant) {
      if (instant >= last.from && instant < last.to) return last.from
      const start = startIn[granularity](at(instant))
      const next = startIn[granularity](start.add({ [`${granularity}s`]: 1 }))
      last = { from: instantOf(start), to: instantOf(next) }
      return last.from
    },
    label: (start) => at(start).toString({ timeZoneName: 'never', smallestUnit: 'second' }),
  }
}
