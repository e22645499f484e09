import { isGone } from '../delivery/owner.ts'
import type { Logger } from '../ports.ts'
import type { PacingStore } from '../pacing/store.ts'
import type { Queue } from '../queue/queue.ts'
import type { Database } from './database.ts'
import type { Ledger } from './ledger.ts'
import { LedgerError } from './ledger-error.ts'
import { keptRunLog } from './runs.ts'
import type { RunLog } from './runs.ts'
import { sqlLedger } from './sql-ledger.ts'
import { sqlPacingStore } from './sql-pacing.ts'
import { openSqlite } from './sqlite.ts'

/** Everything that a handoff remembers, in one place. */
export interface OpenLedger {
  ledger: Ledger
  runs: RunLog
  /** What its processes know of the rate limit, shared. */
  pacing: PacingStore
  /** Spreads the work over many machines; only PostgreSQL has one. */
  queue?: Queue
  database: Database
}

/** How a ledger is opened. */
export interface OpenOptions {
  /** Gets the lines of the run log, too. */
  logger?: Logger
  /** False if handoffs may come that an earlier ledger has begun: what it does not know is looked up first. */
  complete?: boolean
  /** Told of connections that break while nobody uses them. */
  onFailure?: (error: unknown) => void
}

/**
 * Opens a ledger: a file (SQLite; made if it is not there), or `postgres://user:password@host/database`.
 *
 * What a process of this machine has left in a file when it died is free at once; in PostgreSQL, which many
 * machines use, its lease has to run out.
 *
 * @throws {LedgerError} if it cannot be used, with what to do.
 * @example
 * const { ledger, runs, pacing } = await openLedger('handoffs.db')
 * await using handoff = createHandoff(config, { ledger, logger: runs, pacing })
 */
export async function openLedger(address: string, options: OpenOptions = {}): Promise<OpenLedger> {
  const { onFailure = () => undefined, complete = true } = options
  const database = await openDatabase(address, onFailure)
  const open = { database, runs: keptRunLog(database, options.logger), pacing: sqlPacingStore(database) }
  if (!isPostgres(address)) return { ...open, ledger: sqlLedger(database, { complete }) }
  try {
    const { openQueue } = await import('../queue/pg-boss.ts')
    const queue = await openQueue(address, onFailure)
    const ledger = sqlLedger(database, { complete, enqueue: queue.enqueue })
    const close = async (): Promise<void> => {
      await queue.close()
      await ledger.close()
    }
    return { ...open, queue, ledger: { ...ledger, close } }
  } catch (error) {
    await database.close()
    const reason = error instanceof Error ? error.message : String(error)
    throw new LedgerError(`The queue in PostgreSQL cannot be used (${reason}).`, { cause: error })
  }
}

const isPostgres = (address: string): boolean => /^postgres(ql)?:/i.test(address)

function namesHost(address: string): boolean {
  const url = URL.parse(address)
  return url !== null && (url.hostname !== '' || url.searchParams.has('host'))
}

async function openDatabase(address: string, onFailure: (error: unknown) => void): Promise<Database> {
  if (isPostgres(address)) {
    if (!namesHost(address))
      throw new LedgerError(
        'The address of PostgreSQL names no host or cannot be read: postgres://user:password@host/database',
      )
    // Whoever keeps a file does without the driver.
    const { openPostgres } = await import('./postgres.ts')
    return openPostgres(address, onFailure)
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(address))
    throw new LedgerError(`A ledger is a file or postgres://..., not ${address.split(':')[0]}:`)
  // SQLite makes a database of it that ends with the process: nothing would be remembered.
  if (address.trim() === '' || /^(:memory:$|file:)/i.test(address.trim()))
    throw new LedgerError(
      `A ledger is the name of a file or postgres://..., not "${address}". Is a variable of the shell not set?`,
    )
  const database = openSqlite(address)
  await freeWhatIsLeft(database)
  return database
}

/** Ends what processes of this machine that are gone had in hand: handoffs, and e-mails about them. */
async function freeWhatIsLeft(database: Database): Promise<void> {
  const [rows = []] = await database.run([
    [
      `SELECT owner FROM handoffs WHERE state = 'sending' AND owner IS NOT NULL
       UNION SELECT owner FROM notices WHERE state = 'due' AND owner IS NOT NULL`,
      [],
    ],
  ])
  const gone = rows.map(({ owner }) => owner as string).filter(isGone)
  await database.run(
    gone.flatMap((owner) => [
      [`UPDATE handoffs SET lease_until = 0 WHERE state = 'sending' AND owner = $1`, [owner]] as const,
      [`UPDATE notices SET due_at = 0 WHERE state = 'due' AND owner = $1`, [owner]] as const,
    ]),
  )
}
