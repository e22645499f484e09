import type { GorgiasClient } from '../gorgias/client.ts'
import { ticketUrl } from '../gorgias/ticket-url.ts'
import type { OrgConfig, RetryPolicy } from '../model/config.ts'
import type { FailedOutcome, Outcome, TicketOutcome, Warning } from '../model/outcome.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { FailureFacts } from '../notify/error-mail.ts'
import { reportFailure } from '../notify/report-failure.ts'
import type { Ports } from '../ports.ts'
import { buildTicket } from '../ticket/build-ticket.ts'
import { conversationUrl } from '../ticket/conversation-url.ts'
import { deliver } from './deliver.ts'
import { openRecord, recall } from './record.ts'
import { startRetries } from './retries.ts'
import { loggedClient } from './run-log.ts'
import type { Log } from './run-log.ts'
import { tellCustomer } from './tell-customer.ts'

/** What every handoff of one organisation is made with. */
export interface HandOffContext {
  config: OrgConfig
  ports: Ports
  client: GorgiasClient
  policy: RetryPolicy
}

/** What a failure adds to the ids that every handoff has. */
export type Cause = Pick<FailureFacts, 'code' | 'message'> & Partial<FailureFacts>

/**
 * Hands one valid request off: remembers, builds, tells the customer, makes the ticket, settles.
 *
 * What cannot succeed (channel, address) is found before any effect, so that nobody is promised a ticket
 * that cannot be. The ledger is written before the first call.
 */
export async function handOffOne(
  request: HandoffRequest,
  { config, ports, client, policy }: HandOffContext,
  log: Log,
): Promise<Outcome> {
  const { handoffId, conversation } = request
  const fail = (cause: Cause, warnings: Warning[] = []) =>
    failHandoff(
      { handoffId, conversationId: conversation.id, customerId: request.customer.id },
      cause,
      warnings,
      {
        config,
        ports,
      },
    )

  const known = await recall(ports.ledger, handoffId, conversation.id)
  if (known.entry && known.entry.conversation_id !== conversation.id) return fail(reusedId)
  const settled = known.entry?.outcome
  if (settled?.status === 'created' || settled?.status === 'already_created')
    return { ...settled, status: 'already_created' }

  const built = buildTicket(request, config, { earlier: known.earlier })
  if (!built.ok) return fail(built)
  const externalId = built.body.external_id

  const interrupted = known.entry?.state === 'sending'
  const record = openRecord(ports.ledger, ports.clock, {
    handoff_id: handoffId,
    conversation_id: conversation.id,
    external_id: externalId,
    state: 'sending',
    message_sent: known.entry?.message_sent ?? false,
    in_doubt: known.lost || interrupted || (known.entry?.in_doubt ?? false),
  })
  await record.update({})

  const warnings: Warning[] = []
  const tell = async () => {
    if (record.entry.message_sent) return
    const told = await tellCustomer(request, config, ports.platform)
    warnings.push(...told.warnings)
    if (!told.sent) return
    log('message')
    await record.update({ message_sent: true })
  }

  const messageFirst = config.effectOrder !== 'ticket_first'
  if (messageFirst) await tell()
  const retries = startRetries(policy, ports, (ms, { code }) => log('wait', { ms, code }))
  const delivery = await deliver(
    { body: built.body, externalId, inDoubt: record.entry.in_doubt },
    { client: loggedClient(client, log, () => ports.clock.now()), retries },
  )
  if (delivery.ok && !messageFirst) await tell()

  const effort = { attempts: delivery.attempts, waitedMs: retries.waitedMs, inDoubt: delivery.inDoubt }
  if (!delivery.ok) {
    await record.update({ state: 'failed', in_doubt: delivery.inDoubt })
    const { code, message, status, requestId, fields } = delivery.failure
    const cause: Cause = {
      code,
      message,
      externalId,
      ...effort,
      ...(status !== undefined && { httpStatus: status }),
      ...(requestId !== undefined && { requestId }),
      ...(fields?.[0] && { field: fields[0].field }),
    }
    return fail(cause, [...warnings, ...record.warnings()])
  }

  const outcome: TicketOutcome = {
    // A ticket that a look-up found before any post of this call is the work of an earlier one.
    status: delivery.attempts === 0 ? 'already_created' : 'created',
    handoff_id: handoffId,
    conversation_id: conversation.id,
    ticket_id: delivery.ticket.id,
    ticket_url: ticketUrl(config, delivery.ticket.id),
    attempts: delivery.attempts,
    waited_ms: retries.waitedMs,
  }
  await record.update({ state: 'settled', in_doubt: false, outcome })
  const said = [...warnings, ...delivery.warnings, ...record.warnings()]
  return said.length > 0 ? { ...outcome, warnings: said } : outcome
}

/** A handoff id that two conversations claim. */
export const reusedId: Cause = {
  code: 'handoff_id_reused',
  message: 'Another conversation was handed off with this handoff id; this one was not.',
  field: 'handoffId',
}

/** Ends a handoff as failed: marks the conversation, sends the e-mail, makes the outcome. */
export function failHandoff(
  ids: { handoffId: string; conversationId: string; customerId?: string },
  cause: Cause,
  warnings: readonly Warning[],
  { config, ports }: Pick<HandOffContext, 'config' | 'ports'>,
): Promise<FailedOutcome> {
  const facts: FailureFacts = {
    handoffId: ids.handoffId,
    conversationId: ids.conversationId,
    at: ports.clock.now(),
    attempts: 0,
    waitedMs: 0,
    inDoubt: false,
    ...(ids.conversationId !== '' && { url: conversationUrl(config, ids) }),
    ...cause,
  }
  return reportFailure(facts, warnings, config, ports)
}
