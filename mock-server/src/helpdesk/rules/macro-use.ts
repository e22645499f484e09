import { actionsOf, readRule } from './language/index.ts'
import type { CheckedRule } from './language/index.ts'

/** A place where a rule applies a macro. */
interface MacroUse {
  readonly macro_id: number
  /** The line of the rule, from 1. */
  readonly line: number
}

/** Where a rule applies macros. */
export const macrosIn = (rule: CheckedRule): MacroUse[] =>
  actionsOf(rule.steps)
    .filter(({ name }) => name === 'applyMacro')
    .map(({ args, line }) => ({ macro_id: Number(args.macro_id), line }))

/** Whether a rule applies a macro. */
export function ruleAppliesMacro(code: string, id: number): boolean {
  const reading = readRule(code)
  return reading.ok && macrosIn(reading.rule).some(({ macro_id }) => macro_id === id)
}
