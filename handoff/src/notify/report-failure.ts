import { errorEntry } from '../errors.ts'
import type { FailedOutcome, Warning } from '../model/outcome.ts'
import type { Platform } from '../ports.ts'
import type { FailureFacts } from './error-mail.ts'

/** What a failed handoff came to, before anybody is told. */
export function failedOutcome(facts: FailureFacts, warnings: readonly Warning[]): FailedOutcome {
  return {
    status: 'failed',
    handoff_id: facts.handoffId,
    conversation_id: facts.conversationId,
    code: facts.code,
    message: facts.message,
    hint: errorEntry(facts.code).hint,
    ...(facts.field !== undefined && { field: facts.field }),
    ...(facts.httpStatus !== undefined && { http_status: facts.httpStatus }),
    ...(facts.requestId !== undefined && { request_id: facts.requestId }),
    ...(facts.externalId !== undefined && { external_id: facts.externalId }),
    attempts: facts.attempts,
    waited_ms: facts.waitedMs,
    notified: 'pending',
    ...(warnings.length > 0 && { warnings: [...warnings] }),
  }
}

/** Marks a conversation in Gladly, where it stays. A failure of that is a warning. */
export async function markForFollowUp(
  { handoffId, conversationId, code, message }: FailureFacts,
  platform: Platform | undefined,
): Promise<Warning[]> {
  if (!platform || conversationId === '') return []
  try {
    await platform.markForFollowUp({ handoffId, conversationId, code, message })
    return []
  } catch {
    return [
      { code: 'follow_up_failed', message: 'The conversation could not be marked for follow-up in Gladly.' },
    ]
  }
}
