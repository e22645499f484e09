import type { AnyNode, ExpressionStatement, IfStatement, ObjectExpression } from 'acorn'
import { ACTIONS, isActionName } from './actions.ts'
import type { Action, ActionArgument, ActionName } from './actions.ts'
import { checkCondition, literalOf } from './check-condition.ts'
import type { Condition } from './check-condition.ts'
import { createFindings, listNames, plainName, quote } from './findings.ts'
import type { Findings } from './findings.ts'
import type { RuleProgram } from './parse.ts'
import type { RuleLiteral, RuleProblem } from './values.ts'

/** The arguments of one action, by their names. */
export type ActionArguments = Readonly<Record<string, RuleLiteral>>

export interface ActionStep {
  readonly kind: 'action'
  readonly name: ActionName
  readonly args: ActionArguments
  /** The line of the rule that says so, from 1. */
  readonly line: number
}

export interface IfStep {
  readonly kind: 'if'
  readonly test: Condition
  readonly then: readonly Step[]
  readonly otherwise: readonly Step[]
}

export type Step = ActionStep | IfStep

/** A rule that consists of nothing but the allowed forms. Only such a rule can be run. */
export interface CheckedRule {
  readonly steps: readonly Step[]
}

/** A view filter; without a condition it lets everything through. */
export interface CheckedFilter {
  readonly condition: Condition | null
}

export type RuleCheck =
  | { readonly ok: true; readonly rule: CheckedRule }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

export type FilterCheck =
  | { readonly ok: true; readonly filter: CheckedFilter }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

/**
 * Checks a rule against the list of what the language allows, and prepares it for running. Whatever is not on
 * the list is refused: the tree is translated form by form, so nothing unknown can reach the evaluation.
 *
 * Inferred: `!`, rules without `if`, and the strictness towards unknown names are the simulator's choice.
 *
 * @example
 * const check = checkRule(parseRule(code))
 * if (check.ok) runRule(check.rule, context)
 */
export function checkRule(program: RuleProgram): RuleCheck {
  const findings = createFindings()
  const steps = program.tree.body.flatMap((node) => checkStatement(node, findings))
  const { problems } = findings
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rule: { steps } }
}

/** Checks the filters of a view: one condition in the language of the rules, or nothing. */
export function checkFilter(program: RuleProgram): FilterCheck {
  const findings = createFindings()
  const [statement, second] = program.tree.body
  if (statement === undefined) return { ok: true, filter: { condition: null } }
  let condition: Condition | null = null
  if (statement.type !== 'ExpressionStatement' || second !== undefined) {
    findings.add(second ?? statement, 'A filter is one condition; join several by && or ||.')
  } else {
    condition = checkCondition(statement.expression, 'filter', findings)
  }
  const { problems } = findings
  return problems.length > 0 ? { ok: false, problems } : { ok: true, filter: { condition } }
}

function checkStatement(node: AnyNode, findings: Findings): Step[] {
  switch (node.type) {
    case 'IfStatement':
      return checkIf(node, findings)
    case 'BlockStatement':
      return node.body.flatMap((child) => checkStatement(child, findings))
    case 'EmptyStatement':
      return []
    case 'ExpressionStatement':
      return checkAction(node, findings)
    default:
      return refuseStatement(node, findings)
  }
}

function refuseStatement(node: AnyNode, findings: Findings): Step[] {
  findings.add(
    node,
    `${node.type} is not part of the rule language. A rule consists of if (condition) { ... } else { ... } ` +
      'and Action("name", { argument: "constant" }).',
  )
  return []
}

function checkIf(node: IfStatement, findings: Findings): Step[] {
  const test = checkCondition(node.test, 'rule', findings)
  const then = checkStatement(node.consequent, findings)
  const otherwise = node.alternate ? checkStatement(node.alternate, findings) : []
  return test === null ? [] : [{ kind: 'if', test, then, otherwise }]
}

function checkAction({ expression: call }: ExpressionStatement, findings: Findings): Step[] {
  const isAction =
    call.type === 'CallExpression' &&
    call.callee.type === 'Identifier' &&
    plainName(call.callee, findings) === 'Action'
  if (!isAction) return refuseStatement(call, findings)
  const [nameNode, argsNode, ...excess] = call.arguments
  const name = literalOf(nameNode)
  const action = typeof name === 'string' ? ACTIONS.get(name) : undefined
  if (typeof name !== 'string' || !isActionName(name) || action === undefined) {
    const what = typeof name === 'string' ? `${quote(name)} is no action.` : 'Action needs a name in quotes.'
    findings.add(nameNode ?? call, `${what} Actions: ${listNames(ACTIONS.keys())}.`)
    return []
  }
  if (excess.length > 0 || (argsNode !== undefined && argsNode.type !== 'ObjectExpression')) {
    findings.add(argsNode ?? call, `Write Action(${quote(name)}, { argument: "constant" }).`)
    return []
  }
  const args = argsNode ? checkArguments(argsNode, name, action, findings) : {}
  for (const missing of missingArguments(action, args)) {
    findings.add(call, `Action ${quote(name)} needs the argument ${missing}.`)
  }
  return [{ kind: 'action', name, args: Object.freeze(args), line: call.loc?.start.line ?? 1 }]
}

function checkArguments(
  node: ObjectExpression,
  actionName: string,
  action: Action,
  findings: Findings,
): Record<string, RuleLiteral> {
  const args: Record<string, RuleLiteral> = {}
  for (const property of node.properties) {
    if (property.type !== 'Property' || property.kind !== 'init' || property.computed) {
      findings.add(property, 'An argument is written name: "constant".')
      continue
    }
    const { key } = property
    const name = key.type === 'Identifier' ? plainName(key, findings) : literalOf(key)
    if (name === null) continue
    const argument = typeof name === 'string' ? action.args.get(name) : undefined
    if (typeof name !== 'string' || argument === undefined) {
      const known = listNames(action.args.keys()) || 'none'
      const what = `Action ${quote(actionName)} has no argument ${quote(String(name))}.`
      findings.add(key, `${what} Its arguments: ${known}.`)
      continue
    }
    const value = literalOf(property.value)
    if (value === undefined || Object.hasOwn(args, name)) {
      findings.add(
        property.value,
        `Give the argument ${name} once, as a text in quotes, a number, true, false or null.`,
      )
      continue
    }
    checkValue(property.value, name, value, argument, findings)
    args[name] = value
  }
  return args
}

function checkValue(
  node: AnyNode,
  name: string,
  value: RuleLiteral,
  { form }: ActionArgument,
  findings: Findings,
): void {
  if (form === undefined || form.fits(value)) return
  findings.add(node, `${name} is ${form.words}; here it is ${quote(String(value))}.`)
}

function missingArguments(action: Action, args: ActionArguments): string[] {
  const entries = [...action.args].map(([name, { need }]) => ({
    name,
    need,
    given: Object.hasOwn(args, name),
  }))
  const missing = entries.filter(({ need, given }) => need === 'required' && !given).map(({ name }) => name)
  const choices = entries.filter(({ need }) => need === 'either')
  if (choices.length > 0 && !choices.some(({ given }) => given)) {
    missing.push(choices.map(({ name }) => name).join(' or '))
  }
  return missing
}
