import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Rule } from '../../helpdesk/model/entities.ts'
import { changeRule, createRule as addRule, setPriorities } from '../../helpdesk/rules/rules.ts'
import type { RuleFields } from '../../helpdesk/rules/rules.ts'
import type { Page } from '../../wire/cursors.ts'
import { withInstants } from '../instants.ts'
import { listPage } from '../list.ts'
import { DEFAULT_RULE_LIMIT } from './schema.ts'
import type { Priorities, RuleCreate, RuleQuery, RuleUpdate } from './schema.ts'

/** The rule of that id; refuses with 404. */
export function findRule(world: Helpdesk, id: number): Rule {
  const rule = world.rows.rules.get(id)
  if (rule === undefined) throw new Refusal('missing')
  return rule
}

export const listRules = (world: Helpdesk, query: Static<typeof RuleQuery>): Page<Rule> =>
  listPage(world.rows.rules, query, {
    orders: {
      created_datetime: { index: 'byCreated', type: 'datetime', value: (rule) => rule.created_datetime },
    },
    defaultOrder: 'created_datetime:desc',
    defaultLimit: DEFAULT_RULE_LIMIT,
  })

/** A tree that is given is kept as it is; null asks for the one that the code stands for. */
function fieldsOf({ code_ast, ...rest }: Static<typeof RuleUpdate>) {
  return withInstants({ ...rest, ...(code_ast && { code_ast }) }) as RuleFields
}

export const createRule = (world: Helpdesk, actor: Actor, body: Static<typeof RuleCreate>): Rule =>
  addRule(world, actor, { ...fieldsOf(body), name: body.name, code: body.code })

export const updateRule = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof RuleUpdate>,
): Rule => changeRule(world, actor, findRule(world, id), fieldsOf(body))

/** Answers all rules of the account (recorded), in the order in which they run. */
export function updatePriorities(
  world: Helpdesk,
  actor: Actor,
  { priorities }: Static<typeof Priorities>,
): Rule[] {
  setPriorities(world, actor, priorities)
  return [...world.rows.rules.walk('byPriority')]
}
