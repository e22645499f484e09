import { Refusal } from '../../kernel/refusal.ts'
import type { FieldErrors } from '../../kernel/refusal.ts'
import { bucketsOf, isTimezone } from './buckets.ts'
import type { Buckets, Granularity } from './buckets.ts'
import { checkPeriod } from './facts.ts'
import type { Period } from './facts.ts'
import { FILTER_OPERATORS, isOfPeriod, PERIOD_MEMBERS } from './filters.ts'
import type { Filter } from './filters.ts'
import { SCOPES } from './scopes.ts'
import type { Scope } from './scopes.ts'

/** What is asked: which figures about what, sorted by what, in which period. */
export interface ReportQuery {
  readonly scope: string
  readonly period: Period
  /** What they say of the period is known already. */
  readonly filters: readonly Filter[]
  /** All of the scope's if absent. */
  readonly measures?: readonly string[]
  readonly dimensions?: readonly string[]
  readonly time_dimensions?: readonly { readonly dimension: string; readonly granularity: Granularity }[]
  readonly timezone: string
  readonly order?: readonly (readonly string[])[]
}

/** A query that can be answered: every name in it is known. */
export interface Question {
  readonly scope: Scope
  readonly period: Period
  readonly filters: readonly Filter[]
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  /** How time is cut; absent where it is not. */
  readonly buckets: Buckets | undefined
  readonly order: readonly (readonly string[])[]
}

const refuse = (fields: FieldErrors): never => {
  throw new Refusal('invalid', '', { query: fields })
}

const mustBe = (allowed: Iterable<string>): string => `Must be one of: ${[...allowed].join(', ')}.`

/** Refuses names that a part of the query must not use, with those that it may. */
function checkNames(field: string, names: readonly string[], allowed: readonly string[]): void {
  for (const [i, name] of names.entries())
    if (!allowed.includes(name)) refuse({ [field]: { [i]: [mustBe(allowed)] } })
}

function scopeOf(name: string): Scope {
  const scope = SCOPES.get(name)
  if (scope !== undefined) return scope
  return refuse({ scope: [`"${name}" is no scope, or one that is not simulated. ${mustBe(SCOPES.keys())}`] })
}

function checkFilters(filters: readonly Filter[], { dimensions }: Scope): void {
  for (const [i, { member, operator }] of filters.entries()) {
    if (isOfPeriod(member)) continue
    if (!Object.hasOwn(dimensions, member)) {
      const members = [...PERIOD_MEMBERS, ...Object.keys(dimensions)]
      refuse({ filters: { [i]: { member: [mustBe(members)] } } })
    }
    if (!FILTER_OPERATORS.includes(operator))
      refuse({ filters: { [i]: { operator: [mustBe(FILTER_OPERATORS)] } } })
  }
}

function checkOrder(order: readonly (readonly string[])[], columns: readonly string[]): void {
  for (const [i, [member = '', direction = '']] of order.entries()) {
    if (!columns.includes(member)) refuse({ order: { [i]: { 0: [mustBe(columns)] } } })
    if (direction !== 'asc' && direction !== 'desc')
      refuse({ order: { [i]: { 1: [mustBe(['asc', 'desc'])] } } })
  }
}

/**
 * Reads a query.
 *
 * @throws Refusal that names what may be asked, for anything else
 */
export function readQuery(query: ReportQuery): Question {
  const { period, filters, timezone, order = [] } = query
  const scope = scopeOf(query.scope)
  const measures = [...new Set(query.measures ?? Object.keys(scope.measures))]
  const dimensions = [...new Set(query.dimensions)]
  const [time] = query.time_dimensions ?? []
  checkPeriod(period)
  checkNames('measures', measures, Object.keys(scope.measures))
  checkNames('dimensions', dimensions, Object.keys(scope.dimensions))
  checkFilters(filters, scope)
  if (time !== undefined && time.dimension !== scope.timeDimension)
    refuse({ time_dimensions: { 0: { dimension: [mustBe([scope.timeDimension])] } } })
  checkOrder(order, [...(time === undefined ? [] : [time.dimension]), ...dimensions, ...measures])
  if (!isTimezone(timezone)) refuse({ timezone: ['Not a valid timezone.'] })
  return {
    scope,
    period,
    filters: filters.filter(({ member }) => !isOfPeriod(member)),
    measures,
    dimensions,
    buckets: time && bucketsOf(time.granularity, timezone),
    order,
  }
}
