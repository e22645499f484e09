import { toCodeAst } from '../../helpdesk/rules/language/index.ts'
import type { CodeAst, CodeAstValue, RuleProgram } from '../../helpdesk/rules/language/index.ts'

/** The keys of each node in the order in which esprima makes them; `loc` stands in front (recorded). */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  Program: ['type', 'body', 'sourceType'],
  ExpressionStatement: ['type', 'expression'],
  LogicalExpression: ['type', 'operator', 'left', 'right'],
  UnaryExpression: ['type', 'operator', 'argument', 'prefix'],
  CallExpression: ['type', 'callee', 'arguments'],
  MemberExpression: ['type', 'computed', 'object', 'property'],
  ArrayExpression: ['type', 'elements'],
  Identifier: ['type', 'name'],
  Literal: ['type', 'value', 'raw'],
}

const isTree = (value: CodeAstValue | undefined): value is CodeAst =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function arrange(value: CodeAstValue): CodeAstValue {
  if (Array.isArray(value)) return value.map(arrange)
  if (!isTree(value)) return value
  const { loc, type } = value
  const keys = (typeof type === 'string' ? KEYS[type] : undefined) ?? Object.keys(value)
  const ordered = Object.fromEntries(keys.map((key) => [key, arrange(value[key] ?? null)]))
  return isTree(loc) ? { loc: { start: loc.start ?? null, end: loc.end ?? null }, ...ordered } : ordered
}

/**
 * The tree of the filters of a view. It is the tree of a rule's code, but rules come from a store that sorts
 * keys, and this one does not (recorded: the tree of no filters; inferred: all others).
 */
export const toFiltersAst = (program: RuleProgram): CodeAst => arrange(toCodeAst(program)) as CodeAst
