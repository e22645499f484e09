import { compareKeys } from '../../kernel/key.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Fact } from './facts.ts'
import { listed, passes } from './filters.ts'
import { readQuery } from './question.ts'
import type { Question, ReportQuery } from './question.ts'
import type { DimensionValue } from './scopes.ts'

/** One line of a report: a value for each dimension, and a figure for each measure. */
export type ReportRow = Readonly<Record<string, DimensionValue>>

/** Where a fact has its place: a value for each column before the figures; times are instants. */
type Place = readonly DimensionValue[]

/** The places of a fact: several where a dimension has several values. */
function placesOf(fact: Fact, { scope, dimensions, buckets }: Question): readonly Place[] {
  let places: DimensionValue[][] = [buckets === undefined ? [] : [buckets.startOf(fact.at)]]
  for (const name of dimensions) {
    const found = listed(scope.dimensions[name]?.(fact) ?? null)
    const values = found.length === 0 ? [null] : found
    places = places.flatMap((place) => values.map((value) => [...place, value]))
  }
  return places
}

interface Group {
  readonly place: Place
  readonly facts: Fact[]
}

/** Facts by their place. Without columns there is one place, even for no facts. */
function group(facts: Iterable<Fact>, question: Question): Group[] {
  const groups = new Map<string, Group>()
  if (question.buckets === undefined && question.dimensions.length === 0)
    groups.set('[]', { place: [], facts: [] })
  for (const fact of facts) {
    for (const place of placesOf(fact, question)) {
      const key = JSON.stringify(place)
      const known = groups.get(key)
      if (known === undefined) groups.set(key, { place, facts: [fact] })
      else known.facts.push(fact)
    }
  }
  return [...groups.values()]
}

function* matching(world: Helpdesk, { scope, period, filters }: Question): Iterable<Fact> {
  const holds = (fact: Fact) => (filter: Question['filters'][number]) =>
    passes(scope.dimensions[filter.member]?.(fact) ?? null, filter)
  for (const fact of scope.facts(world, period)) if (filters.every(holds(fact))) yield fact
}

/**
 * Computes a report from what the account holds: only what lies in the period is read. Lines without facts
 * are left out (inferred); without an order they stand by time, then by dimension.
 *
 * @throws Refusal that names what may be asked, for anything else
 * @example
 * runReport(world, { scope: 'tickets-created', period, filters: [], dimensions: ['channel'], timezone: 'UTC' })
 */
export function runReport(world: Helpdesk, query: ReportQuery): ReportRow[] {
  const question = readQuery(query)
  const { scope, dimensions, measures, buckets, order } = question
  const names = [...(buckets === undefined ? [] : [scope.timeDimension]), ...dimensions]
  const lines = group(matching(world, question), question).map(({ place, facts }) => ({
    place,
    columns: Object.fromEntries([
      ...names.map((name, i) => [name, place[i] ?? null] as const),
      ...measures.map((name) => [name, scope.measures[name]?.(facts, world) ?? null] as const),
    ]),
  }))
  lines.sort((a, b) => {
    for (const [member = '', direction] of order) {
      const compared = compareKeys([a.columns[member] ?? null], [b.columns[member] ?? null])
      if (compared !== 0) return direction === 'desc' ? -compared : compared
    }
    return compareKeys(a.place, b.place)
  })
  if (buckets === undefined) return lines.map(({ columns }) => columns)
  return lines.map(({ place: [start], columns }) => ({
    ...columns,
    [scope.timeDimension]: buckets.label(Number(start)),
  }))
}
