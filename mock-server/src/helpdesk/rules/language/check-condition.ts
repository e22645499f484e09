import type { AnyNode, CallExpression, Expression, Literal, MemberExpression } from 'acorn'
import { renderTemplate } from '../../templates/templates.ts'
import { listNames, plainName, quote } from './findings.ts'
import type { Findings } from './findings.ts'
import type { ReadTemplateVariable } from '../../templates/templates.ts'
import { parseAge, parseInstant } from './moments.ts'
import { OPERATORS } from './operators.ts'
import type { Operator, Test } from './operators.ts'
import type { RuleLiteral } from './values.ts'
import { CUSTOM_FIELDS, variableOf, VARIABLES } from './variables.ts'
import type { Variable } from './variables.ts'

/** A condition that passed the check, with its operators' tests ready to run. */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | TestCondition

/** `operator(variable, constants)`. */
export interface TestCondition {
  readonly kind: 'test'
  readonly operator: string
  readonly path: readonly string[]
  /** Datetimes and ages in microseconds; where there is a template in them, as they are written. */
  readonly operands: readonly RuleLiteral[]
  readonly test: Test
  /** Where there is a template: the same test with its constants filled in. */
  readonly fill?: (read: ReadTemplateVariable) => TestCondition
}

/** Rules and view filters share their conditions; filters know fewer variables and fill in templates. */
export type Dialect = 'rule' | 'filter'

/** Checks one condition; null when there was a problem, which is then among the findings. */
export function checkCondition(node: Expression, dialect: Dialect, findings: Findings): Condition | null {
  switch (node.type) {
    case 'LogicalExpression': {
      const left = checkCondition(node.left, dialect, findings)
      const right = checkCondition(node.right, dialect, findings)
      if (left === null || right === null) return null
      return { kind: node.operator === '&&' ? 'and' : 'or', left, right }
    }
    case 'UnaryExpression': {
      if (node.operator !== '!') return refuseCondition(node, findings)
      const condition = checkCondition(node.argument, dialect, findings)
      return condition && { kind: 'not', condition }
    }
    case 'CallExpression':
      return checkTest(node, dialect, findings)
    default:
      return refuseCondition(node, findings)
  }
}

function refuseCondition(node: AnyNode, findings: Findings): null {
  return findings.add(
    node,
    `${node.type} is no condition. A condition is operator(variable, constant), such as ` +
      'eq(ticket.status, "open"); conditions are joined by && and ||, and negated by !.',
  )
}

function checkTest(call: CallExpression, dialect: Dialect, findings: Findings): Condition | null {
  if (call.callee.type !== 'Identifier') return refuseCondition(call, findings)
  const name = plainName(call.callee, findings)
  if (name === null) return null
  const operator = OPERATORS.get(name)
  if (operator === undefined) {
    const known = listNames(OPERATORS.keys())
    return findings.add(call.callee, `${quote(name)} is no operator. Operators: ${known}.`)
  }
  const [variableNode, operandNode, ...excess] = call.arguments
  const expected = operator.operand === 'none' ? 1 : 2
  if (variableNode === undefined || excess.length > 0 || call.arguments.length !== expected) {
    const shape = operator.operand === 'none' ? `${name}(variable)` : `${name}(variable, constant)`
    return findings.add(call, `${name} is written ${shape}; here it has ${call.arguments.length} arguments.`)
  }
  const variable = checkVariable(variableNode, dialect, findings)
  if (variable === null) return null
  if (!worksOn(operator, variable)) {
    const on = listNames(operator.on)
    return findings.add(
      variableNode,
      `${name} works on ${on}; this variable is of the type ${variable.type}.`,
    )
  }
  const place = { name, operator, variable, dialect }
  return operandNode === undefined ? testOn(place, []) : checkOperand(operandNode, place, findings)
}

/** What a custom field holds is known to its definition only, so it may stand where a text or number may. */
function worksOn({ on }: Operator, { type }: Variable): boolean {
  return type === 'value' ? on.includes('text') || on.includes('number') : on.includes(type)
}

function testOn({ name, operator, variable }: Place, operands: readonly RuleLiteral[]): TestCondition {
  return { kind: 'test', operator: name, path: variable.path, operands, test: operator.prepare(operands) }
}

function checkVariable(node: AnyNode, dialect: Dialect, findings: Findings): Variable | null {
  const parts: string[] = []
  let rest = node
  while (rest.type === 'MemberExpression') {
    const part = memberOf(rest, findings)
    if (part === null) return null
    if (part === undefined) break
    parts.push(part)
    rest = rest.object
  }
  if (rest.type !== 'Identifier' || parts.length === 0) {
    return findings.add(node, 'Expected a variable such as ticket.status: names joined by dots, no brackets.')
  }
  const root = plainName(rest, findings)
  if (root === null) return null
  const name = root + parts.reverse().join('')
  const variable = variableOf(name)
  if (variable !== undefined && (dialect === 'rule' || variable.inFilters)) return variable
  return findings.add(node, unknownVariable(name, root, dialect))
}

