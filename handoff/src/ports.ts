import type { Ledger } from './ledger/ledger.ts'
import type { Mailer } from './notify/mailer.ts'
import type { PacingStore } from './pacing/store.ts'
import type { Queue } from './queue/queue.ts'

/** Time. The simulator's clock fits here, so that hours of retries take milliseconds. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00Z. */
  now(): number
  /** Ends after `ms` milliseconds. When the signal aborts it ends early, well or with a rejection. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

/** What of the platform's `fetch` is used. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What the customer is told on the conversation's own channel. */
export interface HandoffMessage {
  handoffId: string
  conversationId: string
  customerId: string
  channel: string
  text: string
}

/** Why a conversation stays in Gladly and waits for a person. */
export interface FollowUp {
  handoffId: string
  conversationId: string
  code: string
  message: string
}

/** The Gladly side. Both calls may reject; a handoff goes on without them and says so. */
export interface Platform {
  sendHandoffMessage(message: HandoffMessage): Promise<void>
  markForFollowUp(followUp: FollowUp): Promise<void>
}

/** One line of the run log. Holds ids, codes and durations, never texts of the customer. */
export interface LogEntry {
  /** RFC 3339, UTC. */
  at: string
  event: 'message' | 'attempt' | 'look_up' | 'wait' | 'settled' | 'notification' | 'internal_error'
  handoff_id: string
  [detail: string]: string | number | undefined
}

/** Where the run log goes. */
export interface Logger {
  log(entry: LogEntry): void
}

/** Everything of the outside world that a handoff touches. */
export interface Ports {
  clock: Clock
  /** At least 0, below 1. */
  random: () => number
  fetch: Fetch
  ledger: Ledger
  /** Where processes that call the same account share what they know of its rate limit; one alone needs none. */
  pacing?: PacingStore
  /** Gives work to many machines; without one the ledger itself is looked through. */
  queue?: Queue
  mailer: Mailer
  platform?: Platform
  logger?: Logger
}
