import { errorEntry } from '../errors.ts'
import { isRecord } from '../json/is-record.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { Outcome } from '../model/outcome.ts'
import { parseHandoffRequest } from '../model/request.ts'
import type { HandoffRequest, Problem } from '../model/request.ts'
import { redactRequest } from '../privacy/redact-request.ts'
import { redact } from '../privacy/redact.ts'
import { externalId } from '../ticket/build-ticket.ts'
import { internal, refuse } from './failing.ts'
import type { Cause, Ids } from './failing.ts'
import type { HandOffContext } from './hand-off-one.ts'
import { runLog } from './run-log.ts'

/** Makes a request of an input, or says what is wrong with it. */
export type Reader = (input: unknown) => ReturnType<typeof parseHandoffRequest>

/** What became of an input at the door: an outcome at once, or a handoff that is written down. */
export type Accepted =
  | { kind: 'outcome'; outcome: Outcome }
  | { kind: 'handoff'; entry: LedgerEntry }
  /** The ledger failed: nothing may be sent of what is not written down. */
  | { kind: 'unavailable'; ids: Ids }

/**
 * The door: reads an input, lets a resolved conversation rest, and writes the handoff down before anything else
 * happens. It never rejects.
 *
 * A handoff that has failed and comes again is a new try, with the request as it is now.
 *
 * @param read makes a request of another kind of input.
 */
export async function accept(
  input: unknown,
  context: HandOffContext,
  read: Reader = parseHandoffRequest,
): Promise<Accepted> {
  const failed = async (ids: Ids, cause: Cause): Promise<Accepted> => ({
    kind: 'outcome',
    outcome: await refuse(ids, cause, context),
  })
  let ids = { handoffId: '', conversationId: '' }
  try {
    ids = idsIn(input)
    const parsed = read(input)
    if (!parsed.ok) return await failed(ids, invalid(parsed.problems))
    const request = redactRequest(parsed.request, context.config)
    ids = { handoffId: request.handoffId, conversationId: request.conversation.id }
    if (request.outcome === 'resolved') return { kind: 'outcome', outcome: notNeeded(ids) }
    const entry = await write(request, context)
    if (!entry) return { kind: 'unavailable', ids }
    return entry.conversation_id === ids.conversationId
      ? { kind: 'handoff', entry }
      : await failed(ids, reusedId)
  } catch (error) {
    return failed(ids, internal(error, runLog(context.ports, ids.handoffId)))
  }
}

/** Writes a request down. @returns nothing if the ledger failed. */
async function write(
  request: HandoffRequest,
  { ports: { ledger, clock } }: HandOffContext,
): Promise<LedgerEntry | undefined> {
  const handoff = {
    handoff_id: request.handoffId,
    conversation_id: request.conversation.id,
    customer_id: request.customer.id,
    external_id: externalId(request),
    request,
    in_doubt: !ledger.complete,
    accepted_at: clock.now(),
  }
  return ledger.accept(handoff, { again: true }).catch(() => undefined)
}

/** The ids of an input that may not be readable, as far as they look like ids. */
function idsIn(input: unknown): Ids {
  const request = isRecord(input) ? input : {}
  const conversation = isRecord(request.conversation) ? request.conversation : {}
  const id = (value: unknown, shape: RegExp) => (typeof value === 'string' && shape.test(value) ? value : '')
  return {
    handoffId: id(request.handoffId, /^[\w:.@/+-]{1,200}$/),
    conversationId: id(conversation.id, /^[\w-]{1,50}$/),
  }
}

const reusedId: Cause = { code: 'handoff_id_reused', message: errorEntry('handoff_id_reused').meaning }

/** The names of unknown fields are quoted, and are whatever somebody wrote. */
const invalid = (problems: readonly Problem[]): Cause => ({
  code: 'invalid_request',
  message: `${errorEntry('invalid_request').meaning} ${redact(problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' '))}`,
  field: redact(problems[0]?.path ?? ''),
})

const notNeeded = (ids: Ids): Outcome => ({
  status: 'not_needed',
  handoff_id: ids.handoffId,
  conversation_id: ids.conversationId,
  attempts: 0,
  waited_ms: 0,
})
