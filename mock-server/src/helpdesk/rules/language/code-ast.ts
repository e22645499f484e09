import type { AnyNode, Program } from 'acorn'
import type { RuleProgram } from './parse.ts'

/** A value of `code_ast`: plain JSON. */
export type CodeAstValue =
  string | number | boolean | null | readonly CodeAstValue[] | { readonly [key: string]: CodeAstValue }

/** A node of `code_ast`. */
export type CodeAst = Readonly<Record<string, CodeAstValue>>

interface Place {
  readonly line: number
  readonly column: number
}

/**
 * The tree of a rule as Gorgias answers it in `code_ast` (recorded): esprima's ESTree with `loc` and without
 * ranges, lines from 1 and columns from 0, keys ordered by length and then by name as PostgreSQL's jsonb
 * keeps them.
 *
 * Two habits of esprima are kept: a statement that ends without a semicolon reaches up to the next token on
 * its line, and the program spans its tokens only (an empty code is at line 0).
 *
 * @example
 * toCodeAst(parseRule('')) // { loc: { end: {...}, start: {...} }, body: [], type: 'Program', ... }
 */
export function toCodeAst(program: RuleProgram): CodeAst {
  return convertNode(program.tree, program)
}

function convertNode(node: AnyNode, program: RuleProgram): CodeAst {
  const fields = new Map<string, CodeAstValue>([['loc', locationOf(node, program)]])
  for (const [key, value] of Object.entries(node) as [string, unknown][]) {
    if (!POSITIONS.has(key)) fields.set(key, convert(value, program))
  }
  if (node.type === 'Property') {
    // A parser of ECMAScript 5 leaves these out; esprima always has them.
    for (const key of ['method', 'computed', 'shorthand']) fields.set(key, false)
  }
  return Object.fromEntries([...fields].sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1)))
}

const POSITIONS: ReadonlySet<string> = new Set(['start', 'end', 'loc'])

function convert(value: unknown, program: RuleProgram): CodeAstValue {
  if (Array.isArray(value)) return value.map((item) => convert(item, program))
  if (isNode(value)) return convertNode(value, program)
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isPlain ? value : null
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value
}

function locationOf(node: AnyNode, program: RuleProgram): CodeAst {
  const start = node.type === 'Program' ? startOfProgram(program) : node.loc?.start
  return { end: place(endOf(node, program)), start: place(start) }
}

function place({ line, column }: Place = NOWHERE): CodeAst {
  return { line, column }
}

// Where esprima's scanner stands before the first line of nothing.
const NOWHERE: Place = { line: 0, column: 0 }

function startOfProgram({ code, tokenAfter }: RuleProgram): Place | undefined {
  return code === '' ? NOWHERE : tokenAfter.get(0)
}

function endOf(node: AnyNode, program: RuleProgram): Place | undefined {
  switch (node.type) {
    case 'Program':
      return endOfProgram(node, program)
    case 'IfStatement':
      return endOf(node.alternate ?? node.consequent, program)
    case 'ExpressionStatement': {
      const next = program.tokenAfter.get(node.end)
      const endsOpenly = program.code[node.end - 1] !== ';' && next?.line === node.loc?.end.line
      return endsOpenly ? next : node.loc?.end
    }
    default:
      return node.loc?.end
  }
}

function endOfProgram({ body }: Program, program: RuleProgram): Place | undefined {
  const last = body.at(-1)
  return last === undefined ? startOfProgram(program) : endOf(last, program)
}
