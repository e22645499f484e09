import type { Call } from '../wire/calls.ts'
import { findBlindRetries, findTwins } from './doubles.ts'
import { findUnfollowedCursors } from './lists.ts'
import { findBursts, findEarlyRetries } from './rate-limit.ts'
import { findCredentialsInTheClear } from './transport.ts'
import { findDeprecated, findUnreadFields, findUnreadHeaders } from './unread.ts'
import { SEVERITIES } from './verdict.ts'
import type { Evidence, Finding, Rule, Severity } from './verdict.ts'

const RULES: readonly Rule[] = [
  findBlindRetries,
  findTwins,
  findEarlyRetries,
  findCredentialsInTheClear,
  findBursts,
  findUnreadFields,
  findUnreadHeaders,
  findDeprecated,
  findUnfollowedCursors,
]

/** So many findings say enough. */
const MOST_FINDINGS = 500

/** What a client did that would hurt in production. */
export interface Verdicts {
  /** The worst first. */
  readonly data: readonly Finding[]
  readonly counts: Readonly<Record<Severity, number>>
  /** How many calls were looked at. */
  readonly calls: number
  /** Whether those were all: the journal may have let the oldest go, and the findings may be cut off. */
  readonly complete: boolean
}

const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)

/**
 * Judges a client by its calls.
 *
 * @param known what is known besides the calls
 * @param dropped how many calls before those are not known any more
 */
export function judge(calls: readonly Call[], known: Omit<Evidence, 'calls'>, dropped: number): Verdicts {
  const evidence = { ...known, calls: calls.toSorted((one, other) => one.id - other.id) }
  const found = RULES.flatMap((rule) => rule(evidence)).toSorted((one, other) => rank(other) - rank(one))
  const count = (severity: Severity) => found.filter((one) => one.severity === severity).length
  return {
    data: found.slice(0, MOST_FINDINGS),
    counts: { info: count('info'), warning: count('warning'), error: count('error') },
    calls: calls.length,
    complete: dropped === 0 && found.length <= MOST_FINDINGS,
  }
}
