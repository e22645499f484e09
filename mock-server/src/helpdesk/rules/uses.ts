import type { AnyNode } from 'acorn'
import type { Tag } from '../model/entities.ts'
import { readRule } from './language/index.ts'
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

/** Whether a tag stands in a list with commas, as actions have it (recorded). */
export const namesTag = (list: string, tag: Tag): boolean =>
  list.split(',').some((name) => name.trim() === tag.name)

/** What a condition compares with what. */
function conditionOf(code: string, node: AnyNode): { readonly path?: string; readonly operand?: AnyNode } {
  if (node.type !== 'CallExpression') return {}
  const [variable, operand] = node.arguments
  return {
    ...(variable && { path: code.slice(variable.start, variable.end) }),
    ...(operand && { operand }),
  }
}

type Mentions = (program: RuleProgram, node: AnyNode) => boolean

const mentionsTag =
  (tag: Tag): Mentions =>
  ({ code }, node) => {
    if (node.type === 'Property') {
      const key = node.key.type === 'Identifier' ? node.key.name : constantsOf(node.key)[0]
      if (key !== 'tags') return false
      return constantsOf(node.value).some((list) => namesTag(list, tag))
    }
    const { path, operand } = conditionOf(code, node)
    if (path === 'ticket.tags.id') return constantsOf(operand).includes(String(tag.id))
    return path === 'ticket.tags.name' && constantsOf(operand).includes(tag.name)
  }

/** `ticket.messages.integration_id` and `message.integration_id`. */
const mentionsIntegration =
  (id: number): Mentions =>
  ({ code }, node) => {
    const { path, operand } = conditionOf(code, node)
    return path?.endsWith('.integration_id') === true && constantsOf(operand).includes(String(id))
  }

function uses(program: RuleProgram, mentions: Mentions): boolean {
  const visit = (node: AnyNode): boolean => mentions(program, node) || childrenOf(node).some(visit)
  return visit(program.tree)
}

/** Whether a rule asks for a tag, or gives or takes it. */
export function ruleUsesTag(code: string, tag: Tag): boolean {
  const reading = readRule(code)
  return reading.ok && uses(reading.program, mentionsTag(tag))
}

/** Whether a rule asks for the messages of an integration. */
export function ruleUsesIntegration(code: string, id: number): boolean {
  const reading = readRule(code)
  return reading.ok && uses(reading.program, mentionsIntegration(id))
}
