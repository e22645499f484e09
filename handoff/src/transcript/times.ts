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

/**
 * @param timeZone IANA name; offsets follow its summer time
 * @param locale BCP 47 tag for the names of months
 */
export function timesIn(timeZone: string, locale: string): Times {
  const date = new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' })
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  })
  const read = (instant: string): ReadonlyMap<string, string> =>
    new Map(parts.formatToParts(moment(instant)).map(({ type, value }) => [type, value]))
  const clock = (at: ReadonlyMap<string, string>) => `${at.get('hour') ?? ''}:${at.get('minute') ?? ''}`
  const offset = (at: ReadonlyMap<string, string>) =>
    (at.get('timeZoneName') ?? '').replace(/^GMT(?:[+-]00:00)?/, 'UTC')
  return {
    time: (instant) => {
      const at = read(instant)
      return `${clock(at)} ${offset(at).replace(/([+-])0?(\d+):00$/, '$1$2')}`
    },
    date: (instant) => cleanLine(date.format(moment(instant))),
    stamp: (instant) => {
      const at = read(instant)
      const day = [at.get('year'), at.get('month'), at.get('day')].join('-')
      return `${day} ${clock(at)} ${offset(at)}`
    },
  }
}

const moment = (instant: string): Date => instantDate(instant) ?? new Date(0)
