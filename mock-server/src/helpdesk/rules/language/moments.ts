const MICROSECONDS_PER_MILLISECOND = 1_000
const SECOND = 1_000_000
const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', SECOND],
  ['m', 60 * SECOND],
  ['h', 3_600 * SECOND],
  ['d', 86_400 * SECOND],
  ['w', 604_800 * SECOND],
])

const INSTANT = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?)?(Z|[+-]\d{2}:\d{2})?$/

/**
 * Reads an ISO 8601 date or datetime as microseconds since the epoch; without an offset it is UTC, as the
 * filters of Gorgias views are written (recorded). Undefined when the text is no such moment.
 *
 * @example parseInstant('2026-01-31T08:00:00.000001') // 1769846400000001
 */
export function parseInstant(text: string): number | undefined {
  const match = INSTANT.exec(text)
  if (match === null) return undefined
  const [, day = '', clock = '00:00', seconds = '00', fraction = '', offset = 'Z'] = match
  const milliseconds = Date.parse(`${day}T${clock}:${seconds}${offset}`)
  if (Number.isNaN(milliseconds) || !isCalendarDay(day)) return undefined
  return milliseconds * MICROSECONDS_PER_MILLISECOND + Number(fraction.padEnd(6, '0'))
}

// Date.parse takes 30 February for 2 March.
function isCalendarDay(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)
}

/**
 * Reads an age such as `30m`, `2h`, `1d` or `1w` in microseconds (inferred). Undefined for anything else.
 *
 * @example parseAge('2h') // 7_200_000_000
 */
export function parseAge(text: string): number | undefined {
  const [, count = '', unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? []
  const size = UNITS.get(unit)
  return size === undefined ? undefined : Number(count) * size
}
