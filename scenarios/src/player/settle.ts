import { setImmediate as nextTurn } from 'node:timers/promises'
import type { SimulatedClock } from './simulator.ts'
import type { Traffic } from './traffic.ts'

/** Turns of the event loop without any sign of life, after which a wait is a real one. */
const QUIET_TURNS = 5
/** Without a request, without a sleeper and without an end for so many turns: it will never end. */
const STUCK_TURNS = 10_000
/** No handoff is tried longer than this. */
const LONGEST_MS = 7 * 24 * 3_600_000

/** A handoff that cannot end by itself; a defect of the handoff or of the simulator, not of the story. */
export class StuckError extends Error {
  override name = 'StuckError'
}

/**
 * Waits for work that sleeps on a virtual clock. As long as a request is under way time stands still; when
 * all that is left is sleeping, the clock moves to the next moment somebody wants to wake up. Nobody ever
 * waits for real.
 *
 * @param work settles when everything is done; its rejection is passed on
 * @throws StuckError if the work neither calls, sleeps nor ends, or sleeps for more than seven days
 */
export async function settle<T>(work: Promise<T>, traffic: Traffic, clock: SimulatedClock): Promise<T> {
  const state = { done: false }
  const finished = work.finally(() => {
    state.done = true
  })
  finished.catch(() => undefined)
  const begun = clock.now()

  let quiet = 0
  while (!state.done) {
    await nextTurn()
    if (traffic.inFlight() > 0) {
      quiet = 0
      continue
    }
    quiet += 1
    const due = traffic.nextDue()
    if (due !== undefined && quiet >= QUIET_TURNS) {
      if (due - begun > LONGEST_MS) throw new StuckError('The handoff was still waiting after seven days.')
      await clock.advance(Math.max(0, due - clock.now()))
      quiet = 0
    } else if (due === undefined && quiet > STUCK_TURNS) {
      throw new StuckError('The handoff neither calls Gorgias nor waits nor ends.')
    }
  }
  return finished
}
