import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from './actions.ts'
import { matchesFilter, RuleBudgetExceeded, runRule } from './evaluate.ts'
import { MAX_BRACKET_DEPTH, MAX_CODE_LENGTH, MAX_OPERATORS } from './parse.ts'
import { toCodeAst } from './code-ast.ts'
import { parseFilter, readRule } from './read.ts'
import type { RuleValue } from './values.ts'
import { VARIABLES } from './variables.ts'

const inIf = (condition: string) => `if (${condition}) { Action("trashTicket") }`

describe('hostile code is refused', () => {
  it.for([
    // reaching for the host
    inIf('constructor.constructor("return process")()'),
    inIf('eq.constructor("return process")()'),
    inIf('eq(ticket.constructor, "x")'),
    inIf('eq(ticket.__proto__.polluted, "x")'),
    inIf('eq(ticket.tags.constructor.constructor, "x")'),
    inIf('eq(__proto__.status, "x")'),
    inIf('constructor(ticket.status, "x")'),
    inIf('toString(ticket.status)'),
    inIf('__proto__(ticket.status)'),
    inIf('eq(this.status, "x")'),
    inIf('eq(ticket["status"], "x")'),
    inIf('eq(ticket[status], "x")'),
    inIf('eq(ticket.status(), "x")'),
    inIf('eq(globalThis.process, "x")'),
    'process.exit(1)',
    'require("fs")',
    'eval("1")',
    'import("fs")',
    // names that do not look like what they are
    inIf('\\u0065q(ticket.status, "open")'),
    inIf('eq(ticket.st\\u0061tus, "open")'),
    inIf('eq(\\u0074icket.status, "open")'),
    '\\u0041ction("trashTicket")',
    'Action("addTags", { t\\u0061gs: "x" })',
    inIf('eq(ticket.ѕtatus, "open")'),
    // actions with more than constants
    'Action("addTags", { __proto__: "x", tags: "x" })',
    'Action("addTags", { "__proto__": "x", tags: "x" })',
    'Action("addTags", { constructor: "x", tags: "x" })',
    'Action("addTags", { get tags() { return process } })',
    'Action("addTags", { set tags(x) {} })',
    'Action("addTags", { ["tags"]: "x" })',
    'Action("addTags", { ...ticket, tags: "x" })',
    'Action("addTags", { tags: process.env })',
    'Action("addTags", { tags: "a" + "b" })',
    'Action("addTags", { tags: /a/ })',
    'Action("addTags", { tags: { toString: "x" } })',
    'Action("constructor", {})',
    'Action("__proto__")',
    'Action(ticket.subject, {})',
    'Action.call("addTags")',
    'new Action("trashTicket")',
    // what is not part of the language
    'while (eq(ticket.status, "open")) {}',
    'for (;;) {}',
    'do {} while (isEmpty(ticket.via))',
    'function eq() {}',
    '(function () {})()',
    'var eq = 1',
    'ticket.status = "open"',
    'eq = Action',
    'with (ticket) { Action("trashTicket") }',
    'try { Action("trashTicket") } catch (e) {}',
    'a: Action("trashTicket")',
    'throw 1',
    'debugger',
    '"use strict"',
    'Action("trashTicket"), Action("trashTicket")',
    'isEmpty(ticket.via) && Action("trashTicket")',
    'Action`trashTicket`',
    inIf('isEmpty(ticket.via) ? true : false'),
    inIf('(isEmpty(ticket.via), isEmpty(ticket.via))'),
    inIf('isEmpty(ticket.via) ?? true'),
    inIf('isEmpty(ticket?.via)'),
    inIf('eq(ticket.via, `x`)'),
    inIf('containsAny(ticket.subject, [..."abc"])'),
    inIf('containsAny(ticket.subject, /(a+)+$/)'),
    inIf('containsAny(ticket.subject, [["a"]])'),
    inIf('eq(ticket.via, eq(ticket.via, "x"))'),
    inIf('Action("trashTicket")'),
    inIf('true'),
    'return',
    // what objects and functions inherit
    inIf('hasOwnProperty(ticket.status)'),
    inIf('valueOf(ticket.status, "x")'),
    inIf('eq(ticket.tags.name.length, 1)'),
    inIf('eq(ticket.hasOwnProperty, "x")'),
    inIf('eq(ticket.custom_fields.constructor.value, 1)'),
    inIf('eq(ticket.custom_fields["__proto__"].value, 1)'),
    inIf('eq(ticket.custom_fields[-1].value, 1)'),
    inIf('eq(ticket.custom_fields[1][2].value, 1)'),
    inIf('eq(ticket.custom_fields[1.5].value, 1)'),
    inIf('eq(ticket.custom_fields[1e300].value, 1)'),
    inIf('eq.call(null, ticket.status, "open")'),
    inIf('(0, eq)(ticket.status, "open")'),
    inIf('eq["apply"](ticket.status, "open")'),
    'Action["call"]("trashTicket")',
    'Action("addTags", Object.create(null))',
    'Action("addTags", function () { return { tags: "x" } })',
    'Action("addTags", { tags: "x" }).then(Action)',
    'Action("addTags", { tags: void 0 })',
    'Action("addTags", { tags: - -1 })',
    'Action("addTags", { tags: -"x" })',
    'Action("addTags", { tags: +1 })',
    'Action(-1)',
    inIf('eq(ticket.id, -ticket.id)'),
    inIf('eq(ticket.id, -true)'),
    'Action("addTags", { tags: [] })',
    'Action("addTags", { 0: "x", tags: "x" })',
    'Action("addTags\\u0000", { tags: "x" })',
    'Action("toString")',
    'Action("hasOwnProperty", {})',
    // operators of the host language
    inIf('typeof ticket.status'),
    inIf('void isEmpty(ticket.via)'),
    inIf('delete ticket.status'),
    inIf('"status" in ticket'),
    inIf('ticket instanceof eq'),
    inIf('isEmpty(ticket.via) & isEmpty(ticket.id)'),
    inIf('isEmpty(ticket.via)++'),
    inIf('new eq(ticket.status, "open")'),
    inIf('eq(ticket.status, "open", eq)'),
    inIf('eq(...ticket)'),
    inIf('eq(ticket.id, 1e400)'),
    inIf('eq(ticket.id, 0b11)'),
    inIf('eq(ticket.id, 10n)'),
    inIf('eq(ticket.id, 1_000)'),
    inIf('eq(ticket.id, NaN)'),
    inIf('eq(ticket.id, undefined)'),
    inIf('ticket.status == "open"'),
    // newer than the language
    'let a = 1',
    'const a = () => 1',
    'class A extends Action {}',
    'async () => { await Action("trashTicket") }',
    'function* a() { yield Action("trashTicket") }',
    'for (const a of ticket) Action("trashTicket")',
    'switch (ticket) { case 1: Action("trashTicket") }',
    'if (isEmpty(ticket.via)) var { constructor: a } = ticket',
    'import.meta.url',
    'new.target',
    'super.constructor()',
    '@Action class A {}',
    'Action(`${process}`)',
    inIf('eq(ticket.via, `${process.env}`)'),
    inIf('containsAny(message.text, [/(?<a>a+)+$/u])'),
    inIf('isEmpty(ticket?.["via"])'),
    'isEmpty(ticket.via) || (() => { for (;;) {} })()',
    // what looks like one thing and is another
    inIf('eq(tick\u200det.status, "open")'),
    inIf('eq(ｔicket.status, "open")'),
    inIf('\\u{65}q(ticket.status, "open")'),
    '//\u2028process.exit(1)',
    '/* Action("trashTicket")',
    '/* */ */ Action("trashTicket")',
    "Action('trashTicket\n')",
    '#!/usr/bin/env node',
    '\0',
    '\ud800',
  ])('%j', (code) => {
    const reading = readRule(code)
    expect(reading).toMatchObject({ ok: false })
    if (reading.ok) return
    for (const { line, column, message } of reading.problems) {
      expect(line).toBeGreaterThan(0)
      expect(column).toBeGreaterThan(0)
      expect(message).not.toBe('')
    }
  })

  it.for<[string, string]>([
    ['parentheses', inIf(`${'('.repeat(30_000)}isEmpty(ticket.via)${')'.repeat(30_000)}`)],
    ['blocks', `${'{'.repeat(30_000)}${'}'.repeat(30_000)}`],
    ['lists', inIf(`eq(ticket.via, ${'['.repeat(30_000)}${']'.repeat(30_000)})`)],
    ['negations', inIf(`${'!'.repeat(60_000)}isEmpty(ticket.via)`)],
    ['conditions joined', inIf(Array(3_000).fill('isEmpty(ticket.via)').join('&&'))],
    ['ifs without braces', `${'if(isEmpty(ticket.id))'.repeat(2_500)};`],
    ['labels', 'a:'.repeat(30_000)],
    ['news', `${'new '.repeat(15_000)}a`],
    ['functions', 'function a(){'.repeat(5_000)],
    ['members', inIf(`isEmpty(ticket${'.a'.repeat(30_000)})`)],
    ['calls', `a${'()'.repeat(30_000)}`],
    ['assignments', `${'a='.repeat(30_000)}1`],
    ['choices', `${'a?b:'.repeat(15_000)}c`],
    ['unclosed strings', '"'.repeat(60_001)],
    ['digits', inIf(`eq(ticket.id, 0x${'f'.repeat(60_000)})`)],
    ['comments in comments', '/*'.repeat(30_000)],
    ['backslashes', '\\'.repeat(60_000)],
    ['regular expressions', '/(a+)+/;'.repeat(8_000)],
    ['templates in templates', '`${'.repeat(20_000)],
    ['arguments', `Action("addTags", { ${'tags: "x", '.repeat(5_000)} })`],
    ['else', 'if(isEmpty(ticket.id));else '.repeat(2_300)],
    ['objects in objects', `Action("addTags", ${'{tags:'.repeat(10_000)}`],
    ['choices of operators', inIf('a.b('.repeat(15_000))],
    ['characters', ' '.repeat(MAX_CODE_LENGTH + 1)],
  ])('with thousands of %s', ([, code]) => {
    const reading = readRule(code)
    expect(reading.ok).toBe(false)
    expect(JSON.stringify(reading).length).toBeLessThan(50_000)
  })
})

