export { ACTIONS } from './actions.ts'
export type { Action, ActionArgument, ActionName } from './actions.ts'
export { checkFilter, checkRule } from './check.ts'
export type {
  ActionArguments,
  ActionStep,
  CheckedFilter,
  CheckedRule,
  FilterCheck,
  IfStep,
  RuleCheck,
  Step,
} from './check.ts'
export { toCodeAst } from './code-ast.ts'
export type { CodeAst, CodeAstValue } from './code-ast.ts'
export type { Condition, TestCondition } from './check-condition.ts'
export {
  fillTemplates,
  matchesFilter,
  RULE_BUDGET,
  RuleBudgetExceeded,
  runRule,
  testsOf,
} from './evaluate.ts'
export type { FilterContext, RuleContext, RunReport } from './evaluate.ts'
export { parseAge } from './moments.ts'
export { CHARACTERS_PER_STEP, OPERATORS } from './operators.ts'
export type { Operator } from './operators.ts'
export { MAX_CODE_LENGTH, parseRule, RuleSyntaxError } from './parse.ts'
export type { RuleProgram } from './parse.ts'
export { parseFilter, readRule } from './read.ts'
export type { FilterReading, RuleReading } from './read.ts'
export { actionsOf } from './steps.ts'
export type { Position, ReadVariable, RuleLiteral, RuleProblem, RuleValue, Standing } from './values.ts'
export { VARIABLES } from './variables.ts'
export type { Variable, VariableType } from './variables.ts'
