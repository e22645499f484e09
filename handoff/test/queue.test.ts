import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createHandoff, openLedger } from '../src/index.ts'
import type { LedgerEntry } from '../src/index.ts'
import { one } from '../src/ledger/database.ts'
import { testConfig } from './support/config.ts'
import { fakeClock } from './support/fake-clock.ts'
import { fakeGorgias } from './support/fake-gorgias.ts'
import { startPostgres } from './support/postgres.ts'
import type { TestPostgres } from './support/postgres.ts'
import { testRequest } from './support/request.ts'

const JOBS = 'gorgias_handoff_queue.job'

let postgres: TestPostgres

beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())

/** A process on PostgreSQL with a fake Gorgias, on the machine's own clock. */
async function startProcess(address: string) {
  const { database, ...memory } = await openLedger(address)
  const gorgias = fakeGorgias(fakeClock())
  const handoff = createHandoff(testConfig(), {
    ...memory,
    logger: memory.runs,
    fetch: gorgias.fetch,
    mailer: { send: () => Promise.resolve('sent') },
  })
  const accept = (id: string, customer: string) =>
    handoff.accept(testRequest({ handoffId: id, customer: { ...testRequest().customer, id: customer } }))
  const count = async (sql: string) =>
    Number((await one(database, `SELECT count(*) AS n FROM ${sql}`, []))[0]?.n)
  return {
    ...memory,
    database,
    gorgias,
    handoff,
    accept,
    jobs: () => count(`${JOBS} WHERE name = 'handoffs'`),
    created: async () => (await memory.ledger.count()).created,
    [Symbol.asyncDispose]: async () => {
      await handoff.close()
      await memory.ledger.close()
    },
  }
}

const until = (fact: () => Promise<boolean>) => vi.waitUntil(fact, { timeout: 30_000, interval: 50 })

describe('the queue in PostgreSQL', () => {
  it('has one job for a handoff, however often that comes, and nothing of the customer in it', async () => {
    await using process = await startProcess(await postgres.newDatabase())
    await Promise.all([1, 2, 3].map(() => process.accept('h-1', 'cu-1')))
    expect(await process.jobs()).toBe(1)
    const [job] = await one(
      process.database,
      `SELECT data::text AS data FROM ${JOBS} WHERE name = 'handoffs'`,
      [],
    )
    expect(JSON.parse(String(job?.data))).toEqual({ handoff_id: 'h-1' })
  })

  it('and the ledger have a handoff both, or neither', async () => {
    await using process = await startProcess(await postgres.newDatabase())
    await one(process.database, `ALTER TABLE ${JOBS} ADD CHECK (name <> 'handoffs') NOT VALID`, [])
    expect(await process.accept('h-1', 'cu-1')).toMatchObject({
      status: 'failed',
      code: 'ledger_unavailable',
    })
    expect(await process.ledger.get('h-1')).toBeUndefined()
  })

  it('has no job of a handoff that the ledger could not keep', async () => {
    await using process = await startProcess(await postgres.newDatabase())
    const statements = [
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'disk full'; END $$`,
      `CREATE CONSTRAINT TRIGGER late AFTER INSERT ON handoffs DEFERRABLE INITIALLY DEFERRED
         FOR EACH ROW EXECUTE FUNCTION refuse()`,
    ]
    for (const sql of statements) await one(process.database, sql, [])
    expect(await process.accept('h-1', 'cu-1')).toMatchObject({ code: 'ledger_unavailable' })
    expect(await process.jobs()).toBe(0)
  })

  it('keeps the order of the ledger where its own is another, and comes to an end', async () => {
    await using process = await startProcess(await postgres.newDatabase())
    for (const id of ['1', '2', '3']) await process.accept(id, 'cu-1')
    await one(
      process.database,
      `UPDATE ${JOBS} SET created_on = created_on - interval '1 minute' * (data->>'handoff_id')::int`,
      [],
    )
    const stop = new AbortController()
    const work = process.handoff.work({ stop: stop.signal })
    await until(async () => (await process.created()) === 3)
    stop.abort()
    await work
    expect(process.gorgias.tickets.map(({ external_id }) => external_id.split(':')[2])).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('gives a failed handoff that is replayed a job of its own', async () => {
    await using process = await startProcess(await postgres.newDatabase())
    await process.accept('h-1', 'cu-1')
    const entry = await process.ledger.claim({ owner: 'a', now: 1, lease_until: 2, handoff_id: 'h-1' })
    await process.ledger.save({ ...(entry as LedgerEntry), state: 'failed' })
    expect(await process.handoff.replay('h-1')).toBe(true)
    expect(await process.jobs()).toBe(2)
    const stop = new AbortController()
    const work = process.handoff.work({ stop: stop.signal })
    await until(async () => (await process.created()) === 1)
    stop.abort()
    await work
    expect(process.gorgias.tickets).toHaveLength(1)
  })

  it('does not hold up what a dead worker has left for longer than its lease', async () => {
    const address = await postgres.newDatabase()
    await using process = await startProcess(address)
    for (const id of ['1', '2']) await process.accept(id, 'cu-1')
    // A worker of another machine took the first, with its job, and died; its lease has just run out.
    const now = Date.now()
    await process.ledger.claim({ owner: 'elsewhere:1:x', now, lease_until: now + 1, handoff_id: '1' })
    await one(
      process.database,
      `UPDATE ${JOBS} SET state = 'active', started_on = now(), heartbeat_on = now() WHERE data->>'handoff_id' = '1'`,
      [],
    )
    const stop = new AbortController()
    const work = process.handoff.work({ stop: stop.signal })
    await until(async () => (await process.created()) === 2)
    stop.abort()
    await work
    expect(process.gorgias.calls.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST'])
  })
})
