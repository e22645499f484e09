import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Event, Json } from '../../helpdesk/model/entities.ts'
import type { Change } from '../../kernel/world.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import type { Act } from './trace.ts'
import { short } from './words.ts'

/** One thing about a ticket that is not what it was; null is nothing, or not yet. */
export interface WhyChange {
  /** As the API spells it where it has it; `messages.ID` and `messages.ID.FIELD` for those of a message. */
  readonly field: string
  readonly before: Json
  readonly after: Json
}

/** What is told of an act, by one who knows a part of it. */
export interface Told {
  /** What was done, as predicates of whoever did it: "closed it". */
  readonly predicates: readonly string[]
  /** Sentences of their own. */
  readonly details: readonly string[]
  readonly changes: readonly WhyChange[]
}

export const NOTHING: Told = { predicates: [], details: [], changes: [] }

/** An act on a ticket, and the world in which names are looked up. */
export interface Scene {
  readonly world: Helpdesk
  readonly ticket_id: number
  readonly act: Act
}

/** A row as it was before an act and as it is after it. */
export interface Difference<Row> {
  readonly before: Row | undefined
  readonly after: Row | undefined
}

/** What an act did to the rows of a collection, row by row, however often it changed each. */
export function differences<Row>({ act }: Scene, collection: string): Difference<Row>[] {
  const byId = new Map<number, Change>()
  for (const change of act.changes) {
    if (change.collection !== collection) continue
    const id = (change.after ?? change.before)?.id ?? 0
    const first = byId.get(id)
    byId.set(id, first === undefined ? change : { ...change, before: first.before })
  }
  return [...byId.values()] as unknown as Difference<Row>[]
}

/** The rows of a collection that an act made. */
export const made = <Row>(scene: Scene, collection: string): Row[] =>
  differences<Row>(scene, collection).flatMap(({ before, after }) =>
    before === undefined && after !== undefined ? [after] : [],
  )

/** The events of a type that an act left. */
export const eventsOf = (scene: Scene, type: string): Event[] =>
  made<Event>(scene, 'events').filter((event) => event.type === type)

const MOST_TEXT = 200

/** A field as it is shown: instants as datetimes, texts shortened, of objects no more than their keys. */
export function shown(field: string, value: unknown): Json {
  if (value === undefined || value === null) return null
  if (typeof value === 'number') return field.endsWith('_datetime') ? formatDatetime(value) : value
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return short(value, MOST_TEXT)
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => shown('', item))
  return Object.keys(value)
    .slice(0, 100)
    .map((key) => short(key, MOST_TEXT))
}

/** A value in a sentence. */
export function spoken(value: Json): string {
  if (typeof value === 'string') return short(value)
  if (typeof value === 'object' && value !== null) return Object.values(value).map(spoken).join(', ')
  return String(value)
}

/** The fields in which two rows differ. */
export function differing<Row extends object>({ before, after }: Difference<Row>): (keyof Row & string)[] {
  const keys = Object.keys({ ...before, ...after }) as (keyof Row & string)[]
  return keys.filter((key) => !same(before?.[key], after?.[key]))
}

/** Rows that are written anew hold equal lists and objects that are not identical. */
const same = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
