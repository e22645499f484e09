import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Clock } from '../../src/ports.ts'

/** Turns of the event loop without anything new, after which everybody sleeps. */
const QUIET_TURNS = 3

/** A clock for work in which many sleep at once: it moves to the next moment at which one of them wakes. */
export interface VirtualTime {
  clock: Clock
  /** Lets time pass until the work is done. */
  run<T>(work: Promise<T>): Promise<T>
}

export function virtualTime(start = Date.UTC(2026, 2, 2, 9)): VirtualTime {
  let now = start
  let signs = 0
  const sleepers = new Set<{ due: number; wake: () => void }>()

  return {
    clock: {
      now: () => now,
      sleep: (ms, signal) =>
        new Promise((resolve, reject) => {
          signs += 1
          const sleeper = { due: now + ms, wake: resolve }
          const stop = () => {
            sleepers.delete(sleeper)
            reject(new Error('woken'))
          }
          sleepers.add(sleeper)
          if (signal?.aborted) stop()
          signal?.addEventListener('abort', stop, { once: true })
        }),
    },
    run: async (work) => {
      const state = { done: false }
      const ended = work.finally(() => {
        state.done = true
      })
      ended.catch(() => undefined)
      let quiet = 0
      while (!state.done) {
        const before = signs
        await nextTurn()
        quiet = signs === before ? quiet + 1 : 0
        if (quiet < QUIET_TURNS) continue
        const [next] = [...sleepers].sort((a, b) => a.due - b.due)
        if (!next) throw new Error('Nobody sleeps and nothing ends.')
        sleepers.delete(next)
        now = Math.max(now, next.due)
        next.wake()
        quiet = 0
      }
      return ended
    },
  }
}
