import type { Surroundings } from '../config/load-config.ts'
import type { WorkOptions } from '../index.ts'
import type { Logger } from '../ports.ts'
import type { Io } from './io.ts'
import { troubleWith } from './open-handoff.ts'
import { jsonLogger, toEach } from './run-log-lines.ts'

/** What service and worker have in common. */
export interface RunOptions {
  readonly ledger?: string
  readonly config?: string
  readonly log?: 'json'
  readonly atOnce: number
  /** Seconds. */
  readonly drain: number
}

/** How work goes on until somebody ends the process. */
export const workOptions = ({ atOnce, drain }: RunOptions, io: Io): WorkOptions => ({
  atOnce,
  stop: io.interrupted,
  drainMs: drain * 1_000,
  onFailure: (error: unknown) => io.err(`${troubleWith(error)}\n`),
})

/** A process that nobody watches must not print its error e-mails in silence. */
export function sayWhoIsTold({ smtpUrl }: Surroundings, io: Io): void {
  if (smtpUrl !== undefined) return
  io.err('SMTP_URL is not set: e-mails about failed handoffs are printed here, and count as sent.\n')
}

export const loggerOf = ({ log }: { log?: 'json' }, io: Io, ...others: Logger[]): Logger =>
  toEach(log === 'json' ? [...others, jsonLogger(io)] : others)
