import { parse, tokTypes } from 'acorn'
import type { Program, Token } from 'acorn'
import type { Position } from './values.ts'

/** Longest code of a rule or filter, in UTF-16 units (inferred: a bound of the simulator). */
export const MAX_CODE_LENGTH = 65_536

/** Deepest nesting of brackets of any kind (inferred: a bound of the simulator). */
export const MAX_BRACKET_DEPTH = 40

/** Most operators, keywords and colons in one rule. */
export const MAX_OPERATORS = 1_000

/** Code that could be read: its tree, and what {@link toCodeAst} needs beyond the tree. */
export interface RuleProgram {
  readonly code: string
  readonly tree: Program
  /** Where the next token starts (line from 1, column from 0), by the offset at which a token ends. */
  readonly tokenAfter: ReadonlyMap<number, Position>
}

/** The code is not a script at all, or is too large or too deep to be read. */
export class RuleSyntaxError extends Error implements Position {
  override readonly name = 'RuleSyntaxError'
  readonly line: number
  readonly column: number

  constructor(message: string, at: Position) {
    super(message)
    this.line = at.line
    this.column = at.column
  }
}

/**
 * Reads the code of a rule or filter as an ECMAScript 5 script, without judging what it says: that is
 * {@link checkRule}'s part. Code is never run.
 *
 * @throws {RuleSyntaxError} when the code cannot be read; line and column count from 1.
 * @example
 * parseRule('if (eq(ticket.status, "open")) { Action("addTags", { tags: "new" }) }')
 */
export function parseRule(code: string): RuleProgram {
  if (code.length > MAX_CODE_LENGTH) {
    const message = `The code has ${code.length} characters; a rule may have ${MAX_CODE_LENGTH}.`
    throw new RuleSyntaxError(message, { line: 1, column: 1 })
  }
  const tokenAfter = new Map<number, Position>()
  const guardDepth = depthGuard()
  let previousEnd = 0
  const onToken = (token: Token) => {
    guardDepth(token)
    tokenAfter.set(previousEnd, startOf(token))
    previousEnd = token.end
  }
  try {
    const tree = parse(code, { ecmaVersion: 5, sourceType: 'script', locations: true, onToken })
    return { code, tree, tokenAfter }
  } catch (error) {
    throw asRuleSyntaxError(error)
  }
}

/**
 * The parser recurses, so its input is bounded while it reads: hostile nesting must end in a message,
 * not in an exhausted stack.
 */
function depthGuard(): (token: Token) => void {
  const opening = new Set([tokTypes.parenL, tokTypes.braceL, tokTypes.bracketL])
  const closing = new Set([tokTypes.parenR, tokTypes.braceR, tokTypes.bracketR])
  let depth = 0
  let operators = 0
  return (token) => {
    if (opening.has(token.type)) depth += 1
    else if (closing.has(token.type)) depth -= 1
    else if (!LEAVES.has(token.type)) operators += 1
    if (depth > MAX_BRACKET_DEPTH)
      refuse(token, `brackets are nested deeper than ${MAX_BRACKET_DEPTH} levels`)
    if (operators > MAX_OPERATORS) refuse(token, `it has more than ${MAX_OPERATORS} operators and keywords`)
  }
}

// Every other token may take the parser one level deeper: `a && b && c` and `if (a) if (b)` do.
const LEAVES: ReadonlySet<unknown> = new Set([
  tokTypes.name,
  tokTypes.string,
  tokTypes.num,
  tokTypes._true,
  tokTypes._false,
  tokTypes._null,
  tokTypes.comma,
  tokTypes.dot,
  tokTypes.semi,
  tokTypes.eof,
])

function refuse(token: Token, why: string): never {
  const { line, column } = startOf(token)
  throw new RuleSyntaxError(`The code is too complex: ${why}. Split it into several rules.`, {
    line,
    column: column + 1,
  })
}

function startOf(token: Token): Position {
  return token.loc?.start ?? { line: 1, column: 0 }
}

function asRuleSyntaxError(error: unknown): unknown {
  if (!(error instanceof SyntaxError) || !('loc' in error)) return error
  const { line, column } = error.loc as Position
  // The parser appends the position to its text; here it has fields of its own.
  const message = error.message.replace(/ \(\d+:\d+\)$/, '')
  return new RuleSyntaxError(`${message}. A rule is written like: ${EXAMPLE}`, { line, column: column + 1 })
}

const EXAMPLE = 'if (eq(ticket.status, "open")) { Action("addTags", { tags: "new" }) }'
