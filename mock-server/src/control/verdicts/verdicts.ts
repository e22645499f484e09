import { judge } from '../../verdicts/verdicts.ts'
import type { Verdicts } from '../../verdicts/verdicts.ts'
import type { Call } from '../../wire/calls.ts'
import type { Accounts } from '../accounts/accounts.ts'
import type { AccountTenant } from '../accounts/tenant.ts'
import { checked } from '../checked.ts'
import { readFilter, SpanFields } from '../journal/filter.ts'
import type { Span } from '../journal/filter.ts'
import { entriesOf } from '../journal/journal.ts'

/** The calls that are meant, in the order in which they came; anew from each time that the account went back. */
function stretchesOf(tenant: AccountTenant, span: Span): Call[][] {
  const isMeant = readFilter(checked(SpanFields, span, 'span'))
  const stretches: Call[][] = [[]]
  // An entry is written when a call is answered: one that was held may stand behind the mark that ended it.
  for (const call of [...entriesOf(tenant)].sort((one, other) => one.id - other.id)) {
    if (call.isMark) stretches.push([])
    else if (isMeant(call)) stretches.at(-1)?.push(call)
  }
  return stretches
}

/** Judges the client of an account by its calls so far. */
export const judgeCalls = ({ operations }: Accounts, tenant: AccountTenant, span: Span): Verdicts =>
  judge(
    stretchesOf(tenant, span),
    {
      facts: (operation) => operations.get(operation),
      ticketsWith: (external_id) =>
        [...tenant.world.rows.tickets.walk('byExternalId', { prefix: [external_id] })].length,
    },
    tenant.journal.keeps && tenant.journal.dropped === 0,
  )
