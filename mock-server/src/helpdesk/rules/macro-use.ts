import { actionsOf, readRule } from './language/index.ts'

/** Whether a rule applies a macro. */
export function ruleAppliesMacro(code: string, macro_id: number): boolean {
  const reading = readRule(code)
  if (!reading.ok) return false
  return actionsOf(reading.rule.steps).some(
    ({ name, args }) => name === 'applyMacro' && Number(args.macro_id) === macro_id,
  )
}
