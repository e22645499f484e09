import type { Call } from '../wire/calls.ts'
import { findBlindRetries, findTwins } from './doubles.ts'
import { findUnfollowedCursors } from './lists.ts'
import { findBursts, findEarlyRetries } from './rate-limit.ts'
import { findCredentialsInTheClear } from './transport.ts'
import { findDeprecated, findUnreadFields, findUnreadHeaders } from './unread.ts'
import { SEVERITIES } from './verdict.ts'
import type { Evidence, Finding, Rule, Severity } from './verdict.ts'

/** What holds for as long as the account does not go back. */
const RULES_OF_A_STRETCH: readonly Rule[] = [findBlindRetries, findTwins, findEarlyRetries, findBursts]

const RULES: readonly Rule[] = [
  findCredentialsInTheClear,
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
  /** Whether those were all, with all that they said: what a journal did not keep is not judged. */
  readonly complete: boolean
}

const rank = ({ severity }: Finding): number => SEVERITIES.indexOf(severity)

/**
 * Judges a client by its calls.
 *
 * @param stretches the calls in their order, anew from each time that the account went back
 * @param known what is known besides the calls
 * @param isComplete whether the journal has all calls
 */
export function judge(
  stretches: readonly (readonly Call[])[],
  known: Omit<Evidence, 'calls'>,
  isComplete: boolean,
): Verdicts {
  const calls = stretches.flat()
  const found = [
    ...stretches.flatMap((stretch, index) => {
      // Of a past that was undone, the tickets of the present say nothing.
      const past = index < stretches.length - 1 && { ticketsWith: () => 0 }
      return RULES_OF_A_STRETCH.flatMap((rule) => rule({ ...known, ...past, calls: stretch }))
    }),
    ...RULES.flatMap((rule) => rule({ ...known, calls })),
  ].sort((one, other) => rank(other) - rank(one))
  const count = (severity: Severity) => found.filter((one) => one.severity === severity).length
  return {
    data: found.slice(0, MOST_FINDINGS),
    counts: { info: count('info'), warning: count('warning'), error: count('error') },
    calls: calls.length,
    complete: isComplete && found.length <= MOST_FINDINGS && calls.every(({ isWhole }) => isWhole),
  }
}
