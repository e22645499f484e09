import type { Outcome } from '@gorgias-harness/handoff'
import type { Expectation, HandoffExpectation } from '../../format/schema/expectation.ts'
import type { Path } from '../../format/positions.ts'
import type { JournalRow } from '../simulator.ts'
import type { NamedOutcome, Sight } from '../sight.ts'
import { counted, listed, quoted, same } from './finding.ts'
import type { Finding } from './finding.ts'

const ENDS = ['created', 'already_created', 'not_needed', 'failed'] as const

/** How many handoffs ended how. */
export function checkHandoffs(
  expected: Expectation['handoffs'],
  path: Path,
  outcomes: readonly NamedOutcome[],
): Finding[] {
  return ENDS.flatMap((status) => {
    const count = expected?.[status]
    const found = outcomes.filter(({ outcome }) => outcome.status === status).length
    if (count === undefined || count === found) return []
    const others = outcomes.filter(({ outcome }) => outcome.status !== status || found > count).map(describe)
    const message = `expected ${counted(count, 'handoff')} to end as ${status}, found ${found}${listed(others)}`
    return [{ path: [...path, status], message }]
  })
}

/** How one handoff ended. */
export function checkHandoff(
  expected: HandoffExpectation | undefined,
  path: Path,
  outcomes: readonly NamedOutcome[],
): Finding[] {
  if (!expected) return []
  const of = (name: string | undefined) => outcomes.filter((one) => name === undefined || one.name === name)
  const last = of(expected.named).at(-1)
  if (!last) return [{ path, message: 'expected a handoff, found none' }]
  const { outcome } = last
  const what = `the handoff ${outcome.handoff_id}`
  const why = outcome.status === 'failed' ? ` (${outcome.code}: ${outcome.message})` : ''
  const other = of(expected.same_ticket_as)
    .map(({ outcome: one }) => ticketOf(one))
    .find((id) => id !== undefined)
  return [
    ...same([...path, 'status'], `${what} to end as`, expected.status, outcome.status).map((finding) => ({
      ...finding,
      message: finding.message + why,
    })),
    ...same(
      [...path, 'code'],
      `${what} to fail with`,
      expected.code,
      outcome.status === 'failed' ? outcome.code : undefined,
    ),
    ...same([...path, 'attempts'], `${what} to take this many tries:`, expected.attempts, outcome.attempts),
    ...(expected.same_ticket_as === undefined
      ? []
      : same([...path, 'same_ticket_as'], `${what} to have ticket`, other, ticketOf(outcome))),
  ]
}

const ticketOf = (outcome: Outcome): number | undefined =>
  'ticket_id' in outcome ? outcome.ticket_id : undefined

const describe = ({ outcome }: NamedOutcome): string =>
  `${outcome.handoff_id} ${outcome.status}${outcome.status === 'failed' ? ` (${outcome.code}: ${outcome.message})` : ''}`

/** Requests of the handoff that reached Gorgias. */
export function checkRequests(
  expected: Expectation['requests'],
  path: Path,
  rows: readonly JournalRow[],
): Finding[] {
  if (expected === undefined) return []
  const kinds: readonly { operation?: string; status?: number; count: number }[] =
    typeof expected === 'number' ? [{ count: expected }] : expected
  return kinds.flatMap(({ operation, status, count }, index) => {
    const found = rows.filter(
      (row) =>
        (operation === undefined || row.operation === operation) &&
        (status === undefined || row.status === status),
    )
    if (found.length === count) return []
    const kind = [operation, status === undefined ? undefined : `status ${status}`]
      .filter(Boolean)
      .join(' with ')
    const seen = rows.map((row) => `${row.method} ${row.path} ${row.status || 'unanswered'}`)
    const message = `expected ${counted(count, 'request')}${kind && ` (${kind})`}, found ${found.length}; in all${listed(seen) || ': none'}`
    return [{ path: typeof expected === 'number' ? path : [...path, index], message }]
  })
}

/** What the customers were told by the handoff itself. */
export function checkHandoffMessages(
  expected: Expectation['handoff_messages'],
  path: Path,
  messages: Sight['handoffMessages'],
): Finding[] {
  if (expected === undefined) return []
  const count = typeof expected === 'number' ? expected : expected.length
  if (count !== messages.length) {
    const seen = messages.map(
      (message) => `to ${message.customer ?? message.customerId}, ${quoted(message.text)}`,
    )
    return [
      {
        path,
        message: `expected ${counted(count, 'handoff message')}, found ${messages.length}${listed(seen)}`,
      },
    ]
  }
  if (typeof expected === 'number') return []
  return messages.flatMap((message, index) => [
    ...same(
      [...path, index, 'customer'],
      `handoff message ${index + 1} to go to`,
      expected[index]?.customer,
      message.customer,
    ),
    ...same(
      [...path, index, 'text'],
      `handoff message ${index + 1} to be`,
      expected[index]?.text,
      message.text,
    ),
  ])
}
