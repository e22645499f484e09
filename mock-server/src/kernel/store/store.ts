import type { ClockMode } from '../clock.ts'
import type { Identified } from '../index-tree.ts'
import type { Root } from '../root.ts'

/**
 * A world is kept in two layers: its origin, which is written once, and what came of it since. To put a world
 * back to its origin is to forget the second one.
 */
export type Layer = 'origin' | 'since'

/** What a layer keeps beside its rows. */
export interface KeptState extends Readonly<Pick<Root, 'sequences' | 'random' | 'time' | 'buckets'>> {
  readonly mode: ClockMode
}

/** A row that a layer holds; null where all it says is that the origin's row is gone. */
export interface KeptRow {
  readonly collection: string
  readonly id: number
  readonly row: Identified | null
}

/** What is to become of a row in a layer; undefined: the layer is to say nothing of it. */
export interface RowChange {
  readonly collection: string
  readonly id: number
  readonly row: Identified | null | undefined
}

export interface LayerChange {
  readonly layer: Layer
  /** Whether all that the layer held before is to be forgotten. */
  readonly anew: boolean
  readonly state: KeptState
  readonly rows: Iterable<RowChange>
  /** Bytes that have come, by their hash. */
  readonly blobs: Iterable<readonly [hash: string, bytes: Uint8Array]>
}

export interface WorldChange {
  readonly id: number
  /** What its owner wants to know of the world: plain JSON. */
  readonly about: unknown
  readonly layers: readonly LayerChange[]
}

/** What is written as a whole: all of it, or nothing. */
export interface Batch {
  /** What the owner of the worlds wants to know of all of them: plain JSON. */
  readonly about: unknown
  /** Worlds that are gone; they go before others are written. */
  readonly removed: readonly number[]
  readonly worlds: readonly WorldChange[]
}

export interface KeptLayer {
  readonly state: KeptState
  readonly rows: readonly KeptRow[]
  readonly blobs: readonly Uint8Array[]
}

export interface KeptWorld {
  readonly id: number
  readonly about: unknown
  readonly origin: KeptLayer
  readonly since: KeptLayer
}

export interface Kept {
  /** Undefined where nothing was written yet. */
  readonly about: unknown
  /** By ascending id. */
  readonly worlds: readonly KeptWorld[]
}

/** Where worlds outlive their process. */
export interface Store {
  /** What it is called where something is wrong with it: its file. */
  readonly name: string
  /** Everything that was written. Throws a StoreError where it cannot be read. */
  load(): Kept
  /** Writes a batch; it is durable on return. If it throws, nothing of it was written. */
  write(batch: Batch): void
  close(): void
}

/** A store that cannot be opened or read. The message says what to do; what is there was left as it is. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}
