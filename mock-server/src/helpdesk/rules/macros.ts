import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Macro } from '../model/macros.ts'
import { ticketActions } from '../tickets/actions.ts'
import type { CheckedRule } from './language/index.ts'
import { macrosIn } from './macro-use.ts'

/** Beside what rules do themselves: the text of a macro, which a rule sends as its reply. */
const isUsable = (name: string): boolean => name === 'setResponseText' || Object.hasOwn(ticketActions, name)

/** Why a rule cannot apply a macro, or the macro. */
function look(world: Helpdesk, id: number): Macro | string {
  const macro = world.rows.macros.get(id)
  if (macro === undefined) return `macro ${id} does not exist`
  if (macro.archived_datetime !== null) return `the macro "${macro.name}" (${id}) is archived`
  const strange = macro.actions.find(({ name }) => !isUsable(name))
  if (strange === undefined) return macro
  return `the macro "${macro.name}" (${id}) cannot be used in rules, which cannot take its action "${strange.name}"`
}

/**
 * The macro that a rule applies. Macros that act on shops or call webhooks are not for rules (documented).
 *
 * @throws Refusal for one that is not there, is archived, or does what rules cannot do
 */
export function usableMacro(world: Helpdesk, id: number): Macro {
  const found = look(world, id)
  if (typeof found === 'string') throw new Refusal('conflict', `${found}.`)
  return found
}

/**
 * Refuses a rule that applies macros which rules cannot apply, with one sentence for each place.
 *
 * @throws Refusal 400
 */
export function refuseUnusableMacros(world: Helpdesk, rule: CheckedRule): void {
  const sentences = macrosIn(rule).flatMap(({ macro_id, line }) => {
    const found = look(world, macro_id)
    return typeof found === 'string' ? [`Line ${line}: ${found}.`] : []
  })
  if (sentences.length > 0)
    throw new Refusal('invalid', 'The rule applies macros that cannot be used in rules', { code: sentences })
}
