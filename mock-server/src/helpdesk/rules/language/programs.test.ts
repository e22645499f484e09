import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RuleBudgetExceeded, runRule } from './evaluate.ts'
import { readRule } from './read.ts'
import type { CheckedRule } from './check.ts'
import type { RuleValue } from './values.ts'

/**
 * Random rules, held against a second reading of the language that shares nothing with the first: programs are
 * made as plain data, written down as code for the one, and followed as data by the other.
 */

const NOW = Date.UTC(2026, 2, 2, 9) * 1_000
const HOUR = 3_600_000_000

interface Test {
  readonly operator: string
  readonly variable: string
  readonly constants: readonly (string | number | boolean)[]
}
type Condition =
  | { readonly test: Test }
  | { readonly not: Condition }
  | { readonly all: readonly [Condition, Condition] }
  | { readonly any: readonly [Condition, Condition] }
type Step =
  | { readonly tag: string }
  | { readonly when: Condition; readonly then: readonly Step[]; readonly otherwise: readonly Step[] }

type Values = Readonly<Record<string, RuleValue>>

// The second reading.

const isOpen = (at: number) => Math.floor(at / HOUR) % 2 === 0
const folded = (value: unknown) => String(value).toLowerCase()

function within(value: RuleValue, constant: unknown): boolean {
  if (value === null || value === undefined) return false
  if (Array.isArray(value)) return value.includes(constant)
  return folded(value).includes(folded(constant))
}

const anyOf = (value: RuleValue, holds: (text: string) => boolean) =>
  (Array.isArray(value) ? value : [value]).some(
    (item) => item !== null && item !== undefined && holds(folded(item)),
  )

const isVoid = (value: RuleValue) =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

const HOURS: Readonly<Record<string, number>> = { '30m': 0.5, '2h': 2, '1d': 24 }

const MEANINGS: Readonly<Record<string, (value: RuleValue, constants: Test['constants']) => boolean>> = {
  eq: (value, [wanted]) => (Array.isArray(value) ? value.includes(wanted) : value === wanted),
  neq: (value, [wanted]) => !(Array.isArray(value) ? value.includes(wanted) : value === wanted),
  containsAny: (value, constants) => constants.some((constant) => within(value, constant)),
  notContainsAny: (value, constants) => constants.every((constant) => !within(value, constant)),
  containsAll: (value, constants) => constants.every((constant) => within(value, constant)),
  notContainsAll: (value, constants) => constants.some((constant) => !within(value, constant)),
  startsWith: (value, constants) =>
    constants.some((constant) => anyOf(value, (text) => text.startsWith(folded(constant)))),
  endsWith: (value, constants) =>
    constants.some((constant) => anyOf(value, (text) => text.endsWith(folded(constant)))),
  gte: (value, [limit]) => typeof value === 'number' && value >= Number(limit),
  lte: (value, [limit]) => typeof value === 'number' && value <= Number(limit),
  gt: (value, [limit]) => typeof value === 'number' && value > Number(limit),
  lt: (value, [limit]) => typeof value === 'number' && value < Number(limit),
  gteTimedelta: (value, [age]) =>
    typeof value === 'number' && NOW - value >= (HOURS[String(age)] ?? NaN) * HOUR,
  lteTimedelta: (value, [age]) =>
    typeof value === 'number' && NOW - value <= (HOURS[String(age)] ?? NaN) * HOUR,
  isEmpty: isVoid,
  isNotEmpty: (value) => !isVoid(value),
  duringBusinessHours: (value) => typeof value === 'number' && isOpen(value),
}

function meets(condition: Condition, values: Values): boolean {
  if ('not' in condition) return !meets(condition.not, values)
  if ('all' in condition) return condition.all.every((one) => meets(one, values))
  if ('any' in condition) return condition.any.some((one) => meets(one, values))
  const { operator, variable, constants } = condition.test
  return MEANINGS[operator]?.(values[variable], constants) ?? false
}

const follow = (steps: readonly Step[], values: Values): string[] =>
  steps.flatMap((step) =>
    'tag' in step ? [step.tag] : follow(meets(step.when, values) ? step.then : step.otherwise, values),
  )

// Writing it down.

function written(condition: Condition): string {
  if ('not' in condition) return `!(${written(condition.not)})`
  if ('all' in condition) return `(${condition.all.map(written).join(' && ')})`
  if ('any' in condition) return `(${condition.any.map(written).join(' || ')})`
  const { operator, variable, constants } = condition.test
  const many =
    operator.startsWith('contains') || operator.startsWith('notContains') || operator.endsWith('sWith')
  const operand = many ? [JSON.stringify(constants)] : constants.map((constant) => JSON.stringify(constant))
  return `${operator}(${[variable, ...operand].join(', ')})`
}

function codeOf(steps: readonly Step[]): string {
  const lines = steps.map((step) => {
    if ('tag' in step) return `Action('addTags', { tags: ${JSON.stringify(step.tag)} })`
    const otherwise = step.otherwise.length === 0 ? '' : ` else {\n${codeOf(step.otherwise)}\n}`
    return `if (${written(step.when)}) {\n${codeOf(step.then)}\n}${otherwise}`
  })
  return lines.join('\n')
}

// Making it up.

