import pg from 'pg'
import type { PoolClient } from 'pg'
import type { Database, Row } from './database.ts'
import { LedgerError } from './ledger-error.ts'
import { migrations } from './schema.ts'

/** The tables have a schema of their own, so that the database may hold other things. */
const SCHEMA = 'gorgias_handoff'

const DIALECT = { sequence: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY', text: 'TEXT COLLATE "C"' }

/** Any number: processes that migrate at the same time wait for each other by it. */
const MIGRATION_LOCK = 0x68616e64

/** How long a connection and a statement may take; a server that freezes says nothing at all. */
const PATIENCE_MS = 10_000

/** Counts and times come as 64-bit integers; ours fit into a number. */
const getTypeParser = ((oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text') =>
  oid === pg.types.builtins.INT8
    ? Number
    : (pg.types.getTypeParser(oid, format) as unknown)) as typeof pg.types.getTypeParser

/**
 * A ledger's tables in PostgreSQL, which many machines can share.
 *
 * @throws {LedgerError} if the server cannot be reached or holds a newer ledger.
 */
export async function openPostgres(url: string, onFailure: (error: unknown) => void): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    application_name: 'gorgias-handoff',
    options: `-c search_path=${SCHEMA}`,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
    statement_timeout: PATIENCE_MS,
    keepAlive: true,
    types: { getTypeParser },
  })
  // A connection that breaks while it is idle; the next query gets another one.
  pool.on('error', onFailure)

  async function transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect()
    let broken: Error | undefined
    try {
      await client.query('BEGIN')
      const result = await work(client)
      await client.query('COMMIT')
      return result
    } catch (error) {
      // Behind a statement without an answer nothing else gets one.
      if (error instanceof Error && error.message === 'Query read timeout') broken = error
      else await client.query('ROLLBACK').catch((lost: unknown) => (broken = lost as Error))
      throw error
    } finally {
      client.release(broken)
    }
  }

  try {
    await transaction(migrate)
  } catch (error) {
    await pool.end()
    if (error instanceof LedgerError) throw error
    const { hostname, port } = new URL(url)
    const reason = error instanceof Error ? error.message || (error as { code?: string }).code : String(error)
    throw new LedgerError(`PostgreSQL at ${hostname}:${port || 5432} cannot be used (${reason}).`, {
      cause: error,
    })
  }

  return {
    forUpdate: 'FOR UPDATE',
    forUpdateOfFree: 'FOR UPDATE SKIP LOCKED',
    shared: true,
    run: async (statements) => {
      const [only, ...others] = statements
      // A single statement is a transaction of its own.
      if (only && others.length === 0) return [(await pool.query<Row>(only[0], [...only[1]])).rows]
      return transaction(async (client) => {
        const rows: Row[][] = []
        for (const [sql, values] of statements) rows.push((await client.query<Row>(sql, [...values])).rows)
        return rows
      })
    },
    transaction: (work) =>
      transaction((client) => work(async (sql, values) => (await client.query<Row>(sql, [...values])).rows)),
    close: () => pool.end(),
  }
}

async function migrate(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`)
  await client.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`)
  await client.query('CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY)')
  const { rows } = await client.query<{ version: number }>('SELECT max(version) AS version FROM migrations')
  const version = rows[0]?.version ?? 0
  if (version > migrations.length)
    throw new LedgerError('The database was written by a newer version of the handoff. Use that one.')
  for (const [index, step] of migrations.entries()) {
    if (index < version) continue
    for (const sql of step(DIALECT)) await client.query(sql)
    await client.query('INSERT INTO migrations (version) VALUES ($1)', [index + 1])
  }
}
