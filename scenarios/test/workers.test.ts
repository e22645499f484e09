import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createHandoff, openLedger } from '@gorgias-harness/handoff'
import type { OpenLedger } from '@gorgias-harness/handoff'
import { startMockServer } from '@gorgias-harness/mock-server'
import type { Account } from '@gorgias-harness/mock-server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startPostgres } from '../../handoff/test/support/postgres.ts'
import type { TestPostgres } from '../../handoff/test/support/postgres.ts'
import { openDesk } from '../src/player/desk.ts'
import { configOf, requestOf } from './handoff-account.ts'

const CLI = fileURLToPath(new URL('../../handoff/src/cli.ts', import.meta.url))
const HANDOFFS = 60
const CUSTOMERS = 20

let postgres: TestPostgres
let folder: string
const children = new Set<ChildProcess>()

beforeAll(async () => {
  postgres = await startPostgres()
  folder = await mkdtemp(join(tmpdir(), 'workers-'))
  // A short patience makes a short lease: 34 seconds.
  const settings = { retry: { requestTimeoutMs: 2_000 } }
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings))
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  await postgres[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** Starts a worker as a process of its own. @returns it, when it is ready. */
async function startWorker(account: Account, database: string): Promise<ChildProcess> {
  const { email, api_key } = account.credentials
  const child = spawn(process.execPath, [CLI, 'worker', '--config', join(folder, 'settings.json')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: database,
      GORGIAS_URL: account.credentials.url,
      GORGIAS_EMAIL: email,
      GORGIAS_API_KEY: api_key,
      GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
      ERROR_NOTIFICATION_EMAIL: 'alerts@shop.test',
      GLADLY_BASE_URL: 'https://shop.gladly.test',
    },
  })
  children.add(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  expect(JSON.parse(line)).toMatchObject({ ready: true })
  return child
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = once(child, 'exit') as Promise<[number | null]>
  child.kill(signal)
  const [code] = await ended
  children.delete(child)
  return code
}

/** Accepts handoffs in turn for each customer. @returns their ids in that order */
async function acceptAll(account: Account, { ledger, pacing }: OpenLedger): Promise<string[]> {
  const handoff = createHandoff(configOf(account), { ledger, pacing })
  const ids: string[] = []
  for (let n = 0; n < HANDOFFS; n++) {
    const request = requestOf(account, `c-${n}`)
    const answer = await handoff.accept({
      ...request,
      customer: { ...request.customer, id: `cu-${n % CUSTOMERS}` },
    })
    expect(answer).toMatchObject({ status: 'accepted' })
    ids.push(answer.handoff_id)
  }
  await handoff.close()
  return ids
}

async function ticketsOf(account: Account): Promise<{ id: number; external_id: string }[]> {
  const { url, email, api_key } = account.credentials
  const desk = openDesk(new URL(url).origin, email, api_key, fetch)
  const rows = await desk.list<{ id: number; external_id: string }>('/api/tickets')
  return rows.sort((a, b) => a.id - b.id)
}

/** The handoffs by customer, in the order of their tickets. */
const lanesOf = (numbers: readonly number[]) => Map.groupBy(numbers, (n) => n % CUSTOMERS)

describe('three workers on one PostgreSQL', () => {
  it('make one ticket of each handoff and keep the order of each customer, though one is killed', async () => {
    await using server = await startMockServer()
    const { account } = server
    account.setRateLimit({ capacity: 1_000 })
    account.addFault({
      operation: 'createTicket',
      position: 'before',
      kind: 'latency',
      delay: 'PT0.2S',
      every: 1,
    })
    const database = await postgres.newDatabase()
    // All of them make the tables, at the same time.
    const [victim, ...others] = await Promise.all([1, 2, 3].map(() => startWorker(account, database)))
    if (!victim) throw new Error('There is no worker.')
    const memory = await openLedger(database)
    const { ledger } = memory
    await acceptAll(account, memory)

    const left = await vi.waitUntil(
      async () => {
        const { created } = await ledger.count()
        const sending = await ledger.list({ states: ['sending'], limit: 100 })
        const its = sending.filter(({ owner }) => owner?.includes(`:${victim.pid}:`))
        return created >= 5 && its.length > 0 && its
      },
      { timeout: 60_000, interval: 20 },
    )
    await end(victim, 'SIGKILL')
    await vi.waitUntil(async () => (await ledger.count()).created === HANDOFFS, {
      timeout: 120_000,
      interval: 200,
    })

    const tickets = await ticketsOf(account)
    const made = tickets.map(({ external_id }) => external_id)
    expect(new Set(made).size).toBe(made.length)
    const numbers = made.map((id) => Number(/^gladly:c-(\d+):/.exec(id)?.[1]))
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: HANDOFFS }, (_, n) => n))
    for (const lane of lanesOf(numbers).values()) expect(lane).toEqual(lane.toSorted((a, b) => a - b))

    // What the dead one had begun was done by others, and looked up first.
    const [stray] = left
    if (!stray) throw new Error('The victim had nothing.')
    const lines = await memory.runs.of(stray.handoff_id)
    expect(lines.map(({ event }) => event)).toContain('look_up')
    expect(await Promise.all(others.map((child) => end(child, 'SIGTERM')))).toEqual([0, 0])
    await ledger.close()
  }, 240_000)
})