/** `.name`, or `[id]` as custom fields have it; undefined for anything else, null where a problem was found. */
function memberOf({ computed, property }: MemberExpression, findings: Findings): string | null | undefined {
  if (!computed && property.type === 'Identifier') {
    const name = plainName(property, findings)
    return name && `.${name}`
  }
  const id = computed && property.type === 'Literal' ? property.value : undefined
  return Number.isSafeInteger(id) ? `[${String(id)}]` : undefined
}

// What Gorgias says to a path that its filters do not know was seen: "Unsupported argument", and what is allowed.
function unknownVariable(name: string, root: string, dialect: Dialect): string {
  const known = [...VARIABLES].filter(([, { inFilters }]) => dialect === 'rule' || inFilters)
  const names = [...known.map(([name]) => name), ...CUSTOM_FIELDS]
  if (dialect === 'filter') return `Unsupported argument ${quote(name)}. Supported: ${listNames(names)}.`
  const siblings = names.filter((name) => name.startsWith(`${root}.`))
  const choices = listNames(siblings.length > 0 ? siblings : names)
  return `A rule knows no variable ${quote(name)}. Known: ${choices}.`
}

interface Place {
  readonly name: string
  readonly operator: Operator
  readonly variable: Variable
  readonly dialect: Dialect
}

function checkOperand(node: AnyNode, place: Place, findings: Findings): TestCondition | null {
  const { name, operator } = place
  if (node.type === 'ArrayExpression' && operator.operand !== 'many') {
    return findings.add(node, `${name} compares with one constant, not with a list.`)
  }
  const literals: RuleLiteral[] = []
  for (const item of node.type === 'ArrayExpression' ? node.elements : [node]) {
    const literal = literalOf(item)
    if (literal === undefined || (literal === null && operator.operand === 'many')) {
      const allowed =
        'a constant: a text in quotes, a number, true, false' + (operator.operand === 'one' ? ', null' : '')
      return findings.add(item ?? node, `${name} compares with ${allowed}.`)
    }
    if (!isTemplate(literal, place) && convert(literal, place) === undefined) {
      const form =
        operator.operand === 'age'
          ? 'an age such as "30m", "2h", "1d"'
          : 'a datetime such as "2026-01-31T08:00:00Z"'
      return findings.add(item ?? node, `${name} compares this variable with ${form}.`)
    }
    literals.push(literal)
  }
  if (literals.some((literal) => isTemplate(literal, place))) return templateTest(literals, place)
  return testOn(place, convertAll(literals, place) ?? [])
}

/** The constant that a node writes, a negative number included, or undefined when it writes something else. */
export function literalOf(node: AnyNode | null | undefined): RuleLiteral | undefined {
  if (node?.type === 'UnaryExpression' && node.operator === '-' && node.argument.type === 'Literal') {
    const positive = literalOf(node.argument)
    return typeof positive === 'number' ? -positive : undefined
  }
  if (node?.type !== 'Literal') return undefined
  const { value } = node satisfies Literal
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value : undefined
    default:
      // Where the engine cannot build a regular expression its value is null too.
      return value === null && node.regex === undefined ? null : undefined
  }
}

function isTemplate(literal: RuleLiteral, { dialect }: Place): boolean {
  return dialect === 'filter' && typeof literal === 'string' && literal.includes('{{')
}

// "{{current_user.id}}" is the caller's, so the constant is known only when the view is listed.
function templateTest(literals: readonly RuleLiteral[], place: Place): TestCondition {
  const fill = (read: ReadTemplateVariable): TestCondition => {
    const filled = literals.map((literal) =>
      typeof literal === 'string' ? renderTemplate(literal, read) : literal,
    )
    const operands = convertAll(filled, place)
    return operands === undefined ? { ...testOn(place, []), test: () => false } : testOn(place, operands)
  }
  return {
    ...testOn(place, []),
    operands: literals,
    fill,
    test: (value, run) => fill(run.read).test(value, run),
  }
}

function convertAll(literals: readonly RuleLiteral[], place: Place): readonly RuleLiteral[] | undefined {
  const converted = literals.map((literal) => convert(literal, place))
  return converted.every((literal) => literal !== undefined) ? converted : undefined
}

function convert(literal: RuleLiteral, { operator, variable }: Place): RuleLiteral | undefined {
  if (operator.operand === 'age') return typeof literal === 'string' ? parseAge(literal) : undefined
  if (variable.type !== 'datetime' || literal === null) return literal
  return typeof literal === 'string' ? parseInstant(literal) : undefined
}
