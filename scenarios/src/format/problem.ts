/** Something that is wrong in a scenario file, with the place where a person should look. */
export interface Problem {
  readonly file: string
  /** First line and first column are 1. */
  readonly line: number
  readonly column: number
  readonly message: string
}

/** Compilers' form, which editors and terminals turn into a link. */
export const formatProblem = (problem: Problem): string =>
  `${problem.file}:${problem.line}:${problem.column}: ${problem.message}`

/** More than this is not read by anybody; the last entry then says how many were left out. */
const MAX_PROBLEMS = 20

export function bounded(problems: readonly Problem[]): Problem[] {
  const unique = [...new Map(problems.map((problem) => [formatProblem(problem), problem])).values()]
  unique.sort((a, b) => a.line - b.line || a.column - b.column)
  const shown = unique.slice(0, MAX_PROBLEMS)
  const last = shown.at(-1)
  const more = unique.length - shown.length
  return last && more > 0
    ? [...shown, { ...last, message: `and ${more} more problems after this one` }]
    : shown
}
