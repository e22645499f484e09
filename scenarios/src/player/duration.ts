const UNITS = { W: 604_800, D: 86_400, H: 3_600, M: 60, S: 1 } as const

/**
 * An ISO 8601 duration in milliseconds. Months and years have no fixed length, and the format refuses them.
 *
 * @example toMilliseconds('PT5M') // 300000
 */
export function toMilliseconds(duration: string): number {
  let seconds = 0
  // "M" after "T" is minutes; before it there are no months here, so every letter has one meaning.
  for (const [, count, unit] of duration.matchAll(/(\d+)([WDHMS])/g))
    seconds += Number(count) * UNITS[unit as keyof typeof UNITS]
  return seconds * 1000
}
