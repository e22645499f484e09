import { Temporal } from 'temporal-polyfill'
import type { Helpdesk } from '../model/helpdesk.ts'
import { settingOf } from './settings.ts'

/** One stretch of opening hours on some days of the week. */
interface Stretch {
  /** 1 is Monday, as in ISO 8601 (inferred). */
  readonly days: ReadonlySet<number>
  /** Minutes of the day. */
  readonly from: number
  readonly to: number
}

/** The data of the setting, as whoever stores it has checked it. */
interface HoursData {
  readonly timezone?: string
  readonly business_hours?: readonly {
    readonly days: string
    readonly from_time: string
    readonly to_time: string
  }[]
}

/** `09:30` in minutes. */
function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

const stretchOf = ({
  days,
  from_time,
  to_time,
}: NonNullable<HoursData['business_hours']>[number]): Stretch => ({
  days: new Set(days.split(',').map(Number)),
  from: minutesOf(from_time),
  to: minutesOf(to_time),
})

/** Opening counts, closing does not. One that ends no later than it begins ends on the day after (inferred). */
function holds({ days, from, to }: Stretch, day: number, minute: number): boolean {
  if (from < to) return days.has(day) && minute >= from && minute < to
  const dayBefore = day === 1 ? 7 : day - 1
  return (days.has(day) && minute >= from) || (days.has(dayBefore) && minute < to)
}

/** A stretch of time in which a zone keeps its offset; all in microseconds. */
interface OffsetStretch {
  readonly from: number
  readonly to: number
  readonly offset: number
}

/** What the clocks of a zone show, told once for all instants between two of its changes. */
function offsetAt(timezone: string, at: number): OffsetStretch {
  const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000))
  const local = instant.toZonedDateTimeISO(timezone)
  const next = local.getTimeZoneTransition('next')
  // At the very moment of a change that change is the previous one.
  const previous = local.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
  return {
    from: previous === null ? -Infinity : previous.epochMilliseconds * 1000,
    to: next === null ? Infinity : next.epochMilliseconds * 1000,
    offset: local.offsetNanoseconds / 1000,
  }
}

const MINUTE = 60_000_000
const MINUTES_OF_DAY = 24 * 60

/**
 * Whether the account is open at an instant (microseconds since the epoch), by its setting `business-hours`
 * as it is now and in that setting's time zone; without the setting it never is. The hours are those that the
 * clocks there show, whatever the season.
 *
 * @example
 * runRule(rule, { ..., businessHours: businessHoursOf(world) })
 */
export function businessHoursOf(world: Helpdesk): (at: number) => boolean {
  let known: { readonly timezone: string; readonly stretches: readonly Stretch[] } | undefined
  let current: OffsetStretch | undefined
  return (at) => {
    if (known === undefined) {
      const { timezone = 'UTC', business_hours = [] }: HoursData =
        settingOf(world, 'business-hours')?.data ?? {}
      known = { timezone, stretches: business_hours.map(stretchOf) }
    }
    // A view may ask for each of 100,000 tickets, and a zone changes twice a year.
    if (current === undefined || at < current.from || at >= current.to) current = offsetAt(known.timezone, at)
    const minutes = Math.floor((at + current.offset) / MINUTE)
    const days = Math.floor(minutes / MINUTES_OF_DAY)
    // The first day of the epoch was a Thursday.
    const day = ((((days + 3) % 7) + 7) % 7) + 1
    return known.stretches.some((stretch) => holds(stretch, day, minutes - days * MINUTES_OF_DAY))
  }
}
