import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { createRule, deleteRule } from '../../helpdesk/rules/rules.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as rules from './operations.ts'
import { presentRule } from './presenter.ts'
import { AllRules, Priorities, Rule, RuleCreate, RuleList, RuleQuery, RuleUpdate } from './schema.ts'

const AFTER_HOURS = {
  name: 'Tag what comes after hours',
  event_types: 'ticket-created',
  code: 'if (!duringBusinessHours(ticket.created_datetime)) { Action("addTags", { tags: "after-hours" }) }',
}

/** The id of a rule that is there, for the examples. */
const someRule = (world: Helpdesk, actor: Actor): number => createRule(world, actor, AFTER_HOURS).id

/** Rules: for admins only (inferred). */
export function ruleRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Rules')

  operation(
    {
      operationId: 'listRules',
      method: 'GET',
      url: '/api/rules',
      summary: 'List rules',
      query: RuleQuery,
      answer: RuleList,
      failure: 'Failed to list rules',
      adminOnly: true,
      example: () => ({ query: { limit: 1 } }),
    },
    ({ world, query, url }) => dataFirst(rules.listRules(world, query), url, presentRule),
  )

  operation(
    {
      operationId: 'createRule',
      method: 'POST',
      url: '/api/rules',
      summary: 'Create a rule',
      description: 'The code is checked: what the rule language does not know is refused with its place.',
      body: RuleCreate,
      answer: Rule,
      failure: 'Failed to create rule',
      adminOnly: true,
      example: () => ({ body: { ...AFTER_HOURS, priority: 20 } }),
    },
    ({ world, actor, body }) => presentRule(rules.createRule(world, actor, body)),
  )

  operation(
    {
      operationId: 'getRule',
      method: 'GET',
      url: '/api/rules/:id',
      summary: 'Retrieve a rule',
      path: IdPath,
      answer: Rule,
      failure: 'Failed to retrieve rule',
      adminOnly: true,
      example: (world, actor) => ({ path: { id: someRule(world, actor) } }),
    },
    ({ world, path }) => presentRule(rules.findRule(world, path.id)),
  )

  operation(
    {
      operationId: 'updateRule',
      method: 'PUT',
      url: '/api/rules/:id',
      summary: 'Update a rule',
      description: 'Only the fields that are named change.',
      path: IdPath,
      body: RuleUpdate,
      answer: Rule,
      failure: 'Failed to update rule',
      adminOnly: true,
      example: (world, actor) => ({
        path: { id: someRule(world, actor) },
        body: { deactivated_datetime: '2026-12-24T12:00:00+00:00' },
      }),
    },
    ({ world, actor, path, body }) => presentRule(rules.updateRule(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteRule',
      method: 'DELETE',
      url: '/api/rules/:id',
      summary: 'Delete a rule',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete rule',
      adminOnly: true,
      example: (world, actor) => ({ path: { id: someRule(world, actor) } }),
    },
    ({ world, actor, path }) => deleteRule(world, actor, rules.findRule(world, path.id)),
  )

  operation(
    {
      operationId: 'updateRulesPriorities',
      method: 'POST',
      url: '/api/rules/priorities',
      summary: 'Update the priorities of rules',
      body: Priorities,
      answer: AllRules,
      status: 202,
      failure: 'Failed to update the priorities of rules',
      adminOnly: true,
      example: (world, actor) => ({
        body: { priorities: [{ id: someRule(world, actor), priority: 50 }] },
      }),
    },
    ({ world, actor, body }) => rules.updatePriorities(world, actor, body).map(presentRule),
  )
}
