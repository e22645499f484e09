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
export interface Trees<Row> {
  readonly rows: Tree<number, Row>
  readonly indexes: Readonly<Record<string, IndexTree<Row>>>
}

export function emptyTrees<Row extends Identified>(spec: CollectionSpec<Row>): Trees<Row> {
  const indexes: Record<string, IndexTree<Row>> = {}
  for (const name in spec.indexes) indexes[name] = indexTree(spec.indexes[name] as IndexSpec<Row>)
  return { rows: new BTree<number, Row>(undefined, (a, b) => a - b), indexes }
}

export function cloneTrees<Row>(trees: Trees<Row>): Trees<Row> {
  const indexes: Record<string, IndexTree<Row>> = {}
  for (const name in trees.indexes) indexes[name] = (trees.indexes[name] as IndexTree<Row>).clone()
  return { rows: trees.rows.clone(), indexes }
}

/** Where a collection keeps its trees: the world's root, which decides when they are cloned. */
export interface TreeHolder<Row> {
  read(): Trees<Row>
  /** Trees that may be changed now; throws outside a transaction. */
  write(): Trees<Row>
  changed(before: Row | undefined, after: Row | undefined): void
}

/** Rows of one type with their indexes, as a world sees them. */
export class Collection<Row extends Identified, Index extends string = string> {
  readonly #holder: TreeHolder<Row>

  constructor(holder: TreeHolder<Row>) {
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
    const { rows, indexes } = this.#holder.read()
    for (const entry of (indexes[index] as IndexTree<Row>).walk(options))
      yield typeof entry === 'number' ? (rows.get(entry) as Row) : entry
  }

  /** The first row of a walk. */
  first(index: Index, prefix: Key): Row | undefined {
    const { rows, indexes } = this.#holder.read()
    const entry = (indexes[index] as IndexTree<Row>).first(prefix)
    return typeof entry === 'number' ? rows.get(entry) : entry
  }

  #replace(trees: Trees<Row>, before: Row | undefined, after: Row | undefined): void {
    for (const name in trees.indexes) (trees.indexes[name] as IndexTree<Row>).replace(before, after)
    this.#holder.changed(before, after)
  }
}
