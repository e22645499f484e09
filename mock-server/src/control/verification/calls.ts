import type { Verdicts } from '../../verdicts/verdicts.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import type { JournalFilter } from '../journal/filter.ts'
import { judgeCalls } from '../verdicts/verdicts.ts'
import { assertCalls, verifyCalls } from './verification.ts'
import type { Expectation, Verification } from './verification.ts'

/** What the library offers of this subject. */
export const verificationCalls = (accounts: Accounts, tenant: () => AccountTenant) => ({
  /**
   * Holds the calls so far against what is expected of them, for a test.
   *
   * @throws {AssertionError} if they are not so: it says what was expected and found, and names the calls that
   * come nearest, with the fields that differ; ControlError 400 for an expectation that contradicts itself
   * @example
   * account.verify({ expect: { operation: 'createTicket', body: { external_id: 'h-1' } }, times: 1 })
   */
  verify(expectation: Expectation): Verification {
    return assertCalls(tenant(), expectation)
  },

  /** The same as an answer, whatever came of it. */
  checkCalls(expectation: Expectation): Verification {
    return verifyCalls(tenant(), expectation)
  },

  /**
   * What the client did that would hurt in production: retries without a look-up, calls before their time,
   * doubles. Each with the calls that show it; the worst first.
   *
   * @example expect(account.verdicts().data.filter(({ severity }) => severity === 'error')).toEqual([])
   */
  verdicts(span: Pick<JournalFilter, 'since' | 'until'> = {}): Verdicts {
    return judgeCalls(accounts, tenant(), span)
  },
})