it('the bounds on code are fixed, and do not depend on the room left on the stack', () => {
  const nested = (depth: number) => readRule(`${'{'.repeat(depth)}${'}'.repeat(depth)}`)
  expect(nested(MAX_BRACKET_DEPTH).ok).toBe(true)
  expect(nested(MAX_BRACKET_DEPTH + 1)).toMatchObject({
    problems: [
      { line: 1, column: MAX_BRACKET_DEPTH + 1, message: expect.stringContaining('too complex') as string },
    ],
  })
  const negated = (times: number) => readRule(`if (${'!'.repeat(times)}isEmpty(ticket.via)) {}`)
  // The "if" counts, too.
  expect(negated(MAX_OPERATORS - 1).ok).toBe(true)
  expect(negated(MAX_OPERATORS)).toMatchObject({
    problems: [{ message: expect.stringContaining('too complex') as string }],
  })
})

describe('the largest rules that are accepted run within the budget or are stopped', () => {
  const context = { read: () => 'x'.repeat(100_000), act: () => undefined, now: 0 }

  it.for<[string, string]>([
    ['a long chain of conditions', inIf(Array(950).fill('isEmpty(ticket.via)').join('&&'))],
    ['a long chain of else', `${'if(isEmpty(ticket.id));else '.repeat(450)};`],
    ['a pile of negations', inIf(`${'!'.repeat(950)}isEmpty(ticket.via)`)],
    ['thirty nested blocks', `${'{'.repeat(30)}${'}'.repeat(30)}`],
    [
      'alternatives of alternatives',
      inIf(Array(30).fill('(isEmpty(ticket.via)||!isEmpty(ticket.id))').join('&&')),
    ],
  ])('%s', ([, code]) => {
    const reading = readRule(code)
    expect(reading).toMatchObject({ ok: true })
    if (!reading.ok) return
    expect(runRule(reading.rule, context).steps).toBeLessThanOrEqual(10_000)
    expect(JSON.parse(JSON.stringify(toCodeAst(reading.program)))).toHaveProperty('type', 'Program')
  })

  it.for<[string, string]>([
    ['thousands of keywords', inIf(`containsAny(message.text, [${'"a",'.repeat(10_000)}])`)],
    ['hundreds of searches for nothing', inIf(Array(900).fill('containsAny(message.text, [])').join('||'))],
  ])('%s in a long message', ([, code]) => {
    const reading = readRule(code)
    expect(reading).toMatchObject({ ok: true })
    if (reading.ok) expect(() => runRule(reading.rule, context)).toThrow(RuleBudgetExceeded)
  })
})

