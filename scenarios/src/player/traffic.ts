import type { Clock, Fetch } from '@gorgias-harness/handoff'
import type { SimulatedClock } from './simulator.ts'

/**
 * Watches what a handoff waits for. Virtual time may only move while no request is under way: an answer takes
 * real microseconds but no virtual ones.
 */
export interface Traffic {
  readonly fetch: Fetch
  readonly clock: Clock
  /** Requests whose answer is not read yet. */
  inFlight(): number
  /** When the first sleeper wants to wake up, in milliseconds of the virtual clock. */
  nextDue(): number | undefined
}

export function watchTraffic(clock: SimulatedClock, fetch: Fetch): Traffic {
  let inFlight = 0
  const sleepers = new Set<{ readonly due: number }>()
  return {
    inFlight: () => inFlight,
    nextDue: () => (sleepers.size === 0 ? undefined : Math.min(...[...sleepers].map(({ due }) => due))),
    fetch: async (url, init) => {
      inFlight += 1
      try {
        return await readWhole(await fetch(url, init))
      } finally {
        inFlight -= 1
      }
    },
    clock: {
      now: () => clock.now(),
      sleep: async (milliseconds, signal) => {
        const sleeper = { due: clock.now() + Math.max(0, milliseconds) }
        sleepers.add(sleeper)
        try {
          await clock.sleep(milliseconds, signal)
        } finally {
          sleepers.delete(sleeper)
        }
      },
    },
  }
}

/**
 * The body is read at once, so that "under way" ends when the answer is complete. A body that broke off still
 * breaks when it is read, not when the headers arrive.
 */
async function readWhole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response
  if (response.body === null || response.type === 'opaqueredirect') return response
  const body = await response.arrayBuffer().catch((error: unknown) => brokenBody(error))
  return new Response(body, { status, statusText, headers })
}

const brokenBody = (error: unknown): ReadableStream =>
  new ReadableStream({ start: (controller) => controller.error(error) })
