import { describe, expect, it } from 'vitest'
import { ACTIONS } from './actions.ts'
import { OPERATORS } from './operators.ts'
import { parseFilter, readRule } from './read.ts'
import { VARIABLES } from './variables.ts'

function problemsOf(code: string) {
  const reading = readRule(code)
  return reading.ok ? [] : reading.problems
}

function filterProblemsOf(code: string) {
  const reading = parseFilter(code)
  return reading.ok ? [] : reading.problems
}

describe('a rule is accepted', () => {
  it.for([
    '',
    ';',
    'if (eq(ticket.status, "open")) {}',
    'if (!(eq(ticket.status, "open") || isEmpty(ticket.subject))) ; else { { Action("trashTicket", {}) } }',
    "/* why */ Action('addTags', { 'tags': 'a,b' }); // done",
    'if (eq(ticket.assignee_user.id, null)) Action("setAssignee", { assignee_user: null })',
    'Action("replyToTicket", { body_html: "<p>Hi</p>" })',
  ])('%s', (code) => {
    expect(problemsOf(code)).toEqual([])
  })
})

describe('a rule is refused with the place and the remedy', () => {
  it.for([
    ['if (is(ticket.status, "open")) {}', 1, 5, /"is" is no operator. Operators: eq, neq, /],
    ['if (eq(ticket.mood, "bad")) {}', 1, 8, /no variable "ticket.mood". Known: ticket.id, .*ticket.status/],
    ['if (eq(order.id, 1)) {}', 1, 8, /no variable "order.id". Known: ticket.id, .*customer.email/],
    ['if (eq(ticket, 1)) {}', 1, 8, /Expected a variable such as ticket.status/],
    ['if (eq("open", ticket.status)) {}', 1, 8, /Expected a variable/],
    ['if (eq(ticket.status)) {}', 1, 5, /eq\(variable, constant\); here it has 1 arguments/],
    ['if (isEmpty(ticket.status, "x")) {}', 1, 5, /isEmpty\(variable\); here it has 2/],
    ['if (eq(ticket.status, ["open"])) {}', 1, 23, /one constant, not with a list/],
    ['if (eq(ticket.status, ticket.via)) {}', 1, 23, /compares with a constant/],
    ['if (containsAny(ticket.subject, ["a", , "b"])) {}', 1, 33, /compares with a constant/],
    ['if (containsAny(ticket.subject, ["a", null])) {}', 1, 39, /compares with a constant/],
    ['if (gte(ticket.id, 1e999)) {}', 1, 20, /compares with a constant/],
    ['if (gte(ticket.subject, "a")) {}', 1, 9, /gte works on number, datetime; .* type text/],
    ['if (gte(ticket.created_datetime, "2026-02-30")) {}', 1, 34, /a datetime such as/],
    ['if (gteTimedelta(ticket.created_datetime, "soon")) {}', 1, 43, /an age such as "30m"/],
    ['if (ticket.spam) {}', 1, 5, /MemberExpression is no condition/],
    ['if (eq(ticket.spam, true) == true) {}', 1, 5, /BinaryExpression is no condition/],
    ['if (-isEmpty(ticket.via)) {}', 1, 5, /UnaryExpression is no condition/],
    ['\n  eq(ticket.status, "open")', 2, 3, /is not part of the rule language. A rule consists of if/],
    ['Action()', 1, 1, /Action needs a name in quotes. Actions: addTags, /],
    ['Action("explode")', 1, 8, /"explode" is no action. Actions: addTags, /],
    ['Action("addTags", "vip")', 1, 19, /Write Action\("addTags", \{ argument: "constant" \}\)/],
    ['Action("addTags", { tag: "vip" })', 1, 21, /no argument "tag". Its arguments: tags/],
    ['Action("trashTicket", { now: true })', 1, 25, /no argument "now". Its arguments: none/],
    ['Action("addTags")', 1, 1, /needs the argument tags/],
    ['Action("replyToTicket", {})', 1, 1, /needs the argument body_text or body_html/],
    ['Action("addTags", { tags: ["a"] })', 1, 27, /as a text in quotes, a number/],
    ['Action("addTags", { get tags() {} })', 1, 21, /An argument is written name: "constant"/],
    ['Action("addTags", { tags: "a", tags: "b" })', 1, 38, /Give the argument tags once/],
    [
      'Action("setPriority", { priority: "urgent" })',
      1,
      35,
      /low, normal, high, critical; here it is "urgent"/,
    ],
    ['Action("snoozeTicket", { snooze_timedelta: "soon" })', 1, 44, /a time such as "30m", "2h"/],
    ['Action("snoozeTicket", { snooze_timedelta: 5 })', 1, 44, /a time such as "30m", "2h"/],
    ['Action("applyMacro", { macro_id: "hello" })', 1, 34, /macro_id is an id; here it is "hello"/],
    ['Action("setCustomFieldValue", { custom_field_id: null, value: 1 })', 1, 50, /custom_field_id is an id/],
    ['if (eq(ticket.status, "open") {}', 1, 31, /Unexpected token/],
  ] as const)('%s', ([code, line, column, message]) => {
    expect(problemsOf(code)[0]).toEqual({ line, column, message: expect.stringMatching(message) as string })
  })

  it('tells all its problems at once, up to twenty', () => {
    const code = 'if (is(ticket.status, 1) && eq(ticket.mood, 1)) { Action("explode") }'
    expect(problemsOf(code)).toHaveLength(3)
    expect(problemsOf('x();'.repeat(100))).toHaveLength(20)
  })

  it('quotes no more of it than is needed to find the place', () => {
    const [problem] = problemsOf(`if (eq(ticket.${'a'.repeat(60_000)}, 1)) {}`)
    expect(problem?.message.length).toBeLessThan(3_000)
  })
})