describe('whatever text arrives as code', () => {
  const fragment = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom(
      ...[
        'if',
        '(',
        ')',
        '{',
        '}',
        '[',
        ']',
        '!',
        '&&',
        '||',
        ',',
        ';',
        ':',
        '.',
        'else',
        '"',
        "'",
        '/',
        '*',
        '//',
      ],
      ...[
        'eq',
        'containsAny',
        'isEmpty',
        'Action',
        'ticket',
        'status',
        'tags',
        'name',
        '__proto__',
        'constructor',
      ],
      ...[
        '"addTags"',
        '"open"',
        'true',
        'null',
        '1',
        '\n',
        ' ',
        '\\u0065',
        '{{current_user.id}}',
        'function',
        '=>',
      ],
    ),
  )
  const soup = fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join(''))

  const written = (arbitrary: fc.Arbitrary<unknown>) => arbitrary.map((constant) => JSON.stringify(constant))
  const constant = written(fc.oneof(fc.string(), fc.nat(), fc.boolean()))
  const call = (operators: string[], variables: string[], operand: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.constantFrom(...operators), fc.constantFrom(...variables), operand)
      .map(([operator, variable, text]) => `${operator}(${variable}, ${text})`)
  const anyVariable = fc.constantFrom(...VARIABLES.keys())
  const condition = fc.letrec<{ any: string }>((tie) => ({
    any: fc.oneof(
      { maxDepth: 4 },
      call(['eq', 'neq'], ['ticket.status', 'ticket.id', 'ticket.spam', 'ticket.tags.name'], constant),
      call(
        ['containsAny', 'containsAll', 'notContainsAny', 'startsWith', 'endsWith'],
        ['message.text', 'ticket.tags.name'],
        fc.array(constant, { maxLength: 3 }).map((items) => `[${items.join()}]`),
      ),
      call(['gte', 'lt'], ['ticket.id', 'ticket.messages_count'], constant),
      call(['gteTimedelta'], ['ticket.created_datetime'], fc.constantFrom('"2h"', '"1d"')),
      anyVariable.map((variable) => `isEmpty(${variable})`),
      tie('any').map((inner) => `!(${inner})`),
      fc.tuple(tie('any'), fc.constantFrom('&&', '||'), tie('any')).map((parts) => parts.join(' ')),
    ),
  })).any
  const wellFormed = fc
    .array(fc.tuple(condition, constant), { minLength: 1, maxLength: 4 })
    .map((rows) =>
      rows.map(([test, tag]) => `if (${test}) { Action("addTags", { tags: ${tag} }) } else {}`).join('\n'),
    )

  const scalar = fc.oneof(fc.string(), fc.double(), fc.boolean(), fc.constant(null))
  const value: fc.Arbitrary<RuleValue> = fc.oneof(scalar, fc.constant(undefined), fc.array(scalar))

  it.for([
    ['any characters', fc.string({ unit: 'binary' })],
    ['fragments of the language', soup],
    ['rules of the right form', wellFormed],
  ] as const)('it is refused with places, or reaches nothing but its context: %s', ([, arbitrary]) => {
    fc.assert(
      fc.property(arbitrary, value, (code, held) => {
        const reading = readRule(code)
        if (reading.ok) {
          const { rule } = reading
          const report = runRule(rule, {
            read(path) {
              expect(VARIABLES.get(path.join('.'))?.path).toBe(path)
              return held
            },
            act(name, args) {
              const known = [...(ACTIONS.get(name)?.args.keys() ?? [])]
              expect(known).toEqual(expect.arrayContaining(Object.keys(args)))
            },
            now: 0,
          })
          expect(report.steps).toBeLessThanOrEqual(10_000)
        } else {
          const lines = code.split(/\r\n|[\n\r\u2028\u2029]/)
          for (const { line, column } of reading.problems) {
            expect(lines[line - 1]).toBeDefined()
            expect(column).toBeGreaterThan(0)
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1)
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  it('a filter is refused with places, or answers yes or no', () => {
    fc.assert(
      fc.property(fc.oneof(soup, condition), value, (code, held) => {
        const reading = parseFilter(code)
        if (reading.ok) {
          expect(typeof matchesFilter(reading.filter, { read: () => held, now: 0 })).toBe('boolean')
        } else {
          expect(reading.problems.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('most generated rules of the right form are accepted', () => {
    const accepted = fc.sample(wellFormed, { numRuns: 300, seed: 1 }).filter((code) => readRule(code).ok)
    expect(accepted.length).toBeGreaterThan(250)
  })
})
