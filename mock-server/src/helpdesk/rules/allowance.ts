import type { Actor } from '../actor.ts'
import type { Helpdesk } from '../model/helpdesk.ts'

/** What rules may do in answer to one change, all of them together (inferred: the simulator's bounds). */
export const PER_CHANGE = { actions: 2_000, characters: 2_000_000, steps: 200_000 } as const

/**
 * What rules may do to one ticket within an hour in answer to what rules did, all of them together. Gorgias's
 * own bound is unknown; without one, ten rules that each answer notes with a note would write ten million.
 */
export const PER_CASCADE = { actions: 500, characters: 1_000_000, steps: 500_000 } as const

const HOUR = 3_600_000_000

/** Rules have done, or written, all that they may for now. What was done before stays. */
export class AllowanceSpent extends Error {
  override readonly name = 'AllowanceSpent'
}

/** What is left to the rules that run. */
export interface Allowance {
  /** @throws {AllowanceSpent} */
  readonly act: () => void
  /** @throws {AllowanceSpent} */
  readonly write: (characters: number) => void
  /**
   * Pays for the steps of conditions, searches of long text above all.
   *
   * @throws {AllowanceSpent}
   */
  readonly step: (steps: number) => void
  /** Keeps what was spent in mind, where it counts beyond this run. */
  readonly settle: () => void
}

/**
 * What rules may do about a ticket now. An answer to rules draws on what the ticket has left of its hour, so
 * that chains of rules come to an end however they are linked; any other starts afresh.
 *
 * @param actor on whose behalf the rules run
 */
export function openAllowance(world: Helpdesk, actor: Actor, ticket_id: number): Allowance {
  const cascade = (actor.rules?.length ?? 0) > 0
  const limits = cascade ? PER_CASCADE : PER_CHANGE
  const known = cascade ? world.rows.ruleCascades.get(ticket_id) : undefined
  const fresh = { id: ticket_id, since: world.now, actions: 0, characters: 0, steps: 0 }
  const before = known !== undefined && world.now - known.since < HOUR ? known : fresh
  let { actions, characters, steps } = before
  return {
    act() {
      if (actions >= limits.actions) throw new AllowanceSpent(`Rules took ${limits.actions} actions.`)
      actions += 1
    },
    write(more) {
      characters += more
      if (characters > limits.characters)
        throw new AllowanceSpent(`Rules wrote ${limits.characters} characters.`)
    },
    step(more) {
      steps += more
      if (steps > limits.steps) throw new AllowanceSpent(`Rules took ${limits.steps} steps.`)
    },
    settle() {
      if (cascade && steps > before.steps)
        world.rows.ruleCascades.put({ ...before, actions, characters, steps })
    },
  }
}
