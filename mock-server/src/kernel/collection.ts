import sortedBTree from 'sorted-btree'
import { indexTree } from './index-tree.ts'
import type { Identified, IndexSpec, IndexTree, WalkOptions } from './index-tree.ts'
import type { Key } from './key.ts'

export type { Identified, WalkOptions }

const BTree = sortedBTree.default
type Tree<K, V> = InstanceType<typeof BTree<K, V>>

/** How rows of one type are stored. */
export interface CollectionSpec<Row extends Identified, Index extends string = string> {
  readonly indexes: Readonly<Record<Index, IndexSpec<Row>>>
  /** Never read; carries the row's type. */
  readonly row?: (row: Row) => void
}

/**
 * Describes a collection.
 *
 * @example
 * const tickets = collection<Ticket>()({
 *   byCustomer: ['customer_id'],
 *   byTag: (ticket) => ticket.tag_ids.map((id) => [id]),
 * })
 */
export function collection<Row extends Identified>() {
  return <Index extends string = never>(
    indexes: Record<Index, IndexSpec<Row>>,
  ): CollectionSpec<Row, Index> => ({
    indexes,
  })
}

/** The trees of one collection: copy-on-write, so that holding on to them keeps a snapshot. */
export interface Trees<Row extends Identified> {
  readonly rows: Tree<number, Row>
  /** The indexes that were read so far; the others are not there, and cost nothing. */
  readonly indexes: Map<string, IndexTree<Row>>
  /** Rows that changed since the indexes were brought up to date: by id, what the indexes hold of them. */
  readonly stale: Map<number, Row | undefined>
}

/** More rows than this never wait for their indexes: whoever reads next would wait for them. */
const STALE_ROWS = 64

/**
 * Brings the indexes up to date. They wait until somebody reads them, since a row often changes twice before
 * that: a ticket when it is made and when it is settled.
 */
function settle<Row extends Identified>({ rows, indexes, stale }: Trees<Row>): void {
  for (const index of indexes.values()) {
    for (const [id, held] of stale) {
      const row = rows.get(id)
      if (row !== held) index.replace(held, row)
    }
  }
  stale.clear()
}

/**
 * An index, up to date. It is made when it is read for the first time: what writes most, such as a test that
 * creates tickets, reads few of them.
 */
function indexOf<Row extends Identified>(
  trees: Trees<Row>,
  spec: CollectionSpec<Row>,
  name: string,
): IndexTree<Row> {
  if (trees.stale.size > 0) settle(trees)
  const known = trees.indexes.get(name)
  if (known !== undefined) return known
  const index = indexTree(spec.indexes[name] as IndexSpec<Row>)
  for (const row of trees.rows.values()) index.replace(undefined, row)
  trees.indexes.set(name, index)
  return index
}

export const emptyTrees = <Row extends Identified>(): Trees<Row> => ({
  rows: new BTree<number, Row>(undefined, (a, b) => a - b),
  indexes: new Map(),
  stale: new Map(),
})

export function cloneTrees<Row extends Identified>(trees: Trees<Row>): Trees<Row> {
  settle(trees)
  const indexes = new Map([...trees.indexes].map(([name, index]) => [name, index.clone()]))
  return { rows: trees.rows.clone(), indexes, stale: new Map() }
}

/** Where a collection keeps its trees: the world's root, which decides when they are cloned. */
export interface TreeHolder<Row extends Identified> {
  read(): Trees<Row>
  /** Trees that may be changed now; throws outside a transaction. */
  write(): Trees<Row>
  changed(before: Row | undefined, after: Row | undefined): void
}

/** Rows of one type with their indexes, as a world sees them. */
export class Collection<Row extends Identified, Index extends string = string> {
  readonly #spec: CollectionSpec<Row, Index>
  readonly #holder: TreeHolder<Row>

  constructor(spec: CollectionSpec<Row, Index>, holder: TreeHolder<Row>) {
    this.#spec = spec
    this.#holder = holder
  }

  get size(): number {
    return this.#holder.read().rows.size
  }

  get(id: number): Row | undefined {
    return this.#holder.read().rows.get(id)
  }

  /** All rows by ascending id. */
  values(): IterableIterator<Row> {
    return this.#holder.read().rows.values()
  }

  /** Stores a row under its id, new or in place of the row that is there; answers the row. */
  put(row: Row): Row {
    const before = this.get(row.id)
    if (before === row) return row
    const trees = this.#holder.write()
    trees.rows.set(row.id, row)
    this.#replace(trees, before, row)
    return row
  }

  /** Changes some fields of a stored row. Throws if there is no such row: that is a bug of the caller. */
  patch(id: number, fields: Partial<Row>): Row {
    const row = this.get(id)
    if (row === undefined) throw new Error(`No row ${id} to patch.`)
    return this.put({ ...row, ...fields })
  }

  remove(id: number): Row | undefined {
    const before = this.get(id)
    if (before === undefined) return undefined
    const trees = this.#holder.write()
    trees.rows.delete(id)
    this.#replace(trees, before, undefined)
    return before
  }

  /**
   * Rows in the order of an index; equal keys by id. Lazily read: take what you need, and collect the rows
   * before changing the collection.
   */
  *walk(index: Index, options: WalkOptions = {}): IterableIterator<Row> {
    const trees = this.#holder.read()
    for (const entry of indexOf(trees, this.#spec, index).walk(options))
      yield typeof entry === 'number' ? (trees.rows.get(entry) as Row) : entry
  }

  /** The first row of a walk. */
  first(index: Index, prefix: Key): Row | undefined {
    const trees = this.#holder.read()
    const entry = indexOf(trees, this.#spec, index).first(prefix)
    return typeof entry === 'number' ? trees.rows.get(entry) : entry
  }

  /** All rows of a walk below a prefix: quicker than to spread one out. */
  list(index: Index, prefix: Key): Row[] {
    const trees = this.#holder.read()
    const entries = indexOf(trees, this.#spec, index).list(prefix)
    return entries.map((entry) => (typeof entry === 'number' ? (trees.rows.get(entry) as Row) : entry))
  }

  #replace(trees: Trees<Row>, before: Row | undefined, after: Row | undefined): void {
    const id = before?.id ?? after?.id
    if (trees.indexes.size > 0 && id !== undefined) {
      if (!trees.stale.has(id)) trees.stale.set(id, before)
      if (trees.stale.size > STALE_ROWS) settle(trees)
    }
    this.#holder.changed(before, after)
  }
}
