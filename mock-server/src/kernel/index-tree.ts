import sortedBTree from 'sorted-btree'
import { compareKeys, compareParts, HIGHEST, startsWith } from './key.ts'
import type { Key, KeyPart } from './key.ts'

const BTree = sortedBTree.default
type Tree<K> = InstanceType<typeof BTree<K, undefined>>

/** What every stored row has. Rows are immutable: a change is a new row under the same id. */
export interface Identified {
  readonly id: number
}

/** The fields of a row by which it can be sorted as it is. */
export type SortableField<Row> = {
  [Field in keyof Row & string]: Row[Field] extends KeyPart ? Field : never
}[keyof Row & string]

/**
 * Under which keys a row stands in an index. Names of fields cost no memory per row, and leave out a row
 * where one of them is null; a function may answer no key, or several.
 */
export type IndexSpec<Row> = readonly SortableField<Row>[] | ((row: Row) => readonly Key[])

/** Where an index is read from. */
export interface WalkOptions {
  /** Only keys that begin so. */
  readonly prefix?: Key
  /** Start strictly behind this key (prefix included), in the direction of the walk. */
  readonly after?: Key
  readonly reverse?: boolean
}

/** One index of a collection: copy-on-write, so that holding on to a clone keeps a snapshot. */
export interface IndexTree<Row> {
  clone(): IndexTree<Row>
  /** Puts a row in the place of another; undefined where there was none or is none any more. */
  replace(before: Row | undefined, after: Row | undefined): void
  /** What stands in the index, in order: rows, or their ids. */
  walk(options: WalkOptions): Iterable<Row | number>
  /** What a walk below a prefix would begin with, without the cost of a walk. */
  first(prefix: Key): Row | number | undefined
  /** All that a walk below a prefix would come by, without the cost of a walk. */
  list(prefix: Key): (Row | number)[]
}

/** Where a walk begins. */
const startOf = ({ prefix = [], after, reverse }: WalkOptions): Key =>
  after ?? (reverse === true ? [...prefix, HIGHEST] : prefix)

function listed<K, V>(tree: Tree<K>, prefix: Key, read: (key: K) => V): V[] {
  const list: V[] = []
  tree.forRange(prefix as K, [...prefix, HIGHEST] as K, true, (key) => void list.push(read(key)))
  return list
}

function entriesOf<K>(tree: Tree<K>, options: WalkOptions): Iterable<[K, undefined]> {
  const start = startOf(options) as K
  return options.reverse === true ? tree.entriesReversed(start, undefined, true) : tree.entries(start)
}

/** An index by fields of the row: the tree holds the rows themselves, and compares their fields. */
function indexByFields<Row extends Identified>(
  fields: readonly SortableField<Row>[],
  tree: Tree<Row | Key> = new BTree<Row | Key, undefined>(undefined, comparing(fields)),
): IndexTree<Row> {
  const isListed = (row: Row | undefined): row is Row => {
    if (row === undefined) return false
    for (const field of fields) if (row[field] === null) return false
    return true
  }
  const stays = (before: Row, after: Row): boolean => {
    for (const field of fields) if (before[field] !== after[field]) return false
    return true
  }
  const keyOf = (row: Row): Key => [...fields.map((field) => row[field] as KeyPart), row.id]
  const isBelow = (row: Row, prefix: Key): boolean => {
    for (let i = 0; i < prefix.length; i++)
      if ((i < fields.length ? row[fields[i] as keyof Row] : row.id) !== prefix[i]) return false
    return true
  }
  return {
    clone: () => indexByFields(fields, tree.clone()),
    replace(before, after) {
      if (isListed(before) && !(isListed(after) && stays(before, after))) tree.delete(before)
      if (isListed(after)) tree.set(after, undefined)
    },
    *walk(options) {
      const { prefix = [], after } = options
      for (const [entry] of entriesOf(tree, options)) {
        const row = entry as Row
        if (!isBelow(row, prefix)) return
        if (after === undefined || compareKeys(keyOf(row), after) !== 0) yield row
      }
    },
    first(prefix) {
      const row = tree.getPairOrNextHigher(prefix)?.[0] as Row | undefined
      return row !== undefined && isBelow(row, prefix) ? row : undefined
    },
    list: (prefix) => listed(tree, prefix, (row) => row as Row),
  }
}

/** Compares rows with each other, and with the keys that are looked for. */
function comparing<Row extends Identified>(fields: readonly SortableField<Row>[]) {
  const places = [...fields, 'id'] as (keyof Row & string)[]
  const rowToKey = (row: Row, key: Key): number => {
    const shared = Math.min(places.length, key.length)
    for (let i = 0; i < shared; i++) {
      const order = compareParts(row[places[i] as keyof Row] as KeyPart, key[i] as KeyPart)
      if (order !== 0) return order
    }
    return places.length - key.length
  }
  return (a: Row | Key, b: Row | Key): number => {
    if (Array.isArray(b)) return rowToKey(a as Row, b as Key)
    if (Array.isArray(a)) return -rowToKey(b as Row, a as Key)
    // Millions of times a second in a busy account: a call only where parts differ.
    for (const place of places) {
      const left = (a as Row)[place] as KeyPart
      const right = (b as Row)[place] as KeyPart
      if (left !== right) return compareParts(left, right)
    }
    return 0
  }
}

/** Literals have their exact size, where other ways to append leave room in each of many keys. */
function withId(key: Key, id: number): Key {
  const [first = null, second = null] = key
  if (key.length === 1) return [first, id]
  return key.length === 2 ? [first, second, id] : key.concat(id)
}

/** An index by keys that are made from the row: the tree holds the keys, with the row's id behind. */
function indexByKeys<Row extends Identified>(
  keysOf: (row: Row) => readonly Key[],
  tree: Tree<Key> = new BTree<Key, undefined>(undefined, compareKeys),
): IndexTree<Row> {
  const keys = (row: Row | undefined) =>
    row === undefined ? [] : keysOf(row).map((key) => withId(key, row.id))
  return {
    clone: () => indexByKeys(keysOf, tree.clone()),
    replace(before, after) {
      const stale = keys(before)
      const fresh = keys(after)
      if (stale.length === fresh.length && stale.every((key, i) => compareKeys(key, fresh[i] ?? []) === 0))
        return
      for (const key of stale) tree.delete(key)
      for (const key of fresh) tree.set(key, undefined)
    },
    *walk(options) {
      const { prefix = [], after } = options
      for (const [key] of entriesOf(tree, options)) {
        if (!startsWith(key, prefix)) return
        if (after === undefined || compareKeys(key, after) !== 0) yield key[key.length - 1] as number
      }
    },
    first(prefix) {
      const key = tree.getPairOrNextHigher(prefix)?.[0]
      return key !== undefined && startsWith(key, prefix) ? (key[key.length - 1] as number) : undefined
    },
    list: (prefix) => listed(tree, prefix, (key) => key[key.length - 1] as number),
  }
}

/** An empty index. */
export const indexTree = <Row extends Identified>(spec: IndexSpec<Row>): IndexTree<Row> =>
  typeof spec === 'function' ? indexByKeys(spec) : indexByFields(spec)
