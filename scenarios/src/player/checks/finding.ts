import type { Path } from '../../format/positions.ts'

/** An expectation that was not met: where it stands in the file, and what was seen instead. */
export interface Finding {
  readonly path: Path
  readonly message: string
}

/** `1 ticket`, `2 tickets`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** A text as it is shown in a finding: in quotes, on one line, not too long. */
export function quoted(text: string | null | undefined): string {
  if (text === null || text === undefined) return 'nothing'
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return `"${line.length > 200 ? `${line.slice(0, 200)}...` : line}"`
}

/** A list as it is shown in a finding, after a colon. */
export function listed(lines: readonly string[]): string {
  if (lines.length === 0) return ''
  const shown = lines.slice(0, 10)
  return `: ${[...shown, ...(lines.length > 10 ? [`and ${lines.length - 10} more`] : [])].join('; ')}`
}

/** Expects that a value is the one that was told; what is not told is not looked at. */
export function same<T extends string | number | boolean | null>(
  path: Path,
  what: string,
  expected: T | undefined,
  found: T | undefined,
): Finding[] {
  if (expected === undefined || expected === found) return []
  const show = (value: T | undefined) =>
    typeof value === 'string' ? quoted(value) : String(value ?? 'nothing')
  return [{ path, message: `expected ${what} ${show(expected)}, found ${show(found)}` }]
}
