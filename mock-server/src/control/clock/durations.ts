import { Temporal } from 'temporal-polyfill'
import { formatDatetime, isWritable, parseDatetime } from '../../wire/datetimes.ts'
import { ControlError } from '../errors.ts'

/**
 * A duration in microseconds, from ISO 8601 (`PT5M`, `P1M`) or a number of milliseconds. Months and years
 * are counted from `now`. Throws a ControlError that names the field.
 */
export function readDuration(duration: string | number, now: number, field: string): number {
  const micros = toMicroseconds(duration, now, field)
  if (isWritable(now + micros)) return micros
  throw new ControlError(400, `${field}: the clock ends with the year 9999.`, field)
}

function toMicroseconds(duration: string | number, now: number, field: string): number {
  if (typeof duration === 'number') {
    if (duration >= 0) return Math.round(duration * 1000)
    throw new ControlError(400, `${field}: a duration cannot be negative.`, field)
  }
  try {
    const parsed = Temporal.Duration.from(duration)
    if (parsed.sign < 0) throw new RangeError('negative')
    const start = Temporal.Instant.from(formatDatetime(now)).toZonedDateTimeISO('UTC')
    return Math.round(parsed.total({ unit: 'microseconds', relativeTo: start }))
  } catch {
    throw new ControlError(
      400,
      `${field}: "${duration.slice(0, 40)}" is no ISO 8601 duration such as PT5M or P1D.`,
      field,
    )
  }
}

/** An instant in microseconds, from ISO 8601. Throws a ControlError that names the field. */
export function readInstant(text: string, field: string): number {
  const instant = parseDatetime(text)
  if (instant !== undefined) return instant
  throw new ControlError(
    400,
    `${field}: "${text.slice(0, 40)}" is no ISO 8601 time such as 2026-03-02T09:00:00Z.`,
    field,
  )
}
