import { BLOB_LIMIT, keepBytes, noBlobs } from './blobs.ts'
import type { Blobs } from './blobs.ts'
import type { ClockMode } from './clock.ts'
import { emptyTrees } from './collection.ts'
import type { Identified, Trees } from './collection.ts'
import type { History, Past } from './history.ts'

/** Everything that a world is at a moment. */
export interface Root {
  readonly trees: Readonly<Record<string, Trees<Identified>>>
  readonly sequences: Record<string, number>
  random: number
  time: number
  /** For each rate bucket the instant at which it will be empty. */
  readonly buckets: Readonly<Record<string, number>>
  blobs: Blobs
  readonly history: History
}

/**
 * A world as it was at a moment, to begin others from. What it holds never changes, and what the world has not
 * touched since the last one is shared with it: to keep one for each request costs what the request changed.
 */
export interface Snapshot {
  readonly root: Omit<Root, 'history'>
  readonly past: Past
  readonly mode: ClockMode
}

/** A world as plain values: all that it is, but for its past. */
export interface Dump {
  readonly mode: ClockMode
  /** Microseconds since the epoch. */
  readonly time: number
  readonly random: number
  readonly sequences: Readonly<Record<string, number>>
  readonly buckets: Readonly<Record<string, number>>
  /** Of each collection by ascending id, the pending timers among them. */
  readonly rows: Readonly<Record<string, readonly Identified[]>>
  readonly blobs: readonly Uint8Array[]
}

/** What a world holds before anything has happened. */
export const emptyRoot = (
  names: readonly string[],
  start: { readonly random: number; readonly time: number; readonly history: History },
): Root => ({
  ...start,
  trees: Object.fromEntries(names.map((name) => [name, emptyTrees()])),
  sequences: {},
  buckets: {},
  blobs: noBlobs(),
})

export const dumpOf = ({ trees, blobs, ...root }: Omit<Root, 'history'>, mode: ClockMode): Dump => ({
  mode,
  time: root.time,
  random: root.random,
  sequences: { ...root.sequences },
  buckets: { ...root.buckets },
  rows: Object.fromEntries(Object.entries(trees).map(([name, { rows }]) => [name, [...rows.values()]])),
  blobs: [...blobs.byHash.values()],
})

/**
 * The root that a dump stands for. A collection that it does not name is empty.
 *
 * @throws Refusal where its bytes are more than a world keeps
 */
export function rootOf(
  names: readonly string[],
  { rows, blobs, sequences, buckets, random, time }: Dump,
  history: History,
): Root {
  const root = emptyRoot(names, { random, time, history })
  for (const name of names) for (const row of rows[name] ?? []) root.trees[name]?.rows.set(row.id, row)
  const kept = blobs.reduce((all, bytes) => keepBytes(all, bytes, BLOB_LIMIT).blobs, root.blobs)
  return { ...root, sequences: { ...sequences }, buckets, blobs: kept }
}
