import { PgBoss } from 'pg-boss'
import type { Queue } from './queue.ts'

const SCHEMA = 'gorgias_handoff_queue'
const NAME = 'handoffs'

const DAY_S = 24 * 60 * 60

/** A job is only a reminder: what it is about is in the ledger, so it may come too often, and never too rarely. */
const QUEUE = {
  policy: 'key_strict_fifo',
  // The queue never gives up; the ledger decides that.
  retryLimit: 1_000_000,
  retryDelay: 5,
  retentionSeconds: 365 * DAY_S,
  // Longer than a handoff may take.
  expireInSeconds: DAY_S - 1,
  // After so long without a sign of life a worker is dead; less than the lease in the ledger, which has the last word.
  heartbeatSeconds: 30,
  deleteAfterSeconds: 60 * 60,
} as const

/** How often a worker looks for a job, and how often those of dead workers are looked for. */
const LOOK_S = 1
const SUPERVISE_S = 10

/** Says to pg-boss that a job is to come again. */
class NotYet extends Error {
  override name = 'NotYet'
}

/**
 * The queue of a ledger in PostgreSQL, in tables of its own in the same database. It makes them itself; any number
 * of processes may do that at once.
 *
 * @param onFailure told of trouble with the database; the queue goes on when it is back.
 */
export async function openQueue(url: string, onFailure: (error: unknown) => void): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    schema: SCHEMA,
    application_name: 'gorgias-handoff-queue',
    max: 4,
    schedule: false,
    superviseIntervalSeconds: SUPERVISE_S,
    monitorIntervalSeconds: SUPERVISE_S,
  })
  boss.on('error', onFailure)
  await boss.start()
  await boss.createQueue(NAME, QUEUE)

  return {
    enqueue: async ({ handoff_id, customer_id }, execute) => {
      const db = {
        executeSql: async (sql: string, values: unknown[] = []) => ({ rows: await execute(sql, values) }),
      }
      await boss.send(NAME, { handoff_id }, { singletonKey: customer_id, db })
    },
    work: async (atOnce, work) => {
      const options = { localConcurrency: atOnce, batchSize: 1, pollingIntervalSeconds: LOOK_S }
      await boss.work<{ handoff_id: string }>(NAME, options, async ([job]) => {
        if (job && (await work(job.data.handoff_id)) === 'later')
          throw new NotYet('Another worker holds a handoff of this customer.')
      })
      return { stop: () => boss.offWork(NAME, { wait: true }) }
    },
    close: () => boss.stop({ graceful: false }),
  }
}
