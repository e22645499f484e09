import type { AnyNode } from 'acorn'
import type { Tag } from '../model/entities.ts'
import { parseFilter, readRule } from './language/index.ts'
import type { RuleProgram } from './language/index.ts'

const isNode = (value: unknown): value is AnyNode =>
  typeof value === 'object' && value !== null && 'type' in value

const childrenOf = (node: AnyNode): AnyNode[] =>
  Object.values(node as unknown as Record<string, unknown>)
    .flat()
    .filter(isNode)

/** The constants that a node writes, itself or as a list. */
function constantsOf(node: AnyNode | undefined): string[] {
  if (node?.type === 'ArrayExpression') return node.elements.flatMap((item) => constantsOf(item ?? undefined))
  return node?.type === 'Literal' ? [String(node.value)] : []
}

function mentions({ code }: RuleProgram, node: AnyNode, tag: Tag): boolean {
  if (node.type === 'Property') {
    const key = node.key.type === 'Identifier' ? node.key.name : constantsOf(node.key)[0]
    if (key !== 'tags') return false
    return constantsOf(node.value).some((list) => list.split(',').some((name) => name.trim() === tag.name))
  }
  if (node.type !== 'CallExpression') return false
  const [variable, operand] = node.arguments
  const path = variable && code.slice(variable.start, variable.end)
  if (path === 'ticket.tags.id') return constantsOf(operand).includes(String(tag.id))
  const name = tag.name.toLowerCase()
  return path === 'ticket.tags.name' && constantsOf(operand).some((text) => text.toLowerCase() === name)
}

function usesTag(program: RuleProgram, tag: Tag): boolean {
  const visit = (node: AnyNode): boolean => mentions(program, node, tag) || childrenOf(node).some(visit)
  return visit(program.tree)
}

/** Whether a rule asks for a tag, or gives or takes it. */
export function ruleUsesTag(code: string, tag: Tag): boolean {
  const reading = readRule(code)
  return reading.ok && usesTag(reading.program, tag)
}

/** Whether the filters of a view ask for a tag. */
export function filterUsesTag(filters: string, tag: Tag): boolean {
  const reading = parseFilter(filters)
  return reading.ok && usesTag(reading.program, tag)
}
