import { setTimeout as after } from 'node:timers/promises'
import { memoryLedger } from './ledger/memory.ts'
import { printingMailer } from './notify/mailer.ts'
import type { Clock, Ports } from './ports.ts'

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => after(ms, undefined, signal && { signal }),
}

/**
 * The real outside: system clock, the platform's `fetch`, a ledger in memory, and error e-mails that are
 * printed on standard error until {@link smtpMailer} takes their place.
 */
export function defaultPorts(): Ports {
  return {
    clock: systemClock,
    random: () => Math.random(),
    fetch: (url, init) => fetch(url, init),
    ledger: memoryLedger(),
    mailer: printingMailer(process.stderr),
  }
}
