export type { Standing } from '../../../kernel/fidelity.ts'

/** A constant as the author of a rule can write it. */
export type RuleLiteral = string | number | boolean | null

/**
 * What a variable holds while a rule runs. Datetimes are microseconds since the epoch; a path through a list
 * (`ticket.tags.name`) is the list of its leaves; a value that does not exist is null or undefined.
 */
export type RuleValue = RuleLiteral | undefined | readonly RuleLiteral[]

/** Looks up one variable; the path is always one of {@link VARIABLES}, split at its dots. Must not throw. */
export type ReadVariable = (path: readonly string[]) => RuleValue

/** A place in the code of a rule. Lines and columns count from 1, as an editor shows them. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** One reason why a rule or filter is refused: where, what is wrong, and what is allowed instead. */
export interface RuleProblem extends Position {
  readonly message: string
}
