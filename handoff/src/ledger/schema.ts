/** The types that the two databases spell differently. */
export interface Dialect {
  /** A number that counts rows in the order of their insertion. */
  readonly sequence: string
  /** A column that compares byte by byte. */
  readonly text: string
}

/**
 * How the tables came to be, one step a version. A step that was released is never changed: add another.
 */
export const migrations: readonly ((dialect: Dialect) => readonly string[])[] = [
  ({ sequence, text }) => [
    `CREATE TABLE handoffs (
      seq ${sequence},
      handoff_id ${text} NOT NULL UNIQUE,
      conversation_id ${text} NOT NULL,
      customer_id ${text} NOT NULL,
      external_id ${text} NOT NULL,
      state ${text} NOT NULL,
      request ${text},
      message_sent SMALLINT NOT NULL DEFAULT 0,
      in_doubt SMALLINT NOT NULL DEFAULT 0,
      attempts INTEGER NOT NULL DEFAULT 0,
      accepted_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      owner ${text},
      lease_until BIGINT,
      outcome ${text}
    )`,
    `CREATE INDEX handoffs_open ON handoffs (seq) WHERE state IN ('accepted', 'sending')`,
    `CREATE INDEX handoffs_lane ON handoffs (customer_id, seq) WHERE state IN ('accepted', 'sending')`,
    `CREATE INDEX handoffs_conversation ON handoffs (conversation_id, seq)`,
    `CREATE INDEX handoffs_state ON handoffs (state, seq)`,
    `CREATE TABLE notices (
      notice_id ${text} PRIMARY KEY,
      handoff_id ${text} NOT NULL,
      facts ${text} NOT NULL,
      state ${text} NOT NULL,
      due_at BIGINT NOT NULL,
      owner ${text},
      tries INTEGER NOT NULL
    )`,
    `CREATE INDEX notices_state ON notices (state, due_at)`,
    `CREATE INDEX notices_handoff ON notices (handoff_id)`,
    `CREATE TABLE runs (
      seq ${sequence},
      handoff_id ${text} NOT NULL,
      at ${text} NOT NULL,
      event ${text} NOT NULL,
      details ${text} NOT NULL
    )`,
    `CREATE INDEX runs_handoff ON runs (handoff_id, seq)`,
    `CREATE TABLE budgets (account ${text} PRIMARY KEY, state ${text} NOT NULL, version BIGINT NOT NULL)`,
  ],
]
