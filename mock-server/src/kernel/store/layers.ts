import type { Identified } from '../index-tree.ts'
import type { Dump } from '../root.ts'
import type { KeptLayer, KeptWorld } from './store.ts'

type RowsById = Map<number, Identified>

/** What stands in the layers together, each upon the one before. */
function dumpOf(layers: readonly KeptLayer[], { state }: KeptLayer): Dump {
  const collections = new Map<string, RowsById>()
  for (const { rows } of layers) {
    for (const { collection, id, row } of rows) {
      let byId = collections.get(collection)
      if (byId === undefined) collections.set(collection, (byId = new Map<number, Identified>()))
      if (row === null) byId.delete(id)
      else byId.set(id, row)
    }
  }
  const rows = [...collections].map(([name, byId]) => [name, [...byId.values()].sort((a, b) => a.id - b.id)])
  return {
    ...state,
    rows: Object.fromEntries(rows) as Dump['rows'],
    blobs: layers.flatMap(({ blobs }) => blobs),
  }
}

/** A world that was kept, as it was in the beginning and as it was at last; what is the same is one object. */
export const dumpsOf = ({ origin, since }: KeptWorld): { readonly origin: Dump; readonly last: Dump } => ({
  origin: dumpOf([origin], origin),
  last: dumpOf([origin, since], since),
})
