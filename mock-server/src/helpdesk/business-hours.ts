import { Temporal } from 'temporal-polyfill'
import type { Helpdesk } from './model/helpdesk.ts'
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

/**
 * Whether the account is open at an instant (microseconds since the epoch), by its setting `business-hours`
 * and in that setting's time zone; without the setting it never is.
 *
 * @example
 * runRule(rule, { ..., businessHours: businessHoursOf(world) })
 */
export function businessHoursOf(world: Helpdesk): (at: number) => boolean {
  return (at) => {
    const { timezone = 'UTC', business_hours = [] }: HoursData =
      settingOf(world, 'business-hours')?.data ?? {}
    const instant = Temporal.Instant.fromEpochMilliseconds(Math.floor(at / 1000))
    const local = instant.toZonedDateTimeISO(timezone)
    const minute = local.hour * 60 + local.minute
    return business_hours.some((stretch) => holds(stretchOf(stretch), local.dayOfWeek, minute))
  }
}
