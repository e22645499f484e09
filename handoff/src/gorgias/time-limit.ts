import type { Clock } from '../ports.ts'

/** What {@link withTimeLimit} answers when the time is up. */
export const timedOut = Symbol('timed out')

/**
 * Runs something for at most `ms` milliseconds of the given clock, then aborts its signal and stops
 * waiting for it, whether it heeds the signal or not.
 */
export async function withTimeLimit<T>(
  clock: Clock,
  ms: number,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | typeof timedOut> {
  const work = new AbortController()
  const alarm = new AbortController()
  const timeIsUp = (): typeof timedOut => timedOut
  const expiry = clock.sleep(ms, alarm.signal).then(timeIsUp, timeIsUp)
  try {
    return await Promise.race([run(work.signal), expiry])
  } finally {
    alarm.abort()
    work.abort()
  }
}
