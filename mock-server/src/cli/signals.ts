import { constants } from 'node:os'
import type { MockServer } from '../options.ts'

/** How long calls that are under way may take to end, in milliseconds: less than what Docker waits. */
const GRACE = 5000

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** Ends the process at the first signal, once the calls under way are answered; at the second at once. */
export function endOnSignal(server: MockServer): void {
  const stop = () => {
    for (const signal of SIGNALS) {
      process.off(signal, stop)
      // Process 1 of a container has no default for signals.
      process.on(signal, () => process.exit(128 + constants.signals[signal]))
    }
    server.close(GRACE).then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  for (const signal of SIGNALS) process.on(signal, stop)
}
