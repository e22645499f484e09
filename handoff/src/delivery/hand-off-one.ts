import { errorEntry } from '../errors.ts'
import type { GorgiasClient } from '../gorgias/client.ts'
import { ticketUrl } from '../gorgias/ticket-url.ts'
import type { LedgerEntry } from '../ledger/ledger.ts'
import type { OrgConfig, RetryPolicy } from '../model/config.ts'
import type { Outcome, TicketOutcome, Warning } from '../model/outcome.ts'
import type { HandoffRequest } from '../model/request.ts'
import { newNotice } from '../notify/notifier.ts'
import type { Notifier } from '../notify/notifier.ts'
import { failedOutcome, markForFollowUp } from '../notify/report-failure.ts'
import { pacedClient } from '../pacing/paced-client.ts'
import type { Pacer } from '../pacing/pacer.ts'
import type { Ports } from '../ports.ts'
import { buildTicket } from '../ticket/build-ticket.ts'
import type { EarlierHandoff } from '../ticket/build-ticket.ts'
import { deliver } from './deliver.ts'
import type { Delivery } from './deliver.ts'
import { failureFacts, idsOf, internal } from './failing.ts'
import type { Cause } from './failing.ts'
import { keepAlive, leaseFor, openRecord } from './record.ts'
import type { LedgerRecord } from './record.ts'
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
  notifier: Notifier
  /** Lets calls leave as the rate limit allows; without one they leave at once. */
  pacer?: Pacer
  /** Ends all waiting, at the end of a shutdown: what waits goes back to the ledger, for the next worker. */
  letGo?: AbortSignal
}

/** A handoff that this worker holds. */
export type ClaimedHandoff = LedgerEntry & { request: HandoffRequest }

/**
 * Hands one accepted request off: builds, tells the customer, makes the ticket, settles.
 *
 * What cannot succeed (channel, address) is found before any effect, so that nobody is promised a ticket
 * that cannot be. The ledger is written after each effect; an effect whose trace is missing is done again
 * (the message, with the same handoff id) or looked up (the ticket).
 *
 * @returns the outcome; nothing if it is another worker's now, or nobody's.
 */
export async function handOffOne(
  entry: ClaimedHandoff,
  context: HandOffContext,
  log: Log,
): Promise<Outcome | undefined> {
  const { config, ports, policy } = context
  const { request } = entry
  const leaseMs = leaseFor(policy.requestTimeoutMs)
  const record = openRecord(ports.ledger, ports.clock, entry, leaseMs)
  const stop = keepAlive(record, ports.ledger, ports.clock, leaseMs)
  try {
    const built = buildTicket(request, config, {
      earlier: await earlierTickets(entry, ports),
      masked: true,
    })
    if (!built.ok) return await fail(record, built, [], context)

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
    const delivery = await send(built.body, record, context, log)
    if (delivery === 'taken_over') return undefined
    if (!delivery.ok && isLetGo(delivery, context)) {
      await release(record, delivery)
      return undefined
    }
    if (!delivery.ok) return await fail(record, causeOf(delivery, entry), warnings, context)
    if (!messageFirst) await tell()
    return await settle(record, delivery, warnings, config)
  } catch (error) {
    return await fail(record, internal(error, log), [], context)
  } finally {
    stop()
  }
}

type Sent = Delivery & { waitedMs: number }

/** Makes the ticket, as long as this worker holds the handoff. */
async function send(
  body: { external_id: string },
  record: LedgerRecord,
  { ports, client, policy, pacer, letGo }: HandOffContext,
  log: Log,
): Promise<Sent | 'taken_over'> {
  const { clock } = ports
  const signal = letGo && { signal: letGo }
  const paced = pacer !== undefined
  const retries = startRetries(policy, ports, (ms, { code }) => log('wait', { ms, code }), {
    paced,
    ...signal,
  })
  const lease = { lost: false }
  const { createTicket, findTicketsByExternalId } = loggedClient(client, log, () => clock.now())
  const calls = {
    findTicketsByExternalId,
    createTicket: async (ticket: object) => {
      // Whoever was held up for longer than the lease must not post any more: another one does.
      lease.lost = !(await record.holdsFor(policy.requestTimeoutMs))
      return lease.lost ? takenOver : createTicket(ticket)
    },
  }
  const onWait = (ms: number, reason: string) => {
    retries.addWait(ms)
    log('wait', { ms, reason })
  }
  const errand = { until: retries.until, onWait, ...signal }
  const delivery = await deliver(
    { body, externalId: body.external_id, inDoubt: record.entry.in_doubt },
    { retries, client: pacer ? pacedClient({ ...client, ...calls }, pacer, errand) : calls },
  )
  return lease.lost ? 'taken_over' : { ...delivery, waitedMs: retries.waitedMs }
}

