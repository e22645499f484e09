import { LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import type { Scenario } from './schema/scenario.ts'
import { bounded } from './problem.ts'
import type { Problem } from './problem.ts'
import { createPositions } from './positions.ts'
import type { Positions } from './positions.ts'
import { checkReferences } from './references.ts'
import { checkShape } from './shape-check.ts'
import type { ShapeProblem } from './shape-check.ts'

export interface LoadedScenario {
  readonly file: string
  readonly scenario: Scenario
  /** Finds the line of a step or of an expectation, for reports. */
  readonly positions: Positions
}

export type LoadResult =
  | { readonly ok: true; readonly loaded: LoadedScenario }
  | { readonly ok: false; readonly problems: Problem[] }

/** A story is a page or two; what is larger is not one. */
const MAX_CHARACTERS = 1_000_000

/**
 * Reads the text of a scenario file and checks all of it: YAML, shape, and the names that it refers to.
 *
 * Never throws. Several problems are reported at once, each with file, line and column, at most twenty.
 *
 * @param file the name to show in problems; nothing is read from it
 * @param text the content of the file
 * @example
 * const result = loadScenario('chat.yaml', await readFile('chat.yaml', 'utf8'))
 * if (!result.ok) for (const problem of result.problems) console.error(formatProblem(problem))
 */
export function loadScenario(file: string, text: string): LoadResult {
  const fail = (problems: readonly Problem[]): LoadResult => ({ ok: false, problems: bounded(problems) })
  if (text.length > MAX_CHARACTERS)
    return fail([
      { file, line: 1, column: 1, message: `the file is larger than ${MAX_CHARACTERS} characters` },
    ])

  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false })
  const mistakes = [...document.errors, ...document.warnings].map(({ pos, message }) => {
    const { line, col } = counter.linePos(pos[0])
    return { file, line: Math.max(1, line), column: Math.max(1, col), message: firstLine(message) }
  })
  if (mistakes.length > 0) return fail(mistakes)

  const positions = createPositions(document, counter)
  const locate = ({ path, atKey, message }: ShapeProblem): Problem => ({
    file,
    ...(atKey ? positions.key(path) : positions.value(path)),
    message,
  })

  const value = plainValue(document)
  if (!value.ok) return fail([{ file, line: 1, column: 1, message: value.message }])
  const wrongShape = checkShape(value.value)
  if (wrongShape.length > 0) return fail(wrongShape.map(locate))
  const scenario = value.value as Scenario
  const wrongNames = checkReferences(scenario)
  if (wrongNames.length > 0) return fail(wrongNames.map(locate))
  return { ok: true, loaded: { file, scenario, positions } }
}

/** Aliases can make a small file explode; `yaml` counts them and throws. */
function plainValue(document: Document): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: document.toJS({ maxAliasCount: 100 }) as unknown }
  } catch (error) {
    return {
      ok: false,
      message: error instanceof Error ? firstLine(error.message) : 'the file cannot be read',
    }
  }
}

const firstLine = (message: string): string => message.split('\n', 1)[0] ?? message
