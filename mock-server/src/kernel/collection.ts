import sortedBTree from 'sorted-btree'
import { compareKeys, HIGHEST, startsWith } from './key.ts'
import type { Key } from './key.ts'

const BTree = sortedBTree.default
type Tree<K, V> = InstanceType<typeof BTree<K, V>>

/** What every stored row has. Rows are immutable: a change is a new row under the same id. */
export interface Identified {
  readonly id: number
}

/** The keys under which a row stands in an index; none leaves it out, several list it several times. */
export type IndexKeys<Row> = (row: Row) => readonly Key[]

/** How rows of one type are stored. */
export interface CollectionSpec<Row extends Identified, Index extends string = string> {
  readonly indexes: Readonly<Record<Index, IndexKeys<Row>>>
  /** Never read; carries the row's type. */
  readonly row?: (row: Row) => void
}

/**
 * Describes a collection.
 *
 * @example
 * const tickets = collection<Ticket>()({ byCustomer: (ticket) => [[ticket.customer_id]] })
 */
export function collection<Row extends Identified>() {
  return <Index extends string = never>(
    indexes: Record<Index, IndexKeys<Row>>,
  ): CollectionSpec<Row, Index> => ({
    indexes,
  })
}

/** The trees of one collection: copy-on-write, so that holding on to them keeps a snapshot. */
export interface Trees<Row> {
  readonly rows: Tree<number, Row>
  readonly indexes: Readonly<Record<string, Tree<Key, undefined>>>
}

export function emptyTrees<Row extends Identified>(spec: CollectionSpec<Row>): Trees<Row> {
  const indexes = Object.keys(spec.indexes).map((name) => [
    name,
    new BTree<Key, undefined>(undefined, compareKeys),
  ])
  return {
    rows: new BTree<number, Row>(undefined, (a, b) => a - b),
    indexes: Object.fromEntries(indexes) as Record<string, Tree<Key, undefined>>,
  }
}

export function cloneTrees<Row>(trees: Trees<Row>): Trees<Row> {
  const indexes: Record<string, Tree<Key, undefined>> = {}
  for (const name in trees.indexes) indexes[name] = (trees.indexes[name] as Tree<Key, undefined>).clone()
  return { rows: trees.rows.clone(), indexes }
}

/** Where a collection keeps its trees: the world's root, which decides when they are cloned. */
export interface TreeHolder<Row> {
  read(): Trees<Row>
  /** Trees that may be changed now; throws outside a transaction. */
  write(): Trees<Row>
  changed(before: Row | undefined, after: Row | undefined): void
}

export interface WalkOptions {
  /** Only keys that begin so. */
  readonly prefix?: Key
  /** Start strictly behind this key (prefix included), in the direction of the walk. */
  readonly after?: Key
  readonly reverse?: boolean
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
    this.#reindex(trees, before, row)
    this.#holder.changed(before, row)
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
    this.#reindex(trees, before, undefined)
    this.#holder.changed(before, undefined)
    return before
  }

  /**
   * Rows in the order of an index; equal keys by id. Lazily read: take what you need, and collect the rows
   * before changing the collection.
   */
  *walk(index: Index, options: WalkOptions = {}): IterableIterator<Row> {
    const { rows, indexes } = this.#holder.read()
    const tree = indexes[index] as Tree<Key, undefined>
    const { prefix = [], reverse = false, after } = options
    const keys = reverse
      ? tree.entriesReversed(
          [...(after ?? prefix), ...(after === undefined ? [HIGHEST] : [])],
          undefined,
          true,
        )
      : tree.entries(after ?? prefix)
    for (const [key] of keys) {
      if (after !== undefined && compareKeys(key, after) === 0) continue
      if (!startsWith(key, prefix)) return
      yield rows.get(key[key.length - 1] as number) as Row
    }
  }

  /** The first row of a walk. */
  first(index: Index, prefix: Key): Row | undefined {
    for (const row of this.walk(index, { prefix })) return row
    return undefined
  }

  #reindex(trees: Trees<Row>, before: Row | undefined, after: Row | undefined): void {
    for (const name in this.#spec.indexes) {
      const keysOf = this.#spec.indexes[name]
      const tree = trees.indexes[name] as Tree<Key, undefined>
      const stale = before === undefined ? [] : keysOf(before).map((key) => [...key, before.id])
      const fresh = after === undefined ? [] : keysOf(after).map((key) => [...key, after.id])
      if (stale.length === fresh.length && stale.every((key, i) => compareKeys(key, fresh[i] ?? []) === 0))
        continue
      for (const key of stale) tree.delete(key)
      for (const key of fresh) tree.set(key, undefined)
    }
  }
}
