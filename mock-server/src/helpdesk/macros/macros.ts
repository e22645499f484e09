import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Json, Rule } from '../model/entities.ts'
import type { Macro, MacroAction } from '../model/macros.ts'
import { ruleAppliesMacro } from '../rules/macro-use.ts'

/** What of a macro can be said by a caller. */
export type MacroFields = Partial<Pick<Macro, 'external_id' | 'name' | 'intent' | 'language' | 'actions'>>

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sortKeys(inner)]))
}

const sorted = (actions: readonly MacroAction[]): MacroAction[] =>
  actions.map((action) => ({ ...action, arguments: sortKeys(action.arguments) as MacroAction['arguments'] }))

export function createMacro(
  world: Helpdesk,
  actor: Actor,
  { actions = [], ...fields }: MacroFields & { readonly name: string },
): Macro {
  const macro = world.rows.macros.put({
    id: nextId(world, 'macros'),
    external_id: null,
    intent: null,
    language: null,
    usage: 0,
    ...fields,
    actions: sorted(actions),
    created_datetime: world.now,
    updated_datetime: null,
    archived_datetime: null,
  })
  recordEvent(world, actor, 'macro-created', { type: 'Macro', id: macro.id })
  return macro
}

/** Changes a macro; actions are replaced as a whole (documented). */
export function changeMacro(
  world: Helpdesk,
  actor: Actor,
  macro: Macro,
  { actions, ...fields }: MacroFields & Partial<Pick<Macro, 'archived_datetime'>>,
): Macro {
  const after = world.rows.macros.patch(macro.id, {
    ...fields,
    ...(actions !== undefined && { actions: sorted(actions) }),
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'macro-updated', { type: 'Macro', id: macro.id })
  return after
}

/** The active rules that apply a macro: as long as there are any it can neither go nor be archived (documented). */
const usersOf = (world: Helpdesk, macro: Macro): Rule[] =>
  [...world.rows.rules.values()].filter(
    (rule) => rule.deactivated_datetime === null && ruleAppliesMacro(rule.code, macro.id),
  )

/** Deletes a macro. Refuses with 409 while an active rule uses it (documented). */
export function deleteMacro(world: Helpdesk, actor: Actor, macro: Macro): void {
  const names = usersOf(world, macro).map(({ id, name }) => `"${name}" (${id})`)
  if (names.length > 0) {
    throw new Refusal(
      'conflict',
      `The macro "${macro.name}" is used in active rules and cannot be deleted: ${names.join(', ')}.`,
    )
  }
  world.rows.macros.remove(macro.id)
  recordEvent(world, actor, 'macro-deleted', { type: 'Macro', id: macro.id })
}

/** What came of archiving one macro, or of taking it back (documented). */
export interface ArchiveResult {
  readonly id: number
  readonly status:
    'archived' | 'already_archived' | 'macro_used' | 'unarchived' | 'already_not_archived' | 'not_found'
  readonly error?: { readonly msg: string; readonly data: { readonly rules: readonly string[] } }
}

/** Archives a macro, unless an active rule uses it (documented). */
export function archiveMacro(world: Helpdesk, actor: Actor, id: number): ArchiveResult {
  const macro = world.rows.macros.get(id)
  if (macro === undefined) return { id, status: 'not_found' }
  if (macro.archived_datetime !== null) return { id, status: 'already_archived' }
  const rules = usersOf(world, macro).map(({ name }) => name)
  if (rules.length > 0) {
    return { id, status: 'macro_used', error: { msg: 'The macro is used in active rules.', data: { rules } } }
  }
  changeMacro(world, actor, macro, { archived_datetime: world.now })
  return { id, status: 'archived' }
}

export function unarchiveMacro(world: Helpdesk, actor: Actor, id: number): ArchiveResult {
  const macro = world.rows.macros.get(id)
  if (macro === undefined) return { id, status: 'not_found' }
  if (macro.archived_datetime === null) return { id, status: 'already_not_archived' }
  changeMacro(world, actor, macro, { archived_datetime: null })
  return { id, status: 'unarchived' }
}

/** Counts that macros were used, each once (inferred). */
export function countMacroUse(world: Helpdesk, ids: readonly number[]): void {
  for (const id of new Set(ids)) {
    const macro = world.rows.macros.get(id)
    if (macro !== undefined) world.rows.macros.put({ ...macro, usage: macro.usage + 1 })
  }
}
