import type { JournalLimits } from '../../kernel/journal.ts'
import { ControlError } from '../errors.ts'

const MOST: JournalLimits = { entries: 1_000_000, bytes: 1024 * 1024 * 1024 }
const LEAST: JournalLimits = { entries: 0, bytes: 1024 }

/** What a journal shall keep. Throws a ControlError (400) that names the limit that is none. */
export function readJournalLimits(limits: Partial<JournalLimits>): Partial<JournalLimits> {
  for (const name of ['entries', 'bytes'] as const) {
    const value = limits[name]
    if (value === undefined || (Number.isInteger(value) && value >= LEAST[name] && value <= MOST[name]))
      continue
    throw new ControlError(
      400,
      `journal.${name}: must be a whole number from ${LEAST[name]} to ${MOST[name]}.`,
      `journal.${name}`,
    )
  }
  return limits
}
