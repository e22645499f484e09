/** The simulator with its accounts in a file, which it is told by the environment; the limit is out of the way. */
import { startMockServer } from '@gorgias-harness/mock-server'

const data = process.env.BENCH_DATA ?? 'bench.db'
const begin = performance.now()
const server = await startMockServer({ data })
const loaded = performance.now() - begin
server.account.setRateLimit({ capacity: 1_000_000, window_seconds: 1 })
const { authorization } = server.account
process.send?.({ url: server.url, ticketPath: '/api/tickets', authorization, loaded })