const takenOver = {
  ok: false,
  failure: { code: 'closed', message: 'taken over', detail: 'taken over', notSent: true },
} as const

/** It failed because this worker ends, and may succeed with the next one. */
const isLetGo = ({ failure: { code } }: Delivery & { ok: false }, { letGo }: HandOffContext): boolean =>
  letGo?.aborted === true && (code === 'closed' || errorEntry(code).retry !== 'never')

async function release(record: LedgerRecord, { attempts, inDoubt }: Delivery): Promise<void> {
  await record.update({ state: 'accepted', in_doubt: inDoubt, attempts: record.entry.attempts + attempts })
}

async function settle(
  record: LedgerRecord,
  delivery: Sent & { ok: true },
  warnings: readonly Warning[],
  config: OrgConfig,
): Promise<TicketOutcome> {
  const { handoff_id, conversation_id } = record.entry
  const outcome: TicketOutcome = {
    // A ticket that a look-up found before any post of this call is the work of an earlier one.
    status: delivery.attempts === 0 ? 'already_created' : 'created',
    handoff_id,
    conversation_id,
    ticket_id: delivery.ticket.id,
    ticket_url: ticketUrl(config, delivery.ticket.id),
    attempts: delivery.attempts,
    waited_ms: delivery.waitedMs,
  }
  const attempts = record.entry.attempts + delivery.attempts
  // The ticket is there, whoever settles it.
  await record.update({ state: 'created', in_doubt: false, attempts, outcome })
  const all = [...warnings, ...delivery.warnings, ...record.warnings()]
  return { ...outcome, ...(all.length > 0 && { warnings: all }) }
}

function causeOf(delivery: Sent & { ok: false }, { external_id }: LedgerEntry): Cause {
  const { code, message, status, requestId, fields } = delivery.failure
  return {
    code,
    message,
    externalId: external_id,
    attempts: delivery.attempts,
    waitedMs: delivery.waitedMs,
    inDoubt: delivery.inDoubt,
    ...(status !== undefined && { httpStatus: status }),
    ...(requestId !== undefined && { requestId }),
    ...(fields?.[0] && { field: fields[0].field }),
  }
}

/** Settles a handoff as failed: the conversation is marked in Gladly, then a person is told, once. */
async function fail(
  record: LedgerRecord,
  cause: Cause,
  warnings: readonly Warning[],
  context: HandOffContext,
): Promise<Outcome | undefined> {
  const { entry } = record
  const { ports, notifier } = context
  const facts = failureFacts(idsOf(entry), cause, context)
  const unmarked = await markForFollowUp(facts, ports.platform)
  const outcome = failedOutcome(facts, [...warnings, ...unmarked])
  const notice = newNotice(facts, String(entry.accepted_at), entry.owner ?? '')
  const inDoubt = cause.inDoubt ?? entry.in_doubt
  const attempts = entry.attempts + facts.attempts
  const kept = await record.update({ state: 'failed', in_doubt: inDoubt, attempts, outcome }, notice)
  if (!kept) return undefined
  const notified = await notifier.report(notice)
  return { ...failedOutcome(facts, [...warnings, ...record.warnings(), ...unmarked]), notified }
}

/** Tickets of the same conversation from other handoffs. Without them the note names none. */
async function earlierTickets(entry: LedgerEntry, { ledger }: Ports): Promise<EarlierHandoff[]> {
  const siblings = await ledger.ofConversation(entry.conversation_id).catch(() => [])
  return siblings.flatMap(({ handoff_id, outcome }) =>
    handoff_id !== entry.handoff_id && outcome && 'ticket_id' in outcome
      ? [{ handoffId: handoff_id, ticketId: outcome.ticket_id }]
      : [],
  )
}
