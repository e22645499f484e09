import type { Collection, Identified } from '../kernel/collection.ts'
import type { Key, KeyPart } from '../kernel/key.ts'
import { paginate } from '../wire/cursors.ts'
import type { OrderType, Page } from '../wire/cursors.ts'

/** How `order_by=created_datetime:asc` and its like are served. */
export interface Order<Row, Index extends string> {
  /** Absent where the order is for selections only. */
  readonly index?: Index
  readonly type: OrderType
  readonly value: (row: Row) => KeyPart
}

export interface ListQuery {
  readonly cursor?: string
  readonly limit?: number
  readonly order_by?: string
}

export interface ListOptions<Row, Index extends string> {
  readonly orders: Readonly<Record<string, Order<Row, Index>>>
  readonly defaultOrder: string
  readonly defaultLimit?: number
  /** A selection that an index knows: its rows are found without walking the others. */
  readonly among?: Iterable<Row> | undefined
  readonly filter?: (row: Row) => boolean
  /** What all keys of the order's index begin with. */
  readonly prefix?: Key
}

function compareParts(a: KeyPart, b: KeyPart): number {
  if (a === b) return 0
  return (a ?? '') < (b ?? '') ? -1 : 1
}

function orderOf<Row, Index extends string>(
  { orders }: ListOptions<Row, Index>,
  attribute: string,
): Order<Row, Index> {
  const order = orders[attribute]
  if (order === undefined) throw new Error(`The list has no order ${attribute}.`)
  return order
}

/** One page of a collection: by the order's index, or from a selection put into that order. */
export function listPage<Row extends Identified, Index extends string>(
  collection: Collection<Row, Index>,
  query: ListQuery,
  options: ListOptions<Row, Index>,
): Page<Row> {
  const [attribute = '', direction] = (query.order_by ?? options.defaultOrder).split(':')
  const order = orderOf(options, attribute)
  const { filter = () => true, prefix = [] } = options
  const descending = direction === 'desc'
  const place = (row: Row): [KeyPart, number] => [order.value(row), row.id]
  const compare = (a: [KeyPart, number], b: [KeyPart, number]) => compareParts(a[0], b[0]) || a[1] - b[1]

  function* walk(after: readonly [KeyPart, number] | undefined, downwards: boolean): Iterable<Row> {
    if (options.among === undefined) {
      if (order.index === undefined) throw new Error(`The list has no index for ${attribute}.`)
      const start = after === undefined ? {} : { after: [...prefix, ...after] }
      for (const row of collection.walk(order.index, { prefix, reverse: downwards, ...start }))
        if (filter(row)) yield row
      return
    }
    const sign = downwards ? -1 : 1
    const rows = [...options.among].filter(filter).sort((a, b) => sign * compare(place(a), place(b)))
    for (const row of rows) if (after === undefined || sign * compare(place(row), [...after]) > 0) yield row
  }

  return paginate(
    { type: order.type, descending, walk, valueOf: order.value },
    {
      limit: query.limit ?? options.defaultLimit ?? 30,
      ...(query.cursor !== undefined && { cursor: query.cursor }),
    },
  )
}

/** The `uri` of a list repeats the call's own query, percent-encoded; without one a `?` stays (recorded). */
export function listUri(url: string): string {
  const [path = ''] = url.split('?', 1)
  return `${path}?${new URLSearchParams(url.slice(path.length)).toString().replaceAll('+', '%20')}`
}

/** The older envelope. */
export const dataFirst = <Row>(page: Page<Row>, url: string, present: (row: Row) => unknown) => ({
  data: page.rows.map(present),
  object: 'list',
  uri: listUri(url),
  meta: { prev_cursor: page.prev_cursor, next_cursor: page.next_cursor },
})

/** The newer envelope; the total is not counted (recorded: null). */
export const objectFirst = <Row>(page: Page<Row>, url: string, present: (row: Row) => unknown) => ({
  object: 'list',
  uri: listUri(url),
  data: page.rows.map(present),
  meta: { prev_cursor: page.prev_cursor, next_cursor: page.next_cursor, total_resources: null },
})
