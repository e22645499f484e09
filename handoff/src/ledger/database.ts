/** A value of a column. */
export type Value = string | number | null

/** One statement with its values for `$1`, `$2`, ... */
export type Statement = readonly [sql: string, values: readonly Value[]]

/** What SQLite and PostgreSQL have in common, as far as the ledger needs it. */
export interface Database {
  /** Ends a SELECT whose rows are to be changed: nobody else changes them before. */
  readonly forUpdate: string
  /** The same, without rows that somebody else is changing, so that two workers do not wait for each other. */
  readonly forUpdateOfFree: string
  /** Whether other processes may have it open. */
  readonly shared: boolean
  /** Runs the statements in one transaction that is durable when it is answered. @returns the rows of each. */
  run(statements: readonly Statement[]): Promise<Row[][]>
  /** Runs work whose statements depend on each other in one transaction; where it is missing nobody needs it. */
  transaction?<T>(work: (execute: Execute) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** Runs one statement of a transaction. */
export type Execute = (sql: string, values: readonly unknown[]) => Promise<Row[]>

/** A row; columns by name. */
export type Row = Readonly<Record<string, Value>>

/** The rows of one statement. */
export const one = async (database: Database, sql: string, values: readonly Value[]): Promise<Row[]> =>
  (await database.run([[sql, values]]))[0] ?? []
