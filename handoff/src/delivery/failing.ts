import { errorEntry } from '../errors.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { FailedOutcome } from '../model/outcome.ts'
import type { FailureFacts } from '../notify/error-mail.ts'
import { newNotice } from '../notify/notifier.ts'
import { failedOutcome, markForFollowUp } from '../notify/report-failure.ts'
import { conversationUrl } from '../ticket/conversation-url.ts'
import type { HandOffContext } from './hand-off-one.ts'
import type { Log } from './run-log.ts'

/** What a failure is about; empty where an input does not say. */
export interface Ids {
  handoffId: string
  conversationId: string
  customerId?: string
}

/** What a failure adds to the ids that every handoff has. */
export type Cause = Pick<FailureFacts, 'code' | 'message'> & Partial<FailureFacts>

/** Everything that is told about a failure. */
export function failureFacts(
  ids: Ids,
  cause: Cause,
  { config, ports }: Pick<HandOffContext, 'config' | 'ports'>,
): FailureFacts {
  return {
    handoffId: ids.handoffId,
    conversationId: ids.conversationId,
    at: ports.clock.now(),
    attempts: 0,
    waitedMs: 0,
    inDoubt: false,
    ...(ids.conversationId !== '' && { url: conversationUrl(config, ids) }),
    ...cause,
  }
}

/** A failure of something that is not in the ledger: told like any other, if it names a conversation to see to. */
export async function refuse(ids: Ids, cause: Cause, context: HandOffContext): Promise<FailedOutcome> {
  const { ports, notifier } = context
  const facts = failureFacts(ids, cause, context)
  const warnings = await markForFollowUp(facts, ports.platform)
  if (ids.conversationId === '') return { ...failedOutcome(facts, warnings), notified: 'not_tried' }
  const notice = newNotice(facts, `${ids.conversationId}:${facts.at}:${ports.random()}`, '')
  await ports.ledger.putNotice(notice).catch(() => undefined)
  const notified = await notifier.report(notice)
  return { ...failedOutcome(facts, warnings), notified }
}

/** A mistake of this module. Its text is left out: it may quote what the customer wrote. */
export function internal(error: unknown, log: Log): Cause {
  const name = error instanceof Error ? error.name : typeof error
  log('internal_error', { name })
  return {
    code: 'internal_error',
    message: `${errorEntry('internal_error').meaning} (${name})`,
    inDoubt: true,
  }
}

/** What is not written down is not sent. */
export const unavailable: Cause = {
  code: 'ledger_unavailable',
  message: errorEntry('ledger_unavailable').meaning,
}

/** The ids of a handoff in the ledger. */
export const idsOf = ({ handoff_id, conversation_id, customer_id }: LedgerEntry): Required<Ids> => ({
  handoffId: handoff_id,
  conversationId: conversation_id,
  customerId: customer_id,
})
