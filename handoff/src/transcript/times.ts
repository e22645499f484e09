import { instantDate } from '../model/instant.ts'
import { cleanLine } from './clean.ts'

/** Prints moments in one zone; every printed time names its offset. */
export interface Times {
  /** `14:03 UTC+1` */
  time: (instant: string) => string
  /** `22 Nov 2025`, in the words of the locale */
  date: (instant: string) => string
  /** `2025-11-22 14:03 UTC+01:00` */
  stamp: (instant: string) => string
}

interface Offset {
  /** `UTC+01:00` */
  long: string
  /** `UTC+1` */
  short: string
  ms: number
}

/**
 * @param timeZone IANA name; offsets follow its summer time
 * @param locale BCP 47 tag for the names of months
 */
export function timesIn(timeZone: string, locale: string): Times {
  const { dates, offsets } = formats(`${timeZone} ${locale}`, () => ({
    dates: new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }),
    offsets: new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }),
  }))
  // A conversation has few quarters of an hour, and no zone changes its offset within one.
  const quarters = remembered<Offset>()
  const offsetAt = (utc: number): Offset => {
    const quarter = Math.floor(utc / QUARTER_MS)
    return quarters(quarter, () => offsetIn(offsets.formatToParts(quarter * QUARTER_MS)))
  }
  const days = remembered<{ date: string; iso: string }>()
  const dayOf = (local: number) => {
    const day = Math.floor(local / DAY_MS)
    const noon = (day + 0.5) * DAY_MS
    return days(day, () => ({
      date: cleanLine(dates.format(noon - offsetAt(noon).ms)),
      iso: new Date(noon).toISOString().slice(0, -14),
    }))
  }
  const read = (instant: string) => {
    const utc = moment(instant)
    const offset = offsetAt(utc)
    return { offset, local: utc + offset.ms }
  }
  return {
    time: (instant) => {
      const { offset, local } = read(instant)
      return `${clock(local)} ${offset.short}`
    },
    date: (instant) => dayOf(read(instant).local).date,
    stamp: (instant) => {
      const { offset, local } = read(instant)
      return `${dayOf(local).iso} ${clock(local)} ${offset.long}`
    },
  }
}

const QUARTER_MS = 15 * 60_000
const DAY_MS = 24 * 60 * 60_000

/** Made once for each configuration: that takes as long as to print a hundred times. */
const formats = remembered<{ dates: Intl.DateTimeFormat; offsets: Intl.DateTimeFormat }>()

function offsetIn(parts: readonly Intl.DateTimeFormatPart[]): Offset {
  const words = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT'
  const [, sign, hours, minutes, seconds] = /([+-])(\d\d):(\d\d)(?::(\d\d))?/.exec(words) ?? []
  const size = (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * 60 + Number(seconds ?? 0)
  const long = words.replace(/^GMT(?:[+-]00:00)?/, 'UTC')
  return {
    long,
    short: long.replace(/([+-])0?(\d+):00$/, '$1$2'),
    ms: (sign === '-' ? -size : size) * 1000,
  }
}

/** `14:03` */
function clock(local: number): string {
  const minute = Math.floor(local / 60_000)
  const part = (value: number) => String(((value % 60) + 60) % 60).padStart(2, '0')
  const hour = ((Math.floor(minute / 60) % 24) + 24) % 24
  return `${String(hour).padStart(2, '0')}:${part(minute)}`
}

function moment(instant: string): number {
  const usual = Date.parse(instant)
  return Number.isNaN(usual) ? (instantDate(instant)?.getTime() ?? 0) : usual
}

/** Works each answer out once. */
function remembered<T>(): (key: string | number, work: () => T) => T {
  const known = new Map<string | number, T>()
  return (key, work) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const fresh = work()
    known.set(key, fresh)
    return fresh
  }
}