describe('a view filter', () => {
  it('knows fewer variables than a rule', () => {
    expect(problemsOf('if (eq(ticket.subject, "a")) {}')).toEqual([])
    expect(filterProblemsOf('eq(ticket.subject, "a")')).toMatchObject([
      {
        line: 1,
        column: 4,
        message: expect.stringContaining(
          'Unsupported argument "ticket.subject". Supported: ticket.status, ',
        ) as string,
      },
    ])
  })

  it('may leave the constant of an operator to a template', () => {
    expect(filterProblemsOf('gte(ticket.created_datetime, "{{current_user.created_datetime}}")')).toEqual([])
  })

  it.for([
    'Action("trashTicket")',
    'if (isEmpty(ticket.via)) {}',
    'eq(ticket.status, "open"); isEmpty(ticket.language)',
    'eq(',
  ])('is one condition and not %s', (code) => {
    expect(filterProblemsOf(code)).toHaveLength(1)
  })
})

it('every operator, variable and action can be written, and says how it is known', () => {
  for (const [name, { operand, on }] of OPERATORS) {
    const type = on[0]
    const variable = [...VARIABLES].find(([, candidate]) => candidate.type === type)?.[0] ?? ''
    const constant = { none: '', one: type === 'number' ? ', 1' : ', "a"', many: ', ["a"]', age: ', "1h"' }[
      operand
    ]
    expect(problemsOf(`if (${name}(${variable}${constant})) {}`)).toEqual([])
  }
  for (const name of VARIABLES.keys()) expect(problemsOf(`if (isEmpty(${name})) {}`)).toEqual([])
  for (const [name, { args }] of ACTIONS) {
    const written = [...args].map(([key, { form }]) => {
      const value = ['x', '1', '2h', 'open', 'low'].find((candidate) => form?.fits(candidate) ?? true)
      return `${key}: ${JSON.stringify(value)}`
    })
    expect(problemsOf(`Action("${name}", { ${written.join(', ')} })`)).toEqual([])
  }
  for (const { standing } of [...OPERATORS.values(), ...VARIABLES.values(), ...ACTIONS.values()]) {
    expect(['documented', 'recorded', 'inferred']).toContain(standing)
  }
})
