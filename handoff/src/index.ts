import { defaultPorts } from './defaults.ts'
import { accept as acceptAtDoor } from './delivery/accept.ts'
import { createHandOff } from './delivery/hand-off.ts'
import { newOwner } from './delivery/owner.ts'
import { defaultRetryPolicy } from './delivery/retries.ts'
import { verifyConnection } from './delivery/verify.ts'
import type { VerifyOptions } from './delivery/verify.ts'
import { startWork } from './delivery/work.ts'
import type { Work, WorkOptions } from './delivery/work.ts'
import { createWorker } from './delivery/worker.ts'
import { diagnose } from './doctor/diagnose.ts'
import type { Diagnosis, Subject } from './doctor/diagnose.ts'
import { errorEntry } from './errors.ts'
import { fromGladly } from './gladly/from-gladly.ts'
import { createGorgiasClient } from './gorgias/client.ts'
import type { OrgConfig } from './model/config.ts'
import type { Outcome, Receipt, VerifyResult } from './model/outcome.ts'
import { createNotifier, reportBeside } from './notify/notifier.ts'
import { createPacer } from './pacing/pacer.ts'
import type { PacerCounts } from './pacing/pacer.ts'
import { memoryPacingStore } from './pacing/store.ts'
import { pacedClient } from './pacing/paced-client.ts'
import type { Ports } from './ports.ts'
import { tracedClient } from './telemetry/spans.ts'

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
   * Writes a handoff down and answers at once: what is answered `accepted` is on disk and gets its ticket, or its
   * error e-mail, from whoever works on the ledger. It never throws, and the same `handoffId` gets the same answer,
   * unless it has failed: then it is a new try, with the request as it is now.
   *
   * @param input a `HandoffRequest`, or anything: it is checked.
   * @param options `gladly`: the input is a `GladlyConversationExport`.
   * @returns a receipt, or an outcome where there is nothing to accept. `ledger_unavailable` means: send it again.
   * @example
   * const answer = await handoff.accept(request)
   * if (answer.status === 'failed') respond(answer.code === 'ledger_unavailable' ? 503 : 422, answer)
   */
  accept(input: unknown, options?: { gladly?: boolean }): Promise<Receipt | Outcome>
  /**
   * Works off what the ledger has, and sends the error e-mails that are due, until it is stopped.
   *
   * @example
   * const stop = new AbortController()
   * const work = handoff.work({ atOnce: 8, stop: stop.signal })
   * process.once('SIGTERM', () => stop.abort())
   * await work
   */
  work(options?: WorkOptions): Promise<void>
  /**
   * Makes a failed handoff a new try.
   *
   * @returns whether it was; only what has failed can be.
   */
  replay(handoffId: string): Promise<boolean>
  /** What the pacing of calls has come to in this process; for metrics. */
  readonly pacing: Readonly<PacerCounts>
  /**
   * Checks the set-up step by step: key, role, support address, team, note sender, tag; then makes a ticket.
   * The ticket is marked as a verification, e-mails nobody and is not billable.
   */
  verifyConnection(options?: VerifyOptions): Promise<VerifyResult>
  /**
   * Names the causes for "the customer got no e-mail" and "the team does not see the ticket". It only reads.
   *
   * @param subject a ticket, a conversation or a customer; without one the newest handoffs are looked into
   */
  diagnose(subject?: Subject): Promise<Diagnosis>
  /** Takes no more handoffs, begins no more work, and ends when the running ones have. The ledger stays open. */
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
  const client = tracedClient(
    createGorgiasClient(config.gorgias, all, policy.requestTimeoutMs),
    config.gorgias.baseUrl,
  )
  const owner = newOwner()
  const notifier = createNotifier(config, all, owner)
  const { clock, random, pacing: store = memoryPacingStore() } = all
  const windowMs = (config.rateLimit?.windowSeconds ?? 20) * 1_000
  const account = new URL(config.gorgias.baseUrl).host
  const pacer = createPacer({
    account,
    store,
    clock,
    random,
    rules: { windowMs, leaseMs: 2 * policy.requestTimeoutMs },
  })
  const context = { config, ports: all, client, policy, notifier, pacer }
  const readExport = (input: unknown) => fromGladly(input, config)
  const running = new Set<Promise<unknown>>()
  const works = new Set<Work>()
  const closing = new AbortController()
  const handOff = createHandOff(context, createWorker(context, owner), closing.signal)

  function track<T>(work: Promise<T>): Promise<T> {
    running.add(work)
    return work.finally(() => running.delete(work))
  }

  function unlessClosed<T>(begin: () => Promise<T | Outcome>): Promise<T | Outcome> {
    return closing.signal.aborted ? Promise.resolve(refusal('closed')) : track(begin())
  }

  /** For somebody who looks on: the same calls, waiting for their turn for two minutes at most. */
  function looking() {
    return { ...context, client: pacedClient(client, pacer, { until: clock.now() + 120_000 }) }
  }

  function wake(): void {
    for (const work of works) work.wake()
  }

  async function writeDown(input: unknown, gladly: boolean): Promise<Receipt | Outcome> {
    const read = gladly ? readExport : undefined
    const door = await acceptAtDoor(input, { ...context, notifier: reportBeside(notifier) }, read)
    if (door.kind === 'outcome') return door.outcome
    if (door.kind === 'unavailable') {
      const { handoffId: handoff_id, conversationId: conversation_id } = door.ids
      return { ...refusal('ledger_unavailable'), handoff_id, conversation_id }
    }
    const { handoff_id, conversation_id, external_id, accepted_at } = door.entry
    wake()
    const at = new Date(accepted_at).toISOString()
    return { status: 'accepted', handoff_id, conversation_id, external_id, accepted_at: at }
  }

  function work(options: WorkOptions = {}): Promise<void> {
    const stop = options.stop ? AbortSignal.any([options.stop, closing.signal]) : closing.signal
    const begun = startWork(context, newOwner(), { ...options, stop })
    works.add(begun)
    return track(begun.done.finally(() => works.delete(begun)))
  }

  async function replay(handoffId: string): Promise<boolean> {
    const { ledger } = all
    const entry = await ledger.get(handoffId)
    if (entry?.state !== 'failed' || !entry.request) return false
    const { request } = entry
    await ledger.accept({ ...entry, request, accepted_at: clock.now() }, { again: true })
    wake()
    return true
  }

  async function close(): Promise<void> {
    closing.abort()
    await Promise.allSettled(running)
    await notifier.close()
    all.mailer.close?.()
  }

  return {
    handOff: (request) => unlessClosed<Outcome>(() => handOff(request)),
    handOffExport: (exported) => unlessClosed<Outcome>(() => handOff(exported, readExport)),
    accept: (input, { gladly = false } = {}) => unlessClosed(() => writeDown(input, gladly)),
    work,
    replay,
    get pacing() {
      return pacer.counts
    },
    verifyConnection: (options) => track(verifyConnection(looking(), options)),
    diagnose: (subject) => track(diagnose(looking(), subject)),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function refusal(code: 'closed' | 'ledger_unavailable'): Outcome {
  const { meaning: message, hint } = errorEntry(code)
  return {
    status: 'failed',
    code,
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
export type * from './ledger/ledger.ts'
export { memoryLedger } from './ledger/memory.ts'
export { LedgerError } from './ledger/ledger-error.ts'
export { openLedger } from './ledger/open-ledger.ts'
export type { OpenLedger, OpenOptions } from './ledger/open-ledger.ts'
export { defaultRetryPolicy } from './delivery/retries.ts'
export type { WorkOptions } from './delivery/work.ts'
export type { VerifyOptions } from './delivery/verify.ts'
export type { Diagnosis, Subject } from './doctor/diagnose.ts'
export { findings } from './doctor/findings.ts'
export type { Complaint, Finding, FindingCode, FindingEntry, Severity } from './doctor/findings.ts'
export { errors } from './errors.ts'
export type { ErrorCode, ErrorEntry } from './errors.ts'
export { fromGladly }
export type { GladlyConversationExport } from './gladly/from-gladly.ts'
export type { OrgConfig, RedactionKind, RetryPolicy, Secret } from './model/config.ts'
export type * from './model/outcome.ts'
export { HandoffRequestSchema, parseHandoffRequest } from './model/request.ts'
export type { HandoffRequest, Problem } from './model/request.ts'
export { secret } from './model/secret.ts'
export { redactRequest } from './privacy/redact-request.ts'
export { printingMailer, smtpMailer } from './notify/mailer.ts'
export type { Mailer, NotificationMail } from './notify/mailer.ts'
export type { Clock, Fetch, FollowUp, HandoffMessage, LogEntry, Logger, Platform, Ports } from './ports.ts'
