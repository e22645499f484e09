import { Temporal } from 'temporal-polyfill'
import type { Round } from '../../kernel/neighbours.ts'

const HOUR = 3_600_000_000

/** Rounds of one length, one after the other from an instant on. All times are microseconds. */
export const evenRounds =
  (start: number, length: number, calls: number, atOnce: boolean) =>
  (instant: number): Round => {
    const begin = start + Math.floor(Math.max(0, instant - start) / length) * length
    return { begin, end: begin + length, calls, atOnce }
  }

/** The hours of a day in a time zone, each with its calls. Where clocks change, an hour comes twice or never. */
export const hourlyRounds =
  (callsPerHour: readonly number[], timeZone: string) =>
  (instant: number): Round => {
    const local = Temporal.Instant.fromEpochMilliseconds(Math.floor(instant / 1000)).toZonedDateTimeISO(
      timeZone,
    )
    const { hour, minute, second, millisecond } = local
    const passed = ((minute * 60 + second) * 1000 + millisecond) * 1000 + (instant % 1000)
    const begin = instant - passed
    return { begin, end: begin + HOUR, calls: callsPerHour[hour] ?? 0, atOnce: false }
  }
