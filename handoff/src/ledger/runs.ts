import type { LogEntry, Logger } from '../ports.ts'
import { one } from './database.ts'
import type { Database, Statement } from './database.ts'

/** The run log, kept: what happened to a handoff, line by line. */
export interface RunLog extends Logger {
  /** The lines of one handoff, oldest first. */
  of(handoffId: string): Promise<LogEntry[]>
}

/** Lines of one handoff that are shown. */
const MOST_LINES = 1_000

const INSERT = 'INSERT INTO runs (handoff_id, at, event, details) VALUES ($1, $2, $3, $4)'

/**
 * Keeps the run log beside the ledger. A line is written behind the back of the handoff, which does not wait
 * for it; one that cannot be written is lost.
 *
 * @param also gets every line, too.
 */
export function keptRunLog(database: Database, also?: Logger): RunLog {
  let writing: Promise<unknown> = Promise.resolve()
  return {
    log: (entry) => {
      also?.log(entry)
      const { handoff_id, at, event, ...details } = entry
      const line: Statement = [INSERT, [handoff_id, at, event, JSON.stringify(details)]]
      writing = Promise.all([writing, database.run([line])]).catch(() => undefined)
    },
    of: async (handoffId) => {
      await writing
      const rows = await one(
        database,
        `SELECT * FROM runs WHERE handoff_id = $1 ORDER BY seq LIMIT ${MOST_LINES}`,
        [handoffId],
      )
      return rows.map(({ at, event, details }) => ({
        at: at as string,
        event: event as LogEntry['event'],
        handoff_id: handoffId,
        ...(JSON.parse(details as string) as Record<string, string | number>),
      }))
    },
  }
}
