import type { KeyPart } from '../kernel/key.ts'
import { Refusal } from '../kernel/refusal.ts'
import { formatNaive, parseDatetime } from './datetimes.ts'

/** What the order of a list compares. */
export type OrderType = 'datetime' | 'text' | 'number'

export interface Cursor {
  readonly direction: 'next' | 'prev'
  readonly value: KeyPart
  readonly id: number
}

/** A cursor as recorded: base64 of `["next", "2026-08-26T18:39:21.578374", 2190943406]`. */
export function encodeCursor({ direction, value, id }: Cursor, type: OrderType): string {
  const shown = type === 'datetime' && typeof value === 'number' ? formatNaive(value) : value
  return Buffer.from(`["${direction}", ${JSON.stringify(shown)}, ${id}]`).toString('base64')
}

const refuse = (): never => {
  throw new Refusal('invalid', '', { cursor: ['Not a valid cursor.'] })
}

/** Reads a cursor of a list in that order. Refuses everything that {@link encodeCursor} did not write. */
export function decodeCursor(text: string, type: OrderType): Cursor {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
  } catch {
    return refuse()
  }
  if (!Array.isArray(parts) || parts.length !== 3) return refuse()
  const [direction, shown, id] = parts as unknown[]
  if ((direction !== 'next' && direction !== 'prev') || !Number.isSafeInteger(id)) return refuse()
  const value = type === 'datetime' && typeof shown === 'string' ? parseDatetime(shown) : shown
  if (typeof value !== (type === 'text' ? 'string' : 'number')) return refuse()
  const cursor: Cursor = { direction, value: value as KeyPart, id: id as number }
  // The reader of base64 skips what it does not know, and JSON has blanks to spare.
  return encodeCursor(cursor, type) === text ? cursor : refuse()
}

export interface PageQuery {
  readonly cursor?: string
  readonly limit: number
}

/** A list in an order: how to walk it from behind a key, and what a row's place in it is. */
export interface OrderedRows<Row> {
  readonly type: OrderType
  readonly descending: boolean
  /** Walks strictly behind a place; upwards or downwards. */
  walk(after: readonly [value: KeyPart, id: number] | undefined, downwards: boolean): Iterable<Row>
  valueOf(row: Row): KeyPart
}

export interface Page<Row> {
  readonly rows: readonly Row[]
  readonly prev_cursor: string | null
  readonly next_cursor: string | null
}

function take<Row>(rows: Iterable<Row>, count: number): Row[] {
  const taken: Row[] = []
  for (const row of rows) {
    taken.push(row)
    if (taken.length === count) break
  }
  return taken
}

/** Where a part of a list begins: strictly behind a place, in its order or back. */
export interface SliceQuery {
  readonly place?: readonly [value: KeyPart, id: number] | undefined
  readonly backwards?: boolean
  readonly limit: number
}

/** A part of a list, and whether there is more of it on either side. */
export interface Slice<Row> {
  readonly rows: readonly Row[]
  readonly before: boolean
  readonly behind: boolean
}

/** A part of a list, in its order whichever way it was walked. */
export function sliceOf<Row>(
  list: Pick<OrderedRows<Row>, 'descending' | 'walk'>,
  { place, backwards = false, limit }: SliceQuery,
): Slice<Row> {
  const found = take(list.walk(place, list.descending !== backwards), limit + 1)
  const more = found.length > limit
  const rows = found.slice(0, limit)
  if (backwards) rows.reverse()
  const came = place !== undefined
  return { rows, before: backwards ? more : came, behind: backwards ? came : more }
}

/**
 * One page of a list. A cursor is a place between two rows, so rows that come or go elsewhere neither hide
 * nor repeat a row. There is no `prev_cursor` on the first page and no `next_cursor` on the last (recorded).
 */
export function paginate<Row extends { readonly id: number }>(
  list: OrderedRows<Row>,
  query: PageQuery,
): Page<Row> {
  const cursor = query.cursor === undefined ? undefined : decodeCursor(query.cursor, list.type)
  const { rows, before, behind } = sliceOf(list, {
    place: cursor && [cursor.value, cursor.id],
    backwards: cursor?.direction === 'prev',
    limit: query.limit,
  })
  const cursorAt = (row: Row | undefined, direction: Cursor['direction']): string | null =>
    row === undefined ? null : encodeCursor({ direction, value: list.valueOf(row), id: row.id }, list.type)
  return {
    rows,
    prev_cursor: before ? cursorAt(rows[0], 'prev') : null,
    next_cursor: behind ? cursorAt(rows.at(-1), 'next') : null,
  }
}
