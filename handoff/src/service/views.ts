import type { LedgerEntry, Notice } from '../ledger/ledger.ts'

const time = (ms: number): string => new Date(ms).toISOString()

/** A handoff as the service shows it: everything but what the customer wrote. */
export const entryView = ({
  request: _,
  accepted_at,
  updated_at,
  lease_until,
  owner: _owner,
  ...entry
}: LedgerEntry) => ({
  ...entry,
  accepted_at: time(accepted_at),
  updated_at: time(updated_at),
  ...(lease_until !== undefined && { lease_until: time(lease_until) }),
})

/** An e-mail about a failed handoff, without its text. */
export const noticeView = ({ notice_id, facts, state, due_at, tries }: Notice) => ({
  notice_id,
  handoff_id: facts.handoffId,
  conversation_id: facts.conversationId,
  code: facts.code,
  failed_at: time(facts.at),
  state,
  due_at: time(due_at),
  tries,
})
