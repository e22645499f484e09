import type { Outcome } from '../model/outcome.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { FailureFacts } from '../notify/error-mail.ts'
import type { Row, Value } from './database.ts'
import type { LedgerEntry, Notice } from './ledger.ts'
import type { HandoffState } from './states.ts'

// The tables hold only what this module wrote: their shapes are trusted.

const text = (row: Row, column: string): string => row[column] as string
const number = (row: Row, column: string): number => row[column] as number
const flag = (row: Row, column: string): boolean => row[column] === 1
const json = (row: Row, column: string): unknown => JSON.parse(text(row, column))

/** What is written for an absent value or its JSON. */
export const toJson = (value: unknown): Value => (value === undefined ? null : JSON.stringify(value))
export const toFlag = (value: boolean): Value => (value ? 1 : 0)

/** A row of the table of handoffs. */
export const toEntry = (row: Row): LedgerEntry => ({
  handoff_id: text(row, 'handoff_id'),
  conversation_id: text(row, 'conversation_id'),
  customer_id: text(row, 'customer_id'),
  external_id: text(row, 'external_id'),
  state: text(row, 'state') as HandoffState,
  message_sent: flag(row, 'message_sent'),
  in_doubt: flag(row, 'in_doubt'),
  attempts: number(row, 'attempts'),
  accepted_at: number(row, 'accepted_at'),
  updated_at: number(row, 'updated_at'),
  ...(row.request !== null && { request: json(row, 'request') as HandoffRequest }),
  ...(row.owner !== null && { owner: text(row, 'owner') }),
  ...(row.lease_until !== null && { lease_until: number(row, 'lease_until') }),
  ...(row.outcome !== null && { outcome: json(row, 'outcome') as Outcome }),
})

/** A row of the table of notices. */
export const toNotice = (row: Row): Notice => ({
  notice_id: text(row, 'notice_id'),
  facts: json(row, 'facts') as FailureFacts,
  state: text(row, 'state') as Notice['state'],
  due_at: number(row, 'due_at'),
  ...(row.owner !== null && { owner: text(row, 'owner') }),
  tries: number(row, 'tries'),
})
