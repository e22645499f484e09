import { Temporal } from 'temporal-polyfill'

/** Changes the text of a variable; the argument is what stands in quotes behind the filter's name. */
type Filter = (value: string, argument: string) => string

const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
)
const DAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ')

const two = (number: number): string => String(number).padStart(2, '0')
const twelve = (hour: number): number => hour % 12 || 12

const ordinal = (day: number): string => {
  const last = Math.floor(day / 10) === 1 ? 0 : day % 10
  return `${day}${['th', 'st', 'nd', 'rd'][last] ?? 'th'}`
}

/** What each token of a pattern stands for: those of moment.js that tell a date or a time. */
const TOKENS: Readonly<Record<string, (at: Temporal.PlainDateTime) => string>> = {
  YYYY: (at) => String(at.year),
  YY: (at) => two(at.year % 100),
  MMMM: (at) => MONTHS[at.month - 1] ?? '',
  MMM: (at) => (MONTHS[at.month - 1] ?? '').slice(0, 3),
  MM: (at) => two(at.month),
  M: (at) => String(at.month),
  DD: (at) => two(at.day),
  Do: (at) => ordinal(at.day),
  D: (at) => String(at.day),
  dddd: (at) => DAYS[at.dayOfWeek - 1] ?? '',
  ddd: (at) => (DAYS[at.dayOfWeek - 1] ?? '').slice(0, 3),
  HH: (at) => two(at.hour),
  H: (at) => String(at.hour),
  hh: (at) => two(twelve(at.hour)),
  h: (at) => String(twelve(at.hour)),
  mm: (at) => two(at.minute),
  m: (at) => String(at.minute),
  ss: (at) => two(at.second),
  s: (at) => String(at.second),
  A: (at) => (at.hour < 12 ? 'AM' : 'PM'),
  a: (at) => (at.hour < 12 ? 'am' : 'pm'),
}

/** Shorthands of moment.js, in its English. */
const SHORTHANDS: Readonly<Record<string, string>> = {
  LLLL: 'dddd, MMMM D, YYYY h:mm A',
  LLL: 'MMMM D, YYYY h:mm A',
  LL: 'MMMM D, YYYY',
  L: 'MM/DD/YYYY',
  LTS: 'h:mm:ss A',
  LT: 'h:mm A',
}

// Longer names first, so that MMMM is not read as two months; what stands in brackets is text.
const longestFirst = (names: Readonly<Record<string, unknown>>): string =>
  Object.keys(names)
    .sort((a, b) => b.length - a.length)
    .join('|')
const SHORTHAND = new RegExp(`\\[[^\\]]*\\]|${longestFirst(SHORTHANDS)}`, 'g')
const TOKEN = new RegExp(`\\[[^\\]]*\\]|${longestFirst(TOKENS)}`, 'g')

function formatted(value: string, pattern: string): string {
  // The clock that the text shows, be it of UTC or, behind datetime_timezone, of another zone.
  const at = Temporal.PlainDateTime.from(value.replace(/Z$/, ''))
  const full = pattern.replace(SHORTHAND, (found) => SHORTHANDS[found] ?? found)
  return full.replace(TOKEN, (found) => TOKENS[found]?.(at) ?? found.slice(1, -1))
}

function inZone(value: string, timezone: string): string {
  const zoned = Temporal.Instant.from(value).toZonedDateTimeISO(timezone)
  return zoned.toString({ timeZoneName: 'never' })
}

const fallback: Filter = (value, text) => (value === '' ? text : value)

/** A value that is no datetime, a zone that does not exist: nothing can be shown. */
const orNothing =
  (filter: Filter): Filter =>
  (value, argument) => {
    try {
      return filter(value, argument)
    } catch (error) {
      if (error instanceof RangeError) return ''
      throw error
    }
  }

// A map, so that `constructor` finds nothing.
const FILTERS: ReadonlyMap<string, Filter> = new Map(
  Object.entries({
    fallback,
    default: fallback,
    datetime_format: orNothing(formatted),
    datetime_timezone: orNothing(inZone),
  }),
)

const CALL = /\|[ \t]*(\w+)(?:\((?:"([^"]*)"|'([^']*)')?\))?/g

/**
 * Sends the text of a variable through the filters behind it, first to last. An unknown filter leaves nothing
 * of it (inferred, as for unknown variables).
 *
 * @param calls the filters as they are written, each with the bar in front
 * @example
 * applyFilters('2026-03-02T09:00:00Z', '|datetime_timezone("Asia/Tokyo")|datetime_format("D MMMM, HH:mm")')
 * // '2 March, 18:00'
 */
export function applyFilters(value: string, calls: string): string {
  let text = value
  for (const [, name = '', double, single] of calls.matchAll(CALL))
    text = FILTERS.get(name)?.(text, double ?? single ?? '') ?? ''
  return text
}
