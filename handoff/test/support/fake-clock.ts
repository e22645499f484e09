import type { Clock } from '../../src/ports.ts'

/**
 * A clock that stands still unless somebody waits on it. A wait without a signal passes at once and moves
 * the time; an alarm (a wait with a signal) rings when the time has come to it.
 */
export interface FakeClock extends Clock {
  advance(ms: number): void
  /** The waits so far, alarms apart. */
  readonly waits: number[]
}

export function fakeClock(start = Date.UTC(2026, 2, 2, 9)): FakeClock {
  let time = start
  const alarms = new Set<{ due: number; ring: () => void }>()
  const waits: number[] = []
  function advance(ms: number): void {
    time += ms
    for (const alarm of alarms) {
      if (alarm.due > time) continue
      alarms.delete(alarm)
      alarm.ring()
    }
  }
  return {
    waits,
    advance,
    now: () => time,
    sleep: (ms, signal) => {
      if (!signal) {
        waits.push(ms)
        advance(ms)
        return Promise.resolve()
      }
      return new Promise((resolve, reject) => {
        const alarm = { due: time + ms, ring: resolve }
        alarms.add(alarm)
        signal.addEventListener('abort', () => {
          alarms.delete(alarm)
          reject(new Error('The alarm was switched off.'))
        })
      })
    },
  }
}
