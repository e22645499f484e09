import { Temporal } from 'temporal-polyfill'

const MOST_SECONDS = 1_000
const seconds = new Map<number, string>()

/** A second as it is written. Most times of an answer lie in a few seconds, so those are remembered. */
function formatSecond(second: number): string {
  const known = seconds.get(second)
  if (known !== undefined) return known
  const text = new Date(second * 1000).toISOString().slice(0, 19)
  if (seconds.size === MOST_SECONDS) seconds.clear()
  seconds.set(second, text)
  return text
}

/** The date and time without an offset, as cursors hold them: `2026-08-26T18:39:21.578374`. */
export function formatNaive(instant: number): string {
  const second = Math.floor(instant / 1_000_000)
  const micros = instant - second * 1_000_000
  // Python's isoformat: six digits, or no fraction at all when it is zero (recorded).
  return micros === 0 ? formatSecond(second) : `${formatSecond(second)}.${String(micros).padStart(6, '0')}`
}

/**
 * An instant as Gorgias writes it: UTC with microseconds and offset (recorded).
 *
 * @param instant microseconds since the epoch
 * @example formatDatetime(1787770071764128) // '2026-08-26T18:47:51.764128+00:00'
 */
export const formatDatetime = (instant: number): string => `${formatNaive(instant)}+00:00`

export const formatNullable = (instant: number | null): string | null =>
  instant === null ? null : formatDatetime(instant)

/** The years 1 to 9999 in UTC, as Python counts them: what lies outside cannot be written. */
const BEGIN = -62_135_596_800_000_000
const END = 253_402_300_800_000_000

/** Whether an instant, in microseconds since the epoch, can be written as a datetime. */
export const isWritable = (instant: number): boolean => instant >= BEGIN && instant < END

const DATETIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/i
const HAS_OFFSET = /(Z|[+-]\d\d:?\d\d)$/i

/**
 * Reads a date and time; one without an offset is UTC (documented). Undefined if it is none.
 *
 * @returns microseconds since the epoch
 */
export function parseDatetime(text: string): number | undefined {
  if (!DATETIME.test(text)) return undefined
  try {
    const instant = Temporal.Instant.from(HAS_OFFSET.test(text.slice(10)) ? text : `${text}Z`)
    const micros = Number(instant.epochNanoseconds / 1000n)
    return isWritable(micros) ? micros : undefined
  } catch {
    return undefined
  }
}
