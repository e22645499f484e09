import type { Ledger } from './ledger.ts'
import { sqlLedger } from './sql-ledger.ts'
import { openSqlite } from './sqlite.ts'

/**
 * A ledger that lasts as long as the process.
 *
 * @param options `complete: false` if handoffs may come that an earlier process has begun.
 */
export const memoryLedger = (options: { complete?: boolean } = {}): Ledger =>
  sqlLedger(openSqlite(':memory:'), options)
