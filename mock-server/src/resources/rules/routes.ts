import type { FastifyInstance } from 'fastify'
import { deleteRule } from '../../helpdesk/rules/rules.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as rules from './operations.ts'
import { presentRule } from './presenter.ts'
import { AllRules, Priorities, Rule, RuleCreate, RuleList, RuleQuery, RuleUpdate } from './schema.ts'

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
    },
    ({ world, actor, body }) => rules.updatePriorities(world, actor, body).map(presentRule),
  )
}
