import type { Expectation } from '../../format/schema/expectation.ts'
import type { Path } from '../../format/positions.ts'
import type { Bill } from '../simulator.ts'
import { counted, listed, same } from './finding.ts'
import type { Finding } from './finding.ts'

/** Whether the bill is the one that was told; if not, which ticket counts, and through whom. */
export function checkBilling(expected: Expectation['billing'], path: Path, bill: Bill): Finding[] {
  if (!expected) return []
  const { billable_tickets: count, amount } = expected
  const seen = bill.tickets.map(
    (row) => `ticket ${row.ticket_id} by ${whom(row.by)}, message ${row.first_billable_message_id}`,
  )
  const found = bill.billable_tickets
  return [
    ...(count === undefined || count === found
      ? []
      : [
          {
            path: [...path, 'billable_tickets'],
            message: `expected ${counted(count, 'billable ticket')}, found ${found}${listed(seen)}`,
          },
        ]),
    ...same(
      [...path, 'amount'],
      `a bill in ${bill.currency} of`,
      amount,
      bill.amount === null ? null : Number(bill.amount),
    ),
  ]
}

/** The simulator says who as `{kind, id, name}`. */
function whom(by: unknown): string {
  if (typeof by === 'string') return by
  const { kind, name } = (by ?? {}) as { kind?: string; name?: string }
  return name === undefined ? (kind ?? 'somebody') : `${kind ?? 'somebody'} '${name}'`
}
