import { describe, expect, it } from 'vitest'
import { toCodeAst } from './code-ast.ts'
import { parseRule } from './parse.ts'

const ast = (code: string) => toCodeAst(parseRule(code))
const span = (startLine: number, start: number, endLine: number, end: number) => ({
  end: { line: endLine, column: end },
  start: { line: startLine, column: start },
})
const inline = (start: number, end: number) => span(1, start, 1, end)

describe('toCodeAst', () => {
  it('writes every key in the order of the database, with places but without ranges', () => {
    const code = "if (eq(ticket.via, 'form')) { Action('addTags', { tags: 'web' }) }"
    const test = {
      loc: inline(4, 26),
      type: 'CallExpression',
      callee: { loc: inline(4, 6), name: 'eq', type: 'Identifier' },
      arguments: [
        {
          loc: inline(7, 17),
          type: 'MemberExpression',
          object: { loc: inline(7, 13), name: 'ticket', type: 'Identifier' },
          computed: false,
          property: { loc: inline(14, 17), name: 'via', type: 'Identifier' },
        },
        { loc: inline(19, 25), raw: "'form'", type: 'Literal', value: 'form' },
      ],
    }
    const argument = {
      key: { loc: inline(50, 54), name: 'tags', type: 'Identifier' },
      loc: inline(50, 61),
      kind: 'init',
      type: 'Property',
      value: { loc: inline(56, 61), raw: "'web'", type: 'Literal', value: 'web' },
      method: false,
      computed: false,
      shorthand: false,
    }
    const action = {
      // A statement without a semicolon reaches up to the next token.
      loc: inline(30, 65),
      type: 'ExpressionStatement',
      expression: {
        loc: inline(30, 64),
        type: 'CallExpression',
        callee: { loc: inline(30, 36), name: 'Action', type: 'Identifier' },
        arguments: [
          { loc: inline(37, 46), raw: "'addTags'", type: 'Literal', value: 'addTags' },
          { loc: inline(48, 63), type: 'ObjectExpression', properties: [argument] },
        ],
      },
    }
    const expected = {
      loc: inline(0, 66),
      body: [
        {
          loc: inline(0, 66),
          test,
          type: 'IfStatement',
          alternate: null,
          consequent: { loc: inline(28, 66), body: [action], type: 'BlockStatement' },
        },
      ],
      type: 'Program',
      sourceType: 'script',
    }
    // As text, because the order of the keys counts.
    expect(JSON.stringify(ast(code))).toBe(JSON.stringify(expected))
  })

  it('spans the tokens of the program, not the blanks and comments around them', () => {
    expect(ast('\n // first\n  if (isEmpty(ticket.via)) {}  \n\n').loc).toEqual(span(3, 2, 3, 29))
  })

  it.for([
    ['Action("trashTicket");  ', inline(0, 22)],
    ['Action("trashTicket")  ', inline(0, 23)],
    ['Action("trashTicket")\n\n', inline(0, 21)],
    ['if (isEmpty(ticket.via)) Action("trashTicket")  ', inline(0, 48)],
  ] as const)('ends the program %j where esprima ends it', ([code, loc]) => {
    expect(ast(code).loc).toEqual(loc)
  })

  it('puts the program of an empty code at line 0, and one of blanks at their end', () => {
    expect(ast('')).toEqual({ loc: span(0, 0, 0, 0), body: [], type: 'Program', sourceType: 'script' })
    expect(ast('  \n ').loc).toEqual(span(2, 1, 2, 1))
  })
})
