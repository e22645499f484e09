import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Ledger } from '../ledger/ledger.ts'
import type { Outcome, Receipt } from '../model/outcome.ts'
import type { PacerCounts } from '../pacing/pacer.ts'
import type { LogEntry, Logger } from '../ports.ts'

/** Figures of one process for Prometheus, in a registry of their own. Their labels hold codes, never people. */
export interface Metrics {
  /** Counts what the run log says. */
  readonly logger: Logger
  /** Counts an answer at the door. */
  accepted(answer: Receipt | Outcome): void
  /** Everything in the text format of Prometheus; the ledger is asked how much waits. */
  text(from: { ledger: Ledger; pacing: Readonly<PacerCounts> }): Promise<string>
  readonly contentType: string
}

const CALL_SECONDS = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const HANDOFF_SECONDS = [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600]

/** Begins to count. */
export function createMetrics(): Metrics {
  const registers = [new Registry()] as const
  const [registry] = registers
  const named = (name: string, help: string) => ({
    name: `gorgias_handoff_${name}`,
    help,
    registers: [...registers],
  })
  const answers = new Counter({
    ...named('answers_total', 'Answers at the door'),
    labelNames: ['status', 'code'],
  })
  const settled = new Counter({
    ...named('settled_total', 'Handoffs at their end'),
    labelNames: ['status', 'code'],
  })
  const seconds = new Histogram({
    ...named('duration_seconds', 'From acceptance to the end of a handoff'),
    labelNames: ['status'],
    buckets: HANDOFF_SECONDS,
  })
  const calls = new Histogram({
    ...named('call_seconds', 'Calls to Gorgias, by what they are for and the answer'),
    labelNames: ['call', 'status'],
    buckets: CALL_SECONDS,
  })
  const waits = new Counter({
    ...named('wait_seconds_total', 'Time that handoffs waited'),
    labelNames: ['reason'],
  })
  const states = new Gauge({ ...named('ledger_handoffs', 'Handoffs in the ledger'), labelNames: ['state'] })
  const notices = new Gauge({
    ...named('ledger_notices', 'Error e-mails that have not left; one that was printed counts as sent'),
    labelNames: ['state'],
  })
  const bucket = new Gauge({ ...named('rate_limit_used', 'Calls in the bucket of the account, last seen') })
  const limit = new Gauge({ ...named('rate_limit_size', 'Calls that fit into it') })
  const paced = new Gauge({
    ...named('pacer', 'Calls that were let go, refused, answered with 429, and that wait now'),
    labelNames: ['calls'],
  })

  const ofEvent: Partial<Record<LogEntry['event'], (entry: LogEntry) => void>> = {
    attempt: (entry) => called('create', entry),
    look_up: (entry) => called('look_up', entry),
    wait: ({ ms = 0, reason, code }) => waits.inc({ reason: reason ?? code ?? 'other' }, Number(ms) / 1_000),
    settled: ({ status = '', code = '', duration_ms = 0 }) => {
      settled.inc({ status, code })
      seconds.observe({ status }, Number(duration_ms) / 1_000)
    },
  }

  function called(
    call: string,
    { http_status, code, duration_ms = 0, calls_used, calls_limit }: LogEntry,
  ): void {
    calls.observe({ call, status: http_status ?? code ?? '' }, Number(duration_ms) / 1_000)
    if (calls_used !== undefined) bucket.set(Number(calls_used))
    if (calls_limit !== undefined) limit.set(Number(calls_limit))
  }

  return {
    logger: { log: (entry) => ofEvent[entry.event]?.(entry) },
    accepted: (answer) =>
      answers.inc({ status: answer.status, code: answer.status === 'failed' ? answer.code : '' }),
    text: async ({ ledger, pacing }) => {
      const { notices_due, notices_dead, ...handoffs } = await ledger.count()
      for (const [state, count] of Object.entries(handoffs)) states.set({ state }, count)
      notices.set({ state: 'due' }, notices_due)
      notices.set({ state: 'dead' }, notices_dead)
      const { admitted, refused, rateLimited, waiting } = pacing
      for (const [name, count] of Object.entries({ admitted, refused, rate_limited: rateLimited, waiting }))
        paced.set({ calls: name }, count)
      return registry.metrics()
    },
    contentType: registry.contentType,
  }
}
