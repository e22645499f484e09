import type { Blobs } from '../blobs.ts'
import type { Identified } from '../index-tree.ts'
import type { Root } from '../root.ts'
import type { Collections, World } from '../world.ts'
import type { RowChange } from './store.ts'

/** The rows of a world, its timers among them. */
type Rows = Pick<Root, 'trees'>

/** All rows of a world. */
export function* allRows({ trees }: Rows): Generator<RowChange> {
  for (const [collection, { rows }] of Object.entries(trees))
    for (const row of rows.values()) yield { collection, id: row.id, row }
}

/** All rows in which a world is not what its origin is. Rows are immutable, so that the same are one object. */
export function* difference({ trees }: Rows, origin: Rows): Generator<RowChange> {
  for (const [collection, { rows }] of Object.entries(trees)) {
    const below = origin.trees[collection]?.rows
    for (const row of rows.values()) if (below?.get(row.id) !== row) yield { collection, id: row.id, row }
    for (const { id } of below?.values() ?? []) if (!rows.has(id)) yield { collection, id, row: null }
  }
}

/** Bytes that a world holds now and did not hold before. */
export function* newBlobs(
  now: Blobs,
  before: Blobs | undefined,
): Generator<[hash: string, bytes: Uint8Array]> {
  if (now === before) return
  for (const [hash, bytes] of now.byHash.entries()) if (before?.byHash.has(hash) !== true) yield [hash, bytes]
}

/** Which rows a world has changed since they were last written. */
export interface Recorder {
  readonly isEmpty: boolean
  /** What becomes of them in the layer above the origin. */
  rows(origin: Rows): Iterable<RowChange>
  clear(): void
  stop(): void
}

/** Notes which rows a world changes, however often each. */
export function record<C extends Collections>(world: World<C>, onChange: () => void): Recorder {
  const changed = new Map<string, Map<number, Identified | undefined>>()
  const stop = world.onCommit(({ changes }) => {
    for (const { collection, before, after } of changes) {
      const id = (after ?? before)?.id
      if (id === undefined) continue
      let rows = changed.get(collection)
      if (rows === undefined) changed.set(collection, (rows = new Map<number, Identified | undefined>()))
      rows.set(id, after)
    }
    onChange()
  })
  return {
    get isEmpty() {
      return changed.size === 0
    },
    *rows({ trees }) {
      for (const [collection, rows] of changed) {
        const below = trees[collection]?.rows
        for (const [id, row] of rows) {
          const origin = below?.get(id)
          yield { collection, id, row: row === origin ? undefined : (row ?? null) }
        }
      }
    },
    clear: () => changed.clear(),
    stop,
  }
}
