import { checkFilter, checkRule } from './check.ts'
import type { CheckedFilter, CheckedRule } from './check.ts'
import { parseRule, RuleSyntaxError } from './parse.ts'
import type { RuleProgram } from './parse.ts'
import type { RuleProblem } from './values.ts'

/** What {@link readRule} makes of code: something to store and run, or what is wrong with it. */
export type RuleReading =
  | { readonly ok: true; readonly program: RuleProgram; readonly rule: CheckedRule }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

/** What {@link parseFilter} makes of the filters of a view. */
export type FilterReading =
  | { readonly ok: true; readonly program: RuleProgram; readonly filter: CheckedFilter }
  | { readonly ok: false; readonly problems: readonly RuleProblem[] }

/**
 * Parses and checks the code of a rule in one go, for the moment when it is saved. Never throws: code that
 * cannot be parsed is a problem like any other.
 *
 * @example
 * const reading = readRule(code)
 * if (!reading.ok) return refuse(reading.problems)
 * store({ code, codeAst: toCodeAst(reading.program), rule: reading.rule })
 */
export function readRule(code: string): RuleReading {
  const program = tryParse(code)
  if (program instanceof RuleSyntaxError) return { ok: false, problems: [problemOf(program)] }
  const check = checkRule(program)
  return check.ok ? { ok: true, program, rule: check.rule } : check
}

/**
 * Parses and checks the `filters` of a view; keep the answer and hand its filter to {@link matchesFilter} for
 * each ticket. Never throws. The empty text is a filter that everything passes (recorded: the system view
 * "All customers" has no filters).
 *
 * @example
 * const reading = parseFilter('eq(ticket.status, "open") && containsAny(ticket.tags.name, ["vip"])')
 */
export function parseFilter(code: string): FilterReading {
  const program = tryParse(code)
  if (program instanceof RuleSyntaxError) return { ok: false, problems: [problemOf(program)] }
  const check = checkFilter(program)
  return check.ok ? { ok: true, program, filter: check.filter } : check
}

function tryParse(code: string): RuleProgram | RuleSyntaxError {
  try {
    return parseRule(code)
  } catch (error) {
    if (error instanceof RuleSyntaxError) return error
    throw error
  }
}

function problemOf({ line, column, message }: RuleSyntaxError): RuleProblem {
  return { line, column, message }
}
