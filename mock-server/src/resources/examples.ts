import type { Identified } from '../kernel/collection.ts'

/** The id of some row, for the example of an operation; 0, which finds nothing, where there is none. */
export function someId(rows: { values(): Iterable<Identified> }): number {
  for (const { id } of rows.values()) return id
  return 0
}
