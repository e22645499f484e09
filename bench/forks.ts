/** How long forks, snapshots and the states for going back take, on an account of 10,000 tickets. */
import { startMockServer } from '@gorgias-harness/mock-server'
import type { Account } from '@gorgias-harness/mock-server'

const TICKETS = 10_000
const CALLS = 2_000

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

function timed(run: () => unknown): number {
  const begin = performance.now()
  run()
  return performance.now() - begin
}

const line = (name: string, value: number, unit: string): void =>
  console.log(`  ${name.padEnd(50)}${value.toFixed(3).padStart(10)} ${unit}`)

const body = (i: number) =>
  JSON.stringify({
    external_id: `bench-${i}`,
    messages: [
      {
        channel: 'email',
        from_agent: false,
        sender: { email: `customer-${i % 100}@example.com` },
        source: {
          from: { address: `customer-${i % 100}@example.com` },
          to: [{ address: 'support@acme.test' }],
        },
        body_text: 'Where is my order?',
      },
    ],
  })

/** Milliseconds for each of many tickets, one after the other. */
async function perTicket(url: string, account: Account): Promise<number> {
  const headers = { authorization: account.authorization, 'content-type': 'application/json' }
  const times: number[] = []
  for (let i = 0; i < CALLS; i++) {
    const begin = performance.now()
    await (await fetch(`${url}/api/tickets`, { method: 'POST', headers, body: body(i) })).text()
    times.push(performance.now() - begin)
  }
  return median(times)
}

/** What it costs to be able to go back, in time and in memory. */
async function reportRewind(): Promise<void> {
  for (const rewind of [0, 20, 1000]) {
    await using server = await startMockServer({ rateLimit: 'off', rewind })
    await perTicket(server.url, server.account)
    const before = process.memoryUsage().heapUsed
    const time = await perTicket(server.url, server.accounts.create())
    line(`a POST of a ticket with --rewind ${rewind}`, time, 'ms')
    line(`  heap that ${CALLS} of them left`, (process.memoryUsage().heapUsed - before) / 1e6, 'MB')
  }
}

export async function reportForks(): Promise<void> {
  console.log(`\nAn account of ${TICKETS} tickets`)
  await using server = await startMockServer({ clock: 'virtual' })
  let account = server.account
  line(
    'made up from a number',
    timed(() => (account = server.accounts.create({ seed: { kind: 'large', tickets: TICKETS } }))),
    'ms',
  )
  const forks: Account[] = []
  line('fork', median(Array.from({ length: 200 }, () => timed(() => forks.push(account.fork())))), 'ms')
  for (const fork of forks) fork.delete()
  let taken = 0
  line(
    'snapshot',
    median(Array.from({ length: 50 }, () => timed(() => account.snapshot(`s${taken++}`)))),
    'ms',
  )
  line('restore', median(Array.from({ length: 50 }, () => timed(() => account.restore('s0')))), 'ms')
  let text = ''
  line(
    'export as JSON',
    timed(() => (text = JSON.stringify(account.export()))),
    'ms',
  )
  line(
    'import',
    timed(() => server.accounts.create({ seed: JSON.parse(text) as ReturnType<Account['export']> })),
    'ms',
  )
  await reportRewind()
}

if (import.meta.main) await reportForks()
