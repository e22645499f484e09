const SHAPE =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d{2}):(\d{2}))$/

/**
 * The moment that an RFC 3339 text names, or `undefined` if there is no such moment (30 February, 25 o'clock).
 *
 * @returns nanoseconds since 1970-01-01T00:00:00Z: Gladly prints up to nine digits, and their order counts
 * @example instantNanos('1970-01-01T00:00:01.5Z') // 1_500_000_000n
 */
export function instantNanos(text: string): bigint | undefined {
  const match = SHAPE.exec(text)
  if (!match) return undefined
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const offset = (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0)) * (match[8] === '-' ? -1 : 1)
  // 60 is a leap second; it counts as the second after.
  const exists = hour < 24 && minute < 60 && second <= 60 && Math.abs(offset) < 24 * 60
  const midnight = new Date(0)
  midnight.setUTCFullYear(year, month - 1, day)
  if (!exists || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined
  const ms = midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000
  return BigInt(ms) * 1_000_000n + BigInt((match[7] ?? '').padEnd(9, '0'))
}

/** The same moment as a `Date`, to the millisecond. */
export function instantDate(text: string): Date | undefined {
  const nanos = instantNanos(text)
  return nanos === undefined ? undefined : new Date(Number(nanos / 1_000_000n))
}
