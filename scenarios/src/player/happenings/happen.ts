import type { Detail, Verb } from '../../format/schema/steps.ts'
import type { Happening } from '../../format/verb.ts'
import type { Stage } from '../stage.ts'
import { conversationHappenings } from './in-conversation.ts'
import { deskHappenings } from './in-gorgias.ts'
import { troubleHappenings } from './trouble.ts'

/** What the player does for one verb of the format. */
export type Act<V extends Verb> = (stage: Stage, detail: Detail<V>) => Promise<void>
export type Acts<V extends Verb> = { readonly [K in V]: Act<K> }

const acts: Acts<Verb> = { ...conversationHappenings, ...deskHappenings, ...troubleHappenings }

/** Lets one step of a story happen, and everything that follows from it at once. */
export function happen(stage: Stage, { verb, detail }: Happening): Promise<void> {
  // The pair comes from one step, so the detail is of its verb; the compiler cannot see that through the union.
  const act = acts[verb] as (stage: Stage, detail: Happening['detail']) => Promise<void>
  return act(stage, detail)
}
