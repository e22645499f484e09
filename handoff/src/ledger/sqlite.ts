import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Database, Row, Statement, Value } from './database.ts'
import { migrations } from './schema.ts'
import { LedgerError } from './ledger-error.ts'

/** Says that the file is one of ours: four letters, "hand". */
const APPLICATION_ID = 0x68616e64

const DIALECT = { sequence: 'INTEGER PRIMARY KEY AUTOINCREMENT', text: 'TEXT' }

/** How long a process waits for another one that is writing. */
const PATIENCE_MS = 5_000

/**
 * A ledger's tables in a file, or in memory for `:memory:`. What is asked for in one turn of the event loop is
 * written in one transaction: a thousand handoffs at once cost one write to the disk, not a thousand.
 *
 * @throws {LedgerError} if the file cannot be used.
 */
export function openSqlite(file: string): Database {
  const inMemory = file === ':memory:'
  const connection = open(file)
  const prepared = new Map<string, StatementSync>()

  function execute([sql, values]: Statement): Row[] {
    let statement = prepared.get(sql)
    if (!statement) prepared.set(sql, (statement = connection.prepare(sql)))
    return statement.all(named(values)) as Row[]
  }

  interface Job {
    statements: readonly Statement[]
    done: (rows: Row[][]) => void
    failed: (error: unknown) => void
  }
  let waiting: Job[] = []

  /** All jobs in one transaction; one that fails takes back only itself. */
  function flush(): void {
    const jobs = waiting
    waiting = []
    const told: (() => void)[] = []
    try {
      connection.exec('BEGIN IMMEDIATE')
      for (const { statements, done, failed } of jobs) {
        connection.exec('SAVEPOINT job')
        try {
          const rows = statements.map(execute)
          told.push(() => done(rows))
        } catch (error) {
          connection.exec('ROLLBACK TO job')
          told.push(() => failed(error))
        }
        connection.exec('RELEASE job')
      }
      connection.exec('COMMIT')
    } catch (error) {
      if (connection.isTransaction) connection.exec('ROLLBACK')
      for (const { failed } of jobs) failed(error)
      return
    }
    for (const tell of told) tell()
  }

  function run(statements: readonly Statement[]): Promise<Row[][]> {
    return new Promise((done, failed) => {
      waiting.push({ statements, done, failed })
      if (inMemory) flush()
      else if (waiting.length === 1) setImmediate(flush)
    })
  }

  return {
    forUpdate: '',
    forUpdateOfFree: '',
    shared: !inMemory,
    run,
    close: async () => {
      if (waiting.length > 0) await run([])
      if (connection.isOpen) connection.close()
    },
  }
}

const named = (values: readonly Value[]): Record<string, Value> =>
  Object.fromEntries(values.map((value, index) => [`$${index + 1}`, value]))

/** Node's own SQLite, without its warning that it is experimental: nobody could act on it. */
function sqlite(): { readonly DatabaseSync: typeof DatabaseSync } {
  const usual = Object.getOwnPropertyDescriptor(process, 'emitWarning')
  process.emitWarning = () => undefined
  try {
    return process.getBuiltinModule('node:sqlite')
  } finally {
    if (usual !== undefined) Object.defineProperty(process, 'emitWarning', usual)
  }
}

function open(file: string): DatabaseSync {
  const { DatabaseSync } = sqlite()
  let connection: DatabaseSync | undefined
  try {
    connection = new DatabaseSync(file)
    connection.exec(`PRAGMA busy_timeout = ${PATIENCE_MS}`)
    if (file !== ':memory:') connection.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    migrate(connection, file)
    return connection
  } catch (error) {
    connection?.close()
    if (error instanceof LedgerError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new LedgerError(
      `${file} cannot be used as a ledger (${reason}). Name another file, or see to its folder and rights. It was left as it is.`,
      { cause: error },
    )
  }
}

function migrate(connection: DatabaseSync, file: string): void {
  connection.exec('BEGIN IMMEDIATE')
  const read = (name: string): unknown => Object.values(connection.prepare(`PRAGMA ${name}`).get() ?? {})[0]
  const version = Number(read('user_version'))
  const { tables } = connection.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
    tables: number
  }
  if (tables > 0 && read('application_id') !== APPLICATION_ID)
    throw new LedgerError(`${file} is a database of something else. Name another file. It was left as it is.`)
  if (version > migrations.length)
    throw new LedgerError(`${file} was written by a newer version. Use that one, or name another file.`)
  for (const step of migrations.slice(version)) for (const sql of step(DIALECT)) connection.exec(sql)
  connection.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${migrations.length}`)
  connection.exec('COMMIT')
}
