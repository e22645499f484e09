import type { ReadVariable, RuleLiteral, RuleValue, Standing } from './values.ts'
import type { VariableType } from './variables.ts'

/** What a test may use beside the value it tests. */
export interface TestRun {
  readonly read: ReadVariable
  /** Microseconds since the epoch. */
  readonly now: number
  readonly businessHours?: ((at: number) => boolean) | undefined
  readonly lowerCase: (text: string) => string
  /** Pays for work that grows with the data. */
  readonly spend: (steps: number) => void
}

/** An operator with its constants built in. */
export type Test = (value: RuleValue, run: TestRun) => boolean

/** One operator of the rule language: `name(variable)` or `name(variable, constant)`. */
export interface Operator {
  /** What follows the variable: nothing, one constant, one or a list of them, or an age such as `2h`. */
  readonly operand: 'none' | 'one' | 'many' | 'age'
  /** The types of variables it works on. */
  readonly on: readonly VariableType[]
  readonly standing: Standing
  /** Builds the test once, when the rule is checked; it then runs for every ticket. */
  readonly prepare: (operands: readonly RuleLiteral[]) => Test
}

const ANY: readonly VariableType[] = ['text', 'number', 'boolean', 'datetime', 'texts', 'numbers']
const SEARCHABLE: readonly VariableType[] = ['text', 'number', 'texts', 'numbers']
const TEXT: readonly VariableType[] = ['text', 'texts']
const ORDERED: readonly VariableType[] = ['number', 'datetime']
const DATETIME: readonly VariableType[] = ['datetime']

const equals: Operator['prepare'] =
  ([wanted = null]) =>
  (value, run) => {
    if (!isList(value)) return same(value, wanted)
    run.spend(value.length)
    return value.some((item) => same(item, wanted))
  }

const containsAny: Operator['prepare'] = (keywords) => {
  const wanted = new Set(keywords.map(String))
  const needles = keywords.map(lowerCase)
  return (value, run) => {
    if (isList(value)) {
      run.spend(value.length)
      return value.some((item) => item !== null && wanted.has(String(item)))
    }
    return needles.some(probe(value, run, includes))
  }
}

const containsAll: Operator['prepare'] = (keywords) => {
  const wanted = keywords.map(String)
  const needles = keywords.map(lowerCase)
  return (value, run) => {
    if (isList(value)) {
      run.spend(value.length + wanted.length)
      const present = new Set(value.filter((item) => item !== null).map(String))
      return wanted.every((item) => present.has(item))
    }
    return needles.every(probe(value, run, includes))
  }
}

const affix =
  (holds: (text: string, affix: string) => boolean): Operator['prepare'] =>
  (keywords) => {
    const affixes = keywords.map(lowerCase)
    return (value, run) =>
      (isList(value) ? value : [value]).some((item) => affixes.some(probe(item, run, holds)))
  }

const compare =
  (holds: (value: number, limit: number) => boolean): Operator['prepare'] =>
  ([limit]) =>
  (value) =>
    holds(toNumber(value), toNumber(limit))

const age =
  (holds: (age: number, limit: number) => boolean): Operator['prepare'] =>
  ([limit]) =>
  (value, run) =>
    holds(run.now - toNumber(value), toNumber(limit))

const isEmpty: Operator['prepare'] = () => (value) =>
  value === null || value === undefined || value === '' || (isList(value) && value.length === 0)

const not =
  (prepare: Operator['prepare']): Operator['prepare'] =>
  (operands) => {
    const test = prepare(operands)
    return (value, run) => !test(value, run)
  }

const duringBusinessHours: Operator['prepare'] = () => (value, run) =>
  typeof value === 'number' && (run.businessHours?.(value) ?? false)

// A new operator is one line here.
const TABLE: Readonly<Record<string, Operator>> = {
  eq: { operand: 'one', on: ANY, standing: 'recorded', prepare: equals },
  neq: { operand: 'one', on: ANY, standing: 'inferred', prepare: not(equals) },
  containsAny: { operand: 'many', on: SEARCHABLE, standing: 'recorded', prepare: containsAny },
  notContainsAny: { operand: 'many', on: SEARCHABLE, standing: 'recorded', prepare: not(containsAny) },
  containsAll: { operand: 'many', on: SEARCHABLE, standing: 'documented', prepare: containsAll },
  notContainsAll: { operand: 'many', on: SEARCHABLE, standing: 'inferred', prepare: not(containsAll) },
  startsWith: {
    operand: 'many',
    on: TEXT,
    standing: 'inferred',
    prepare: affix((text, start) => text.startsWith(start)),
  },
  endsWith: {
    operand: 'many',
    on: TEXT,
    standing: 'inferred',
    prepare: affix((text, end) => text.endsWith(end)),
  },
  gte: { operand: 'one', on: ORDERED, standing: 'recorded', prepare: compare((a, b) => a >= b) },
  lte: { operand: 'one', on: ORDERED, standing: 'inferred', prepare: compare((a, b) => a <= b) },
  gt: { operand: 'one', on: ORDERED, standing: 'inferred', prepare: compare((a, b) => a > b) },
  lt: { operand: 'one', on: ORDERED, standing: 'inferred', prepare: compare((a, b) => a < b) },
  gteTimedelta: { operand: 'age', on: DATETIME, standing: 'inferred', prepare: age((a, b) => a >= b) },
  lteTimedelta: { operand: 'age', on: DATETIME, standing: 'inferred', prepare: age((a, b) => a <= b) },
  isEmpty: { operand: 'none', on: ANY, standing: 'recorded', prepare: isEmpty },
  isNotEmpty: { operand: 'none', on: ANY, standing: 'recorded', prepare: not(isEmpty) },
  duringBusinessHours: {
    operand: 'none',
    on: DATETIME,
    standing: 'inferred',
    prepare: duringBusinessHours,
  },
}

/**
 * Every operator of the rule language by its name. Inferred: text is searched without regard to case, lists
 * (tags, intents) hold exactly equal elements, a missing value equals only null and contains nothing, and
 * `gteTimedelta(variable, "2h")` asks whether the moment lies two hours or more in the past.
 */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map(Object.entries(TABLE))

/** Folding the case of a text, and each search in it, costs a step for every started stretch of this length. */
export const CHARACTERS_PER_STEP = 1_024

function probe(
  value: RuleLiteral | undefined,
  run: TestRun,
  holds: (text: string, keyword: string) => boolean,
): (keyword: string) => boolean {
  if (value === null || value === undefined) return () => false
  const text = run.lowerCase(String(value))
  const price = Math.ceil((text.length + 1) / CHARACTERS_PER_STEP)
  run.spend(price)
  return (keyword) => {
    run.spend(price)
    return holds(text, keyword)
  }
}

function includes(text: string, keyword: string): boolean {
  return text.includes(keyword)
}

// Filters write ids as text ("{{current_user.id}}"), so a number equals the text that shows it.
function same(value: RuleLiteral | undefined, wanted: RuleLiteral): boolean {
  if (value === null || value === undefined || wanted === null) return (value ?? null) === wanted
  return value === wanted || (typeof value !== typeof wanted && String(value) === String(wanted))
}

// NaN fails every comparison, which is what a missing value should do.
function toNumber(value: RuleValue): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}

function lowerCase(value: RuleLiteral): string {
  return String(value).toLowerCase()
}

function isList(value: RuleValue): value is readonly RuleLiteral[] {
  return Array.isArray(value)
}
