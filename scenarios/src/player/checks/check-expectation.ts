import type { Expectation } from '../../format/schema/expectation.ts'
import type { Path } from '../../format/positions.ts'
import type { Sight } from '../sight.ts'
import { checkBilling } from './check-billing.ts'
import { checkHandoff, checkHandoffMessages, checkHandoffs, checkRequests } from './check-handoffs.ts'
import { checkMails } from './check-mail.ts'
import { checkTicket } from './check-ticket.ts'
import { counted, listed, quoted } from './finding.ts'
import type { Finding } from './finding.ts'

/**
 * Everything that was expected and is not so, in the order of the keys of the format.
 *
 * @param path where the expectation stands in its file
 */
export function checkExpectation(expected: Expectation, path: Path, sight: Sight): Finding[] {
  const at = (key: keyof Expectation): Path => [...path, key]
  const { ticket } = expected
  const ticketFindings = Array.isArray(ticket)
    ? ticket.flatMap((one, index) => checkTicket(one, [...at('ticket'), index], sight))
    : ticket
      ? checkTicket(ticket, at('ticket'), sight)
      : []
  const seenTickets = sight.tickets.map((row) => `ticket ${row.id} ${quoted(row.subject)} (${row.status})`)
  const followUps = sight.followUps.map((one) => `${one.conversationId} (${one.code})`)
  return [
    ...checkCount(expected.tickets, at('tickets'), 'ticket', sight.tickets.length, seenTickets),
    ...ticketFindings,
    ...checkCount(expected.customers, at('customers'), 'customer profile', sight.customers, []),
    ...checkMails(expected.outbox, at('outbox'), 'e-mail', sight.outbox),
    ...checkBilling(expected.billing, at('billing'), sight.bill),
    ...checkRequests(expected.requests, at('requests'), sight.requests),
    ...checkHandoffs(expected.handoffs, at('handoffs'), sight.outcomes),
    ...checkHandoff(expected.handoff, at('handoff'), sight.outcomes),
    ...checkMails(expected.error_mails, at('error_mails'), 'error mail', sight.errorMails),
    ...checkHandoffMessages(expected.handoff_messages, at('handoff_messages'), sight.handoffMessages),
    ...checkCount(expected.follow_ups, at('follow_ups'), 'follow-up', sight.followUps.length, followUps),
  ]
}

function checkCount(
  expected: number | undefined,
  path: Path,
  noun: string,
  found: number,
  seen: readonly string[],
): Finding[] {
  if (expected === undefined || expected === found) return []
  return [{ path, message: `expected ${counted(expected, noun)}, found ${found}${listed(seen)}` }]
}
