import { VERBS } from './schema/steps.ts'
import type { Detail, Step, Verb } from './schema/steps.ts'

/** What a step tells, as a pair whose verb decides the type of the detail. */
export type Happening = { [V in Verb]: { readonly verb: V; readonly detail: Detail<V> } }[Verb]

/** Reads the one verb of a step; a loaded scenario has exactly one in each. */
export function happeningOf(step: Step): Happening {
  const verb = VERBS.find((candidate) => Object.hasOwn(step, candidate))
  if (verb === undefined) throw new TypeError('A step without a verb did not come from loadScenario.')
  return { verb, detail: step[verb] } as Happening
}

/** Many details may be written in short, as their text alone: whatever else they have is optional. */
export const longForm = <T extends { text?: string }>(detail: string | T): T =>
  typeof detail === 'string' ? ({ text: detail } as T) : detail
