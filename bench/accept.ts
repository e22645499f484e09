/**
 * Accepting handoffs on SQLite, each on the disk before it is answered: through the library and over HTTP, 64 at a
 * time. Then the memory of a worker that finds 100,000 waiting. Beside the first, in turn, the least that could be
 * done: the same rows written 64 to a transaction.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { fileURLToPath } from 'node:url'
import { createHandoff, loadConfig, openLedger } from '@gorgias-harness/handoff'
import type { HandoffRequest } from '@gorgias-harness/handoff'
import autocannon from 'autocannon'

const AT_ONCE = 64
const HANDOFFS = 6_000
const ROUNDS = 5
const WAITING = 100_000
const CLI = fileURLToPath(new URL('../handoff/src/cli.ts', import.meta.url))

const env = {
  GORGIAS_EMAIL: 'bot@acme.test',
  GORGIAS_API_KEY: 'a-key-of-no-account',
  GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
  ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
  GLADLY_BASE_URL: 'https://acme.gladly.test',
}
const example = JSON.parse(
  readFileSync(new URL('../handoff/examples/chat-damaged-lamp.json', import.meta.url), 'utf8'),
) as HandoffRequest

const requestOf = (n: number): HandoffRequest => ({
  ...example,
  handoffId: `h-${n}`,
  conversation: { ...example.conversation, id: `c-${n}` },
  customer: { ...example.customer, id: `cu-${n % 5_000}` },
})

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN

/** Does something for each number below `count`, as many at a time as there are callers. */
async function each(count: number, work: (n: number) => Promise<unknown>): Promise<number> {
  let next = 0
  const begin = performance.now()
  const caller = async () => {
    while (next < count) await work(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, caller))
  return (count / (performance.now() - begin)) * 1_000
}

async function throughTheLibrary(file: string): Promise<number> {
  const loaded = loadConfig({ env: { ...env, GORGIAS_SUBDOMAIN: 'acme' } })
  if (!loaded.ok) throw new Error(loaded.message)
  const { ledger } = await openLedger(file)
  const handoff = createHandoff(loaded.config, { ledger })
  const rate = await each(HANDOFFS, async (n) => {
    const { status } = await handoff.accept(requestOf(n))
    if (status !== 'accepted') throw new Error(`not accepted: ${status}`)
  })
  await handoff.close()
  await ledger.close()
  return rate
}

function bare(file: string): number {
  const database = new DatabaseSync(file)
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE h (id TEXT UNIQUE, body TEXT)',
  )
  const insert = database.prepare('INSERT INTO h VALUES (?, ?)')
  const begin = performance.now()
  for (let n = 0; n < HANDOFFS; n += AT_ONCE) {
    database.exec('BEGIN')
    for (let m = n; m < n + AT_ONCE; m++) insert.run(`h-${m}`, JSON.stringify(requestOf(m)))
    database.exec('COMMIT')
  }
  const rate = (HANDOFFS / (performance.now() - begin)) * 1_000
  database.close()
  return rate
}

/** A command of the handoff as a process. @returns it, with the first line that it says */
async function start(args: readonly string[], gorgiasUrl: string) {
  const child = spawn(process.execPath, [CLI, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env.PATH, ...env, GORGIAS_URL: gorgiasUrl },
  })
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { child, line: JSON.parse(line.toString()) as { url: string } }
}

async function overHttp(file: string): Promise<number> {
  const args = ['serve', '--port', '0', '--ledger', file, '--at-once', '0']
  const { child, line } = await start(args, 'http://127.0.0.1:1')
  let number = 0
  const { requests, duration, non2xx } = await autocannon({
    url: `${line.url}/handoffs`,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    amount: HANDOFFS,
    connections: AT_ONCE,
    requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify(requestOf(number++)) }) }],
  })
  if (non2xx > 0) throw new Error(`${non2xx} handoffs were not accepted.`)
  const ended = once(child, 'exit')
  child.kill()
  await ended
  return requests.total / duration
}

/** Megabytes of a worker that has four of them under way at a Gorgias that does not answer. */
async function memoryOfWorker(file: string): Promise<number> {
  const { ledger } = await openLedger(file)
  await each(WAITING, async (n) => {
    const request = requestOf(n)
    await ledger.accept({
      handoff_id: request.handoffId,
      conversation_id: request.conversation.id,
      customer_id: request.customer.id,
      external_id: `gladly:${request.conversation.id}:${request.handoffId}`,
      request,
      in_doubt: false,
      accepted_at: Date.now(),
    })
  })
  await ledger.close()
  let calls = 0
  const busy = Promise.withResolvers<undefined>()
  const gorgias = createServer((request) => {
    request.resume()
    if (++calls === 4) busy.resolve(undefined)
  })
  gorgias.listen(0, '127.0.0.1')
  await once(gorgias, 'listening')
  const { port } = gorgias.address() as AddressInfo
  const { child } = await start(['worker', '--ledger', file], `http://127.0.0.1:${port}`)
  await busy.promise
  const status = readFileSync(`/proc/${String(child.pid)}/status`, 'utf8')
  child.kill('SIGKILL')
  gorgias.closeAllConnections()
  gorgias.close()
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) / 1_024
}

export async function reportAccept(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  const line = (name: string, value: string) => console.log(`  ${name.padEnd(50)}${value.padStart(10)}`)
  console.log(`\nHandoffs accepted on SQLite, ${AT_ONCE} at a time, each on the disk before it is answered`)
  try {
    const rates = { bare: [] as number[], library: [] as number[], http: [] as number[] }
    for (let round = 0; round < ROUNDS; round++) {
      rates.bare.push(bare(join(folder, `bare-${round}.db`)))
      rates.library.push(await throughTheLibrary(join(folder, `library-${round}.db`)))
      rates.http.push(await overHttp(join(folder, `http-${round}.db`)))
    }
    line('bare rows per second', median(rates.bare).toFixed(0))
    line('through the library per second', median(rates.library).toFixed(0))
    line('over HTTP per second', median(rates.http).toFixed(0))
    const megabytes = await memoryOfWorker(join(folder, 'waiting.db'))
    line(`most memory of a worker, ${WAITING} waiting`, `${megabytes.toFixed(0)} MB`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

if (import.meta.main) await reportAccept()
