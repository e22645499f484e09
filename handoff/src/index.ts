import { defaultPorts } from './defaults.ts'
import { createHandOff } from './delivery/hand-off.ts'
import { defaultRetryPolicy } from './delivery/retries.ts'
import { verifyConnection } from './delivery/verify.ts'
import { errorEntry } from './errors.ts'
import { fromGladly } from './gladly/from-gladly.ts'
import { createGorgiasClient } from './gorgias/client.ts'
import type { OrgConfig } from './model/config.ts'
import type { Outcome, VerifyResult } from './model/outcome.ts'
import type { Ports } from './ports.ts'

/** Hands conversations of one organisation off to one Gorgias account. */
export interface Handoff extends AsyncDisposable {
  /**
   * Makes one ticket of one conversation that needs a person, with one call to Gorgias.
   *
   * It never throws: what cannot be done is an outcome with a code, a message and a hint, the conversation
   * stays in Gladly, and one e-mail is sent. The same `handoffId` again never makes a second ticket; after a
   * failure it is a new try.
   *
   * @param request a `HandoffRequest`, or anything: it is checked.
   */
  handOff(request: unknown): Promise<Outcome>
  /**
   * The same for what Gladly's API answers.
   *
   * @param exported a `GladlyConversationExport`, or anything: it is checked.
   */
  handOffExport(exported: unknown): Promise<Outcome>
  /**
   * Checks the set-up with two calls: is the support address one of the account's, and can a ticket be made?
   * The ticket is marked as a verification, e-mails nobody and is not billable.
   */
  verifyConnection(): Promise<VerifyResult>
  /** Takes no more handoffs and ends when the running ones have. */
  close(): Promise<void>
}

/**
 * Makes the handoff of one organisation.
 *
 * @param config from {@link loadConfig}, or written by hand.
 * @param ports what is not named here is the real thing; without a `platform` no handoff message is sent.
 *
 * @example
 * const loaded = loadConfig({ env: process.env })
 * if (!loaded.ok) throw new Error(loaded.message)
 * await using handoff = createHandoff(loaded.config)
 * const outcome = await handoff.handOff(request)
 * if (outcome.status === 'failed') console.error(outcome.code, outcome.hint)
 */
export function createHandoff(config: OrgConfig, ports: Partial<Ports> = {}): Handoff {
  const all: Ports = { ...defaultPorts(), ...ports }
  const policy = { ...defaultRetryPolicy, ...config.retry }
  const client = createGorgiasClient(config.gorgias, all, policy.requestTimeoutMs)
  const context = { config, ports: all, client, policy }
  const handOff = createHandOff(context)
  const running = new Set<Promise<unknown>>()
  let closed = false

  function track<T>(work: Promise<T>): Promise<T> {
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  function accept(begin: () => Promise<Outcome>): Promise<Outcome> {
    return closed ? Promise.resolve(refusedAfterClose()) : track(begin())
  }

  async function close(): Promise<void> {
    closed = true
    await Promise.allSettled(running)
    all.mailer.close?.()
  }

  return {
    handOff: (request) => accept(() => handOff(request)),
    handOffExport: (exported) => accept(() => handOff(exported, (input) => fromGladly(input, config))),
    verifyConnection: () => track(verifyConnection(context)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function refusedAfterClose(): Outcome {
  const { meaning: message, hint } = errorEntry('closed')
  return {
    status: 'failed',
    code: 'closed',
    message,
    hint,
    handoff_id: '',
    conversation_id: '',
    attempts: 0,
    waited_ms: 0,
    notified: 'not_tried',
  }
}

export { loadConfig } from './config/load-config.ts'
export type { ConfigFile, LoadedConfig } from './config/load-config.ts'
export { settings } from './config/settings.ts'
export { defaultPorts, systemClock } from './defaults.ts'
export { memoryLedger } from './delivery/ledger.ts'
export type { Ledger, LedgerEntry } from './delivery/ledger.ts'
export { defaultRetryPolicy } from './delivery/retries.ts'
export { errors } from './errors.ts'
export type { ErrorCode, ErrorEntry } from './errors.ts'
export { fromGladly }
export type { GladlyConversationExport } from './gladly/from-gladly.ts'
export type { OrgConfig, RetryPolicy, Secret } from './model/config.ts'
export type * from './model/outcome.ts'
export { HandoffRequestSchema, parseHandoffRequest } from './model/request.ts'
export type { HandoffRequest, Problem } from './model/request.ts'
export { secret } from './model/secret.ts'
export { printingMailer, smtpMailer } from './notify/mailer.ts'
export type { Mailer, NotificationMail } from './notify/mailer.ts'
export type { Clock, Fetch, FollowUp, HandoffMessage, LogEntry, Logger, Platform, Ports } from './ports.ts'