const TEXT = 'ticket.subject'
const LIST = 'ticket.tags.name'
const COUNT = 'ticket.messages_count'
const TIME = 'ticket.created_datetime'
const FLAG = 'ticket.spam'

const word = fc.constantFrom('vip', 'VIP', 'refund', 'Refund', 're', '', 'ß', '"quoted"', '{{ticket.id}}')
const number = fc.integer({ min: -2, max: 4 })
const words = fc.array(word, { maxLength: 3 })
const test = (
  operators: readonly string[],
  variables: readonly string[],
  constants: fc.Arbitrary<Test['constants']>,
): fc.Arbitrary<Condition> =>
  fc.record({
    test: fc.record({
      operator: fc.constantFrom(...operators),
      variable: fc.constantFrom(...variables),
      constants,
    }),
  })

const one = (constant: fc.Arbitrary<string | number | boolean>) => constant.map((only) => [only])
const anyTest = fc.oneof(
  test(['eq', 'neq'], [TEXT, LIST], one(word)),
  test(['eq', 'neq'], [COUNT], one(number)),
  test(['eq', 'neq'], [FLAG], one(fc.boolean())),
  test(['containsAny', 'notContainsAny', 'containsAll', 'notContainsAll'], [TEXT, LIST], words),
  test(['startsWith', 'endsWith'], [TEXT, LIST], words),
  test(['gte', 'lte', 'gt', 'lt'], [COUNT], one(number)),
  test(['gteTimedelta', 'lteTimedelta'], [TIME], one(fc.constantFrom('30m', '2h', '1d'))),
  test(['isEmpty', 'isNotEmpty'], [TEXT, LIST, COUNT, TIME, FLAG], fc.constant([])),
  test(['duringBusinessHours'], [TIME], fc.constant([])),
)

const { steps: program } = fc.letrec<{ condition: Condition; step: Step; steps: Step[] }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'condition' },
    anyTest,
    tie('condition').map((not) => ({ not })),
    fc.tuple(tie('condition'), tie('condition')).map((all) => ({ all })),
    fc.tuple(tie('condition'), tie('condition')).map((any) => ({ any })),
  ),
  step: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'step' },
    fc.record({ tag: fc.nat(99).map((id) => `t${id}`) }),
    fc.record({ when: tie('condition'), then: tie('steps'), otherwise: tie('steps') }),
  ),
  steps: fc.array(tie('step'), { maxLength: 4 }),
}))

const missing = fc.constantFrom(null, undefined)
const values: fc.Arbitrary<Values> = fc.record({
  [TEXT]: fc.oneof(word, fc.tuple(word, word).map(String), missing),
  [LIST]: fc.oneof(words, missing),
  [COUNT]: fc.oneof(number, missing),
  [TIME]: fc.oneof(
    fc.constantFrom(0, 0.5, 1, 2, 24, 25).map((hours) => NOW - hours * HOUR),
    missing,
  ),
  [FLAG]: fc.oneof(fc.boolean(), missing),
})

function checkedOrFail(code: string): CheckedRule {
  const reading = readRule(code)
  if (!reading.ok) throw new Error(`${JSON.stringify(reading.problems)} in ${code}`)
  return reading.rule
}

function tagsOf(rule: CheckedRule, held: Values, budget?: number): { tags: unknown[]; stopped: boolean } {
  const tags: unknown[] = []
  const context = {
    read: (path: readonly string[]) => held[path.join('.')],
    act: (_: string, args: Readonly<Record<string, unknown>>) => void tags.push(args.tags),
    now: NOW,
    businessHours: isOpen,
  }
  try {
    const { steps } = runRule(rule, context, budget)
    if (budget !== undefined) expect(steps).toBeLessThanOrEqual(budget)
    return { tags, stopped: false }
  } catch (error) {
    if (!(error instanceof RuleBudgetExceeded)) throw error
    return { tags, stopped: true }
  }
}

describe('a random rule', () => {
  it('does what a second reading of it says', () => {
    fc.assert(
      fc.property(program, values, (steps, held) => {
        const rule = checkedOrFail(codeOf(steps))
        expect(tagsOf(rule, held)).toEqual({ tags: follow(steps, held), stopped: false })
      }),
      { numRuns: 1_000 },
    )
  })

  it('with a small budget does the beginning of it, and no step more than it may', () => {
    fc.assert(
      fc.property(program, values, fc.nat(12), (steps, held, budget) => {
        const { tags, stopped } = tagsOf(checkedOrFail(codeOf(steps)), held, budget)
        const all = follow(steps, held)
        expect(tags.length).toBeLessThanOrEqual(budget)
        expect(tags).toEqual(stopped ? all.slice(0, tags.length) : all)
      }),
      { numRuns: 1_000 },
    )
  })

  it('takes each branch and each operator now and then', () => {
    const sample = fc.sample(fc.tuple(program, values), { numRuns: 500, seed: 1 })
    const acted = sample.filter(([steps, held]) => follow(steps, held).length > 0)
    expect(acted.length).toBeGreaterThan(100)
    const code = sample.map(([steps]) => codeOf(steps)).join('\n')
    for (const operator of Object.keys(MEANINGS)) expect(code).toContain(`${operator}(`)
    expect(code).toContain('} else {')
  })
})
