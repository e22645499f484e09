/**
 * The simulator as it is used, with authentication, limiter and journal; the limit is out of the way. With
 * BENCH_JOURNAL=off it has no journal.
 */
import { startMockServer } from '@gorgias-harness/mock-server'
import { ticketBody } from '../ticket.ts'

const journal = process.env.BENCH_JOURNAL === 'off' ? { entries: 0 } : {}
const server = await startMockServer({ journal })
server.account.setRateLimit({ capacity: 1_000_000, window_seconds: 1 })
const { authorization } = server.account
const answer = await fetch(`${server.url}/api/tickets`, {
  method: 'POST',
  headers: { authorization, 'content-type': 'application/json' },
  body: JSON.stringify(ticketBody),
})
const { id } = (await answer.json()) as { id: number }
process.send?.({ url: server.url, ticketPath: `/api/tickets/${id}`, authorization })
