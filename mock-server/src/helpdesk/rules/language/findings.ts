import type { AnyNode, Identifier } from 'acorn'
import type { RuleProblem } from './values.ts'

/** Collects what is wrong with a rule, so that its author sees all of it at once. */
export interface Findings {
  readonly problems: readonly RuleProblem[]
  /** Notes a problem at a node; answers null, for `return findings.add(...)`. */
  readonly add: (node: AnyNode, message: string) => null
}

// Hostile code can be wrong in thousands of places; the answer to it should stay small.
const MAX_PROBLEMS = 20
const MAX_QUOTED = 60

export function createFindings(): Findings {
  const problems: RuleProblem[] = []
  return {
    problems,
    add(node, message) {
      const { line, column } = node.loc?.start ?? { line: 1, column: 0 }
      if (problems.length < MAX_PROBLEMS) problems.push({ line, column: column + 1, message })
      return null
    },
  }
}

/** Text of the rule's author inside a message: bounded, and marked as a quotation. */
export function quote(text: string): string {
  return `"${text.length > MAX_QUOTED ? `${text.slice(0, MAX_QUOTED)}...` : text}"`
}

/** The members of a table, for "what is allowed instead". */
export function listNames(names: Iterable<string>): string {
  return [...names].join(', ')
}

/**
 * The name of an identifier if it is written plainly. `\u0065q` means `eq` to a parser and something else to
 * a reader, so a name with escapes is refused.
 */
export function plainName(node: Identifier, findings: Findings): string | null {
  if (node.end - node.start === node.name.length) return node.name
  return findings.add(node, `Write the name ${quote(node.name)} without unicode escapes.`)
}
