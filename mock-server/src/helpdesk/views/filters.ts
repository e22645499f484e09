import { Refusal } from '../../kernel/refusal.ts'
import type { View } from '../model/entities.ts'
import { parseFilter, testsOf } from '../rules/language/index.ts'
import type { FilterReading } from '../rules/language/index.ts'

type Filters = Extract<FilterReading, { ok: true }>
type Filtered = Pick<View, 'filters'>

// Rows are immutable, so what was read from one stays true for as long as it is there.
const read = new WeakMap<Filtered, Filters>()

/**
 * The filters of a view, read and checked.
 *
 * @throws Refusal 400, one sentence per problem, beginning with Gorgias's own words where they are known:
 * "Unsupported argument" (observed), and what is supported instead.
 */
export function filtersOf(view: Filtered): Filters {
  const known = read.get(view)
  if (known !== undefined) return known
  const reading = parseFilter(view.filters)
  if (!reading.ok) {
    const sentences = reading.problems.map(
      ({ line, column, message }) => `${message} (line ${line}, column ${column})`,
    )
    throw new Refusal('invalid', '', { filters: sentences })
  }
  read.set(view, reading)
  return reading
}

/** Whether the filters of a view name a variable, anywhere. */
export function speaksOf(view: Filtered, variable: string): boolean {
  return [...testsOf(filtersOf(view).filter.condition)].some(({ path }) => path.join('.') === variable)
}

/** A tag or an integration that a view may ask for. */
export interface Used {
  readonly kind: 'tag' | 'integration'
  readonly id: number
  /** Of a tag, whose name filters may give instead of its id. */
  readonly name?: string
}

/** Whether the filters of a view ask for a tag or an integration, be it to leave it out. */
export function asksFor(view: Filtered, { kind, id, name }: Used): boolean {
  const wanted: Readonly<Record<string, string | undefined>> =
    kind === 'tag'
      ? { 'ticket.tags.id': String(id), 'ticket.tags.name': name }
      : { 'ticket.messages.integration_id': String(id) }
  return [...testsOf(filtersOf(view).filter.condition)].some(({ path, operands }) => {
    const variable = path.join('.')
    return Object.hasOwn(wanted, variable) && operands.some((one) => String(one) === wanted[variable])
  })
}
