import { one } from './database.ts'
import type { Database, Execute, Row, Statement, Value } from './database.ts'
import type { EntryFilter, Ledger, LedgerEntry, Notice } from './ledger.ts'
import { toEntry, toFlag, toJson, toNotice } from './rows.ts'
import { transitions } from './states.ts'
import type { HandoffState } from './states.ts'

/** The states from which a worker may bring a handoff to `state`. */
const before = (state: HandoffState): string =>
  Object.entries(transitions)
    .filter(([, to]) => state in to)
    .map(([from]) => `'${from}'`)
    .join(', ')

/** A failed one is a new try, if that is wished; whatever else is known stays as it is. */
const ACCEPT = `
  INSERT INTO handoffs
    (handoff_id, conversation_id, customer_id, external_id, request, in_doubt, accepted_at, updated_at, state)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $7, 'accepted')
  ON CONFLICT (handoff_id) DO UPDATE
    SET state = 'accepted', request = excluded.request, customer_id = excluded.customer_id,
        accepted_at = excluded.accepted_at, updated_at = excluded.updated_at, outcome = NULL,
        in_doubt = CASE WHEN excluded.in_doubt = 1 THEN 1 ELSE handoffs.in_doubt END
    WHERE $8 = 1 AND handoffs.state = 'failed' AND handoffs.conversation_id = excluded.conversation_id
  RETURNING handoff_id`

const GET = 'SELECT * FROM handoffs WHERE handoff_id = $1'

const claimable = (forUpdate: string, only: string): string => `
  UPDATE handoffs
    SET in_doubt = CASE WHEN state = 'sending' THEN 1 ELSE in_doubt END,
        state = 'sending', owner = $1, lease_until = $2, updated_at = $3
    WHERE handoff_id = (
      SELECT handoff_id FROM handoffs AS next
        WHERE (state = 'accepted' OR (state = 'sending' AND lease_until <= $3)) ${only}
          AND NOT EXISTS (
            SELECT 1 FROM handoffs AS older
              WHERE older.customer_id = next.customer_id AND older.seq < next.seq
                AND older.state IN ('accepted', 'sending'))
        ORDER BY seq LIMIT 1 ${forUpdate})
    RETURNING *`

const PUT_NOTICE = `
  INSERT INTO notices (notice_id, facts, state, due_at, tries, owner, handoff_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (notice_id) DO UPDATE SET state = $3, due_at = $4, tries = $5, owner = $6`

/** Which notices are taken before their time. */
const EARLY = { untried: 'OR (owner IS NULL AND tries = 0)', all: 'OR owner IS NULL' }

/** With a handoff's change, and only if its owner still holds it: nobody else can take it before the change. */
const addNotice = (forUpdate: string): string => `
  INSERT INTO notices (notice_id, facts, state, due_at, tries, owner, handoff_id)
  SELECT $1, $2, $3, $4, $5, $6, handoff_id FROM handoffs
    WHERE handoff_id = $7 AND handoffs.owner = $8 AND handoffs.state = 'sending' ${forUpdate}
  ON CONFLICT (notice_id) DO NOTHING`

const save = (state: HandoffState): string => `
  UPDATE handoffs
    SET state = $3, request = CASE WHEN $4 = 1 THEN request ELSE NULL END, message_sent = $5, in_doubt = $6, attempts = $7, updated_at = $8,
        owner = $9, lease_until = $10, outcome = $11
    WHERE handoff_id = $1 AND owner = $2 AND state IN (${before(state)})
    RETURNING handoff_id`

/** Puts a handoff into a queue. */
export type Enqueue = (entry: LedgerEntry, execute: Execute) => Promise<void>

/**
 * The ledger in a database, with the same statements for SQLite and PostgreSQL.
 *
 * @param options `complete`: false if handoffs may come that an earlier ledger has begun. `enqueue` tells a queue
 *   of each new try, in the transaction that writes it down.
 */
