import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Instant, JsonObject, Rule } from '../model/entities.ts'
import { refuseBeyondLimit } from '../account/settings.ts'
import { readRule, toCodeAst } from './language/index.ts'
import { refuseUnusableMacros } from './macros.ts'

/** What of a rule can be said by a caller. */
export interface RuleFields {
  readonly name?: string
  readonly code?: string
  readonly code_ast?: JsonObject
  readonly description?: string | null
  readonly event_types?: string | null
  readonly priority?: number
  readonly deactivated_datetime?: Instant | null
}

/** What sets rules off (documented). */
export const TRIGGERS = [
  'ticket-created',
  'ticket-updated',
  'ticket-message-created',
  'ticket-assigned',
  'ticket-self-unsnoozed',
  'satisfaction-survey-responded',
] as const

/**
 * Checks code and answers its tree.
 *
 * @throws Refusal for code that is not well formed (observed message; inferred: places in `data`), and for
 * macros that rules cannot apply (documented: that there are some).
 */
function readCode(world: Helpdesk, code: string): JsonObject {
  const reading = readRule(code)
  if (!reading.ok) {
    const places = reading.problems.map(
      ({ line, column, message }) => `Line ${line}, column ${column}: ${message}`,
    )
    throw new Refusal('invalid', 'code_ast: The rule is not well formatted', { code: places })
  }
  refuseUnusableMacros(world, reading.rule)
  return toCodeAst(reading.program)
}

/** A rule that listens for what never happens would be silent for good, so a misspelt trigger is refused. */
function checkTriggers(event_types: string | null | undefined): void {
  const names = event_types?.split(',').map((name) => name.trim()) ?? []
  const unknown = names.filter((name) => !(TRIGGERS as readonly string[]).includes(name))
  if (unknown.length === 0) return
  throw new Refusal('invalid', '', {
    event_types: unknown.map((name) => `"${name}" is no trigger. Must be one of: ${TRIGGERS.join(', ')}.`),
  })
}

/** Refuses to let one more rule run than the account's limit allows. */
function refuseTooMany(world: Helpdesk): void {
  const active = [...world.rows.rules.values()].filter((rule) => rule.deactivated_datetime === null)
  refuseBeyondLimit(world, 'max_active_rules', active.length)
}

/** Makes a rule. Without a priority it gets one more than there are rules (recorded: 3, then 6). */
export function createRule(
  world: Helpdesk,
  actor: Actor,
  fields: RuleFields & { readonly name: string; readonly code: string },
): Rule {
  checkTriggers(fields.event_types)
  if (!fields.deactivated_datetime) refuseTooMany(world)
  const rule = world.rows.rules.put({
    id: nextId(world, 'rules'),
    description: null,
    event_types: null,
    priority: world.rows.rules.size + 1,
    settings: null,
    type: 'user',
    deactivated_datetime: null,
    code_ast: readCode(world, fields.code),
    ...fields,
    created_datetime: world.now,
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'rule-created', { type: 'Rule', id: rule.id })
  return rule
}

/** Changes a rule; new code brings a new tree, unless one is given. */
export function changeRule(world: Helpdesk, actor: Actor, rule: Rule, fields: RuleFields): Rule {
  checkTriggers(fields.event_types)
  const isActivated = rule.deactivated_datetime !== null && fields.deactivated_datetime === null
  if (isActivated) refuseTooMany(world)
  // A rule that slept may wake up to macros that have changed.
  const code_ast = isActivated || fields.code !== undefined ? readCode(world, fields.code ?? rule.code) : null
  const after = world.rows.rules.patch(rule.id, {
    ...(fields.code !== undefined && code_ast !== null && { code_ast }),
    ...fields,
    updated_datetime: world.now,
  })
  recordEvent(world, actor, 'rule-updated', { type: 'Rule', id: rule.id })
  return after
}

export function deleteRule(world: Helpdesk, actor: Actor, rule: Rule): void {
  world.rows.rules.remove(rule.id)
  recordEvent(world, actor, 'rule-deleted', { type: 'Rule', id: rule.id })
}

/** Gives rules their places: higher runs first (documented). Refuses ids that no rule has. */
export function setPriorities(
  world: Helpdesk,
  actor: Actor,
  priorities: readonly { readonly id: number; readonly priority: number }[],
): void {
  for (const [i, { id, priority }] of priorities.entries()) {
    const rule = world.rows.rules.get(id)
    if (rule === undefined)
      throw new Refusal('invalid', '', { priorities: { [i]: { id: [`Rule ${id} does not exist.`] } } })
    if (rule.priority === priority) continue
    world.rows.rules.patch(id, { priority, updated_datetime: world.now })
    recordEvent(world, actor, 'rule-priority-updated', { type: 'Rule', id })
  }
}
