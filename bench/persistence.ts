import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { loads, measure, serve } from './load.ts'
import { ticketOf } from './ticket.ts'

const SECONDS = 2
const ROUNDS = 5
const TICKETS = 10_000

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

/** Tickets of customers of their own, three messages each. */
async function fill(url: string, authorization: string): Promise<void> {
  let number = 0
  const { non2xx } = await autocannon({
    url: `${url}/api/tickets`,
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    amount: TICKETS,
    connections: 20,
    requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify(ticketOf(number++)) }) }],
  })
  if (non2xx > 0) throw new Error(`${non2xx} tickets were not made.`)
}

/** What it costs to keep accounts in a file: every answer waits until its commit is on the disk. */
export async function reportPersistence(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  console.log('\nAccounts in a file, every commit durable before it is answered')
  try {
    const post = loads.find(({ status }) => status === 201)
    const kept = await serve('kept', { BENCH_DATA: join(folder, 'posts.db') })
    const rates: number[] = []
    if (post !== undefined)
      for (let round = 0; round < ROUNDS; round++) rates.push(await measure(post, kept, SECONDS))
    kept.process.kill()
    console.log(
      `  POST a ticket with two messages   ${median(rates).toFixed(0).padStart(7)} calls per second`,
    )

    const BENCH_DATA = join(folder, 'tickets.db')
    const filled = await serve('kept', { BENCH_DATA })
    await fill(filled.url, filled.authorization)
    filled.process.kill('SIGKILL')
    const times: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      const again = await serve('kept', { BENCH_DATA })
      times.push(again.loaded ?? NaN)
      again.process.kill()
    }
    const megabytes = statSync(BENCH_DATA).size / 1_000_000
    console.log(
      `  start with ${TICKETS} tickets           ${median(times).toFixed(0).padStart(7)} ms (file of ${megabytes.toFixed(0)} MB)`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
