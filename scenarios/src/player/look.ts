import type { Expectation } from '../format/schema/expectation.ts'
import { meantTicket } from './checks/check-ticket.ts'
import { byId } from './cast.ts'
import type { Desk, TicketRow, TicketWithMessages } from './desk.ts'
import type { Sight } from './sight.ts'
import type { Stage } from './stage.ts'

/** Looks at everything that an expectation names. It leaves no trace in the account. */
export const look = (stage: Stage, expectation: Expectation): Promise<Sight> =>
  stage.lookAround((desk) => see(desk, stage, expectation))

async function see(desk: Desk, stage: Stage, expectation: Expectation): Promise<Sight> {
  const { account, cast, connection } = stage
  const earlier = new Set(cast.earlierTickets.map((row) => row.id))
  const rows = byId(await desk.list<TicketRow>('/api/tickets'))
  const customers = expectation.customers === undefined ? [] : await desk.list<unknown>('/api/customers')
  const sight = {
    tickets: rows.filter((row) => !earlier.has(row.id)),
    earlierTickets: rows.filter((row) => earlier.has(row.id)),
    ticketNames: stage.ticketNames,
    customers: customers.length,
    outbox: account.outbox(),
    bill: account.billing(),
    requests: account.journal().filter((row) => !stage.ownRows.has(row.id)),
    outcomes: stage.outcomes,
    errorMails: connection.errorMails,
    handoffMessages: connection.gladly.messages.map((message) => ({
      ...message,
      customer: stage.conversations.find(({ id }) => id === message.conversationId)?.customerName,
    })),
    followUps: connection.gladly.followUps,
  }
  const meant = [expectation.ticket ?? []].flat().map(({ named }) => meantTicket(named, sight))
  const opened = new Map<number, TicketWithMessages>()
  for (const id of meant)
    if (id !== undefined) opened.set(id, await desk.get<TicketWithMessages>(`/api/tickets/${id}`))
  return { ...sight, opened }
}
