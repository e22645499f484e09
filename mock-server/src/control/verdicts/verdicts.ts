import { judge } from '../../verdicts/verdicts.ts'
import type { Verdicts } from '../../verdicts/verdicts.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { callsOf } from '../journal/journal.ts'
import type { JournalFilter } from '../journal/filter.ts'

/** Judges the client of an account by its calls so far. */
export const judgeCalls = (
  { operations }: Accounts,
  tenant: AccountTenant,
  span: Pick<JournalFilter, 'since' | 'until'>,
): Verdicts =>
  judge(
    [...callsOf(tenant, span)],
    {
      facts: (operation) => operations.get(operation),
      ticketsWith: (external_id) =>
        [...tenant.world.rows.tickets.walk('byExternalId', { prefix: [external_id] })].length,
    },
    tenant.journal.dropped,
  )
