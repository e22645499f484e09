import type { Dimension, DimensionValue } from './scopes.ts'

/** One condition on facts, as `{"member": "channel", "operator": "one-of", "values": ["email"]}` says it. */
export interface Filter {
  readonly member: string
  readonly operator: string
  readonly values: readonly (string | number)[]
}

/** The members that say which period is meant, and not what is counted in it. */
export const PERIOD_MEMBERS = ['periodStart', 'periodEnd'] as const
export type PeriodMember = (typeof PERIOD_MEMBERS)[number]

export const isOfPeriod = (member: string): member is PeriodMember =>
  (PERIOD_MEMBERS as readonly string[]).includes(member)

type Holds = (found: readonly string[], wanted: readonly string[]) => boolean

const oneOf: Holds = (found, wanted) => wanted.some((value) => found.includes(value))
const noneOf: Holds = (found, wanted) => !oneOf(found, wanted)

// `one-of` is in use; the others are inferred, under the names of that family and of the query language that
// this one follows.
const OPERATORS: ReadonlyMap<string, Holds> = new Map<string, Holds>([
  ['one-of', oneOf],
  ['not-one-of', noneOf],
  ['all-of', (found, wanted) => wanted.every((value) => found.includes(value))],
  ['equals', oneOf],
  ['notEquals', noneOf],
  ['set', (found) => found.length > 0],
  ['notSet', (found) => found.length === 0],
])

/** The operators that filters may name. */
export const FILTER_OPERATORS: readonly string[] = [...OPERATORS.keys()]

const isList = (value: ReturnType<Dimension>): value is readonly DimensionValue[] => Array.isArray(value)

/** The values of a dimension, as many as it has. */
export const listed = (value: ReturnType<Dimension>): readonly DimensionValue[] =>
  isList(value) ? value : [value]

/** Whether a value of a dimension passes. Numbers and their texts are the same. */
export function passes(value: ReturnType<Dimension>, { operator, values }: Omit<Filter, 'member'>): boolean {
  const found = listed(value).flatMap((one) => (one === null ? [] : [String(one)]))
  return OPERATORS.get(operator)?.(found, values.map(String)) ?? false
}
