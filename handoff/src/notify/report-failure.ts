import { errorEntry } from '../errors.ts'
import type { OrgConfig } from '../model/config.ts'
import type { FailedOutcome, Warning } from '../model/outcome.ts'
import type { Ports } from '../ports.ts'
import { errorMail } from './error-mail.ts'
import type { FailureFacts } from './error-mail.ts'

/**
 * Tells people about a failed handoff, once: the conversation is marked in Gladly, then one e-mail leaves.
 * Neither can make it worse: what fails here is said in the outcome.
 */
export async function reportFailure(
  facts: FailureFacts,
  warnings: readonly Warning[],
  config: OrgConfig,
  ports: Pick<Ports, 'mailer' | 'platform'>,
): Promise<FailedOutcome> {
  const unmarked = await markForFollowUp(facts, ports)
  const notified = await sendMail(facts, config, ports)
  const allWarnings = [...warnings, ...unmarked]
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
    notified,
    ...(allWarnings.length > 0 && { warnings: allWarnings }),
  }
}

async function markForFollowUp(
  facts: FailureFacts,
  { platform }: Pick<Ports, 'platform'>,
): Promise<Warning[]> {
  if (!platform || facts.conversationId === '') return []
  const { handoffId, conversationId, code, message } = facts
  try {
    await platform.markForFollowUp({ handoffId, conversationId, code, message })
    return []
  } catch {
    return [
      { code: 'follow_up_failed', message: 'The conversation could not be marked for follow-up in Gladly.' },
    ]
  }
}

async function sendMail(
  facts: FailureFacts,
  config: OrgConfig,
  { mailer }: Pick<Ports, 'mailer'>,
): Promise<FailedOutcome['notified']> {
  try {
    return await mailer.send(errorMail(facts, config))
  } catch {
    return 'failed'
  }
}
