import type { Desk } from './desk.ts'
import { perform } from './perform.ts'
import type { Step, Story } from './step.ts'

/** How time goes by: in one step, or with stops on the way. */
export type Pace = (desk: Desk, wait: Extract<Step, { readonly do: 'wait' }>) => Promise<unknown>

export const inOneStep: Pace = ({ account }, { seconds }) => account.clock.advance(seconds * 1000)

/** In half hours, after each of which somebody looks. */
export const inHalfHours =
  (look: () => void): Pace =>
  async ({ account }, { seconds }) => {
    for (let left = seconds; left > 0; left -= 1800) {
      await account.clock.advance(Math.min(left, 1800) * 1000)
      look()
    }
  }

/** Stops are at whole microseconds, which is what a clock counts in. */
export const inManySteps: Pace = async ({ account }, { seconds, cuts }) => {
  const stops = [...cuts.map((cut) => seconds * cut), seconds * 1_000_000].sort((a, b) => a - b)
  let at = 0
  for (const stop of stops) {
    await account.clock.advance((stop - at) / 1000)
    at = stop
  }
}

/**
 * Carries out the steps of a story, and three hours in the end in which what is under way arrives.
 *
 * @param seen is told after each step
 */
export async function play(
  desk: Desk,
  { steps }: Story,
  pace: Pace,
  seen: () => void = () => undefined,
): Promise<void> {
  const end: Step = { do: 'wait', seconds: 3 * 3600, cuts: [1, 500_000] }
  for (const step of [...steps, end]) {
    if (step.do === 'wait') await pace(desk, step)
    else await perform(desk, step)
    seen()
  }
}
