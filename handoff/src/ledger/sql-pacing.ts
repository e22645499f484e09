import type { Step } from '../pacing/plan.ts'
import type { PacingState } from '../pacing/state.ts'
import type { PacingStore } from '../pacing/store.ts'
import { one } from './database.ts'
import type { Database } from './database.ts'

const READ = 'SELECT state, version FROM budgets WHERE account = $1'

const FIRST = `
  INSERT INTO budgets (account, state, version) VALUES ($1, $2, 1)
  ON CONFLICT (account) DO NOTHING RETURNING account`

/** Only if nobody else has written meanwhile. */
const CHANGE = `
  UPDATE budgets SET state = $2, version = version + 1 WHERE account = $1 AND version = $3 RETURNING account`

/** Where processes that share a ledger share the budget of calls, too. */
export function sqlPacingStore(database: Database): PacingStore {
  async function attempt<T>(
    account: string,
    change: (state: PacingState | undefined) => Step<T>,
  ): Promise<{ result: T } | undefined> {
    const [row] = await one(database, READ, [account])
    const { state, result } = change(row && (JSON.parse(row.state as string) as PacingState))
    const json = JSON.stringify(state)
    const written = row
      ? await one(database, CHANGE, [account, json, row.version as number])
      : await one(database, FIRST, [account, json])
    return written.length === 1 ? { result } : undefined
  }

  return {
    update: async (account, change) => {
      for (;;) {
        const done = await attempt(account, change)
        if (done) return done.result
      }
    },
  }
}