export function sqlLedger(
  database: Database,
  { complete = true, enqueue }: { complete?: boolean; enqueue?: Enqueue } = {},
): Ledger {
  const rows = (sql: string, values: readonly Value[]): Promise<Row[]> => one(database, sql, values)
  const entries = async (sql: string, values: readonly Value[]): Promise<LedgerEntry[]> =>
    (await rows(sql, values)).map(toEntry)

  return {
    complete,
    shared: database.shared,

    accept: async (handoff, { again = false } = {}) => {
      const { handoff_id, conversation_id, customer_id, external_id, request, in_doubt, accepted_at } =
        handoff
      const ids = [handoff_id, conversation_id, customer_id, external_id]
      const values = [...ids, JSON.stringify(request), toFlag(in_doubt), accepted_at, toFlag(again)]
      const kept = ([row]: readonly Row[]): LedgerEntry => {
        if (!row) throw new Error('The ledger did not keep a handoff.')
        return toEntry(row)
      }
      if (!enqueue || !database.transaction) {
        const written = await database.run([
          [ACCEPT, values],
          [GET, [handoff_id]],
        ])
        return kept(written[1] ?? [])
      }
      return database.transaction(async (execute) => {
        const isNew = (await execute(ACCEPT, values)).length > 0
        const entry = kept(await execute(GET, [handoff_id]))
        if (isNew) await enqueue(entry, execute)
        return entry
      })
    },

    claim: async ({ owner, now, lease_until, handoff_id, customer_id }) => {
      const values: Value[] = [owner, lease_until, now]
      let only = ''
      const narrow = (column: string, value: string | undefined) => {
        if (value !== undefined) only += ` AND ${column} = $${values.push(value)}`
      }
      narrow('handoff_id', handoff_id)
      narrow('customer_id', customer_id)
      const [entry] = await entries(claimable(database.forUpdateOfFree, only), values)
      return entry
    },

    save: async (entry, notice) => {
      // Whoever ends with a handoff lets go of it.
      const held = entry.state === 'sending'
      const owner = entry.owner ?? ''
      const statements: Statement[] = []
      if (notice) statements.push([addNotice(database.forUpdate), [...noticeValues(notice), owner]])
      statements.push([
        save(entry.state),
        [
          entry.handoff_id,
          owner,
          entry.state,
          toFlag(entry.state !== 'created'),
          toFlag(entry.message_sent),
          toFlag(entry.in_doubt),
          entry.attempts,
          entry.updated_at,
          held ? owner : null,
          held ? (entry.lease_until ?? null) : null,
          toJson(entry.outcome),
        ],
      ])
      return ((await database.run(statements)).at(-1) ?? []).length === 1
    },

    get: async (handoffId) => (await entries(GET, [handoffId]))[0],

    ofConversation: (conversationId) =>
      entries('SELECT * FROM handoffs WHERE conversation_id = $1 ORDER BY seq', [conversationId]),

    list: (filter) => entries(...listing(filter)),

    count: async () => {
      const count = { accepted: 0, sending: 0, created: 0, failed: 0, notices_due: 0, notices_dead: 0 }
      const [handoffs = [], notices = []] = await database.run([
        ['SELECT state, count(*) AS number FROM handoffs GROUP BY state', []],
        [
          `SELECT 'notices_' || state AS state, count(*) AS number FROM notices WHERE state <> 'sent' GROUP BY state`,
          [],
        ],
      ])
      for (const { state, number } of [...handoffs, ...notices])
        count[state as keyof typeof count] = number as number
      return count
    },

    claimNotices: async ({ owner, now, until, early, limit }) => {
      const due = await rows(
        // A subquery may be evaluated more than once, and then claims more than its limit.
        `WITH next AS MATERIALIZED (
           SELECT notice_id FROM notices
             WHERE state = 'due' AND (due_at <= $1 ${early ? EARLY[early] : ''})
             ORDER BY due_at LIMIT $3 ${database.forUpdateOfFree})
         UPDATE notices SET due_at = $2, owner = $4 WHERE notice_id IN (SELECT notice_id FROM next)
         RETURNING *`,
        [now, until, limit, owner],
      )
      return due.map(toNotice).sort((a, b) => a.facts.at - b.facts.at)
    },

    putNotice: async (notice) => {
      await rows(PUT_NOTICE, noticeValues(notice))
    },

    notices: async ({ states = ['due', 'sent', 'dead'], notice_id, handoff_id, limit }) => {
      const values: Value[] = [limit]
      const wanted = states.map((state) => `$${values.push(state)}`).join(', ')
      let only = ''
      if (notice_id !== undefined) only += ` AND notice_id = $${values.push(notice_id)}`
      if (handoff_id !== undefined) only += ` AND handoff_id = $${values.push(handoff_id)}`
      const found = await rows(
        `SELECT * FROM notices WHERE state IN (${wanted}) ${only} ORDER BY due_at DESC LIMIT $1`,
        values,
      )
      return found.map(toNotice)
    },

    close: () => database.close(),
  }
}

const noticeValues = ({ notice_id, facts, state, due_at, tries, owner }: Notice): Value[] => [
  notice_id,
  JSON.stringify(facts),
  state,
  due_at,
  tries,
  owner ?? null,
  facts.handoffId,
]

function listing({ states, conversation_id, customer_id, after, limit }: EntryFilter): Statement {
  const values: Value[] = []
  const parts: string[] = []
  if (states !== undefined)
    parts.push(`state IN (${states.map((state) => `$${values.push(state)}`).join(', ') || 'NULL'})`)
  if (conversation_id !== undefined) parts.push(`conversation_id = $${values.push(conversation_id)}`)
  if (customer_id !== undefined) parts.push(`customer_id = $${values.push(customer_id)}`)
  if (after !== undefined)
    parts.push(`seq < (SELECT seq FROM handoffs WHERE handoff_id = $${values.push(after)})`)
  const where = parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`
  return [`SELECT * FROM handoffs ${where} ORDER BY seq DESC LIMIT $${values.push(limit)}`, values]
}
