import type { DatabaseSync } from 'node:sqlite'
import type { Identified } from '../index-tree.ts'
import { ALL_WORLDS, LAYER_NUMBERS } from './sqlite-writing.ts'
import type { Kept, KeptLayer, KeptRow, KeptState, Layer } from './store.ts'

/** Reads all worlds. Throws a SyntaxError for what is no JSON, or lacks a part. */
export function readAll(database: DatabaseSync): Kept {
  const about = database.prepare('SELECT world, json FROM about ORDER BY world').all() as {
    readonly world: number
    readonly json: string
  }[]
  const states = database.prepare('SELECT state FROM layers WHERE world = ? AND layer = ?')
  const rows = database.prepare(
    'SELECT collection, id, json FROM rows WHERE world = ? AND layer = ? ORDER BY collection, id',
  )
  const blobs = database.prepare(
    'SELECT bytes FROM held LEFT JOIN blobs USING (hash) WHERE world = ? AND layer = ? ORDER BY hash',
  )

  function readRows(world: number, layer: number): KeptRow[] {
    const read: KeptRow[] = []
    for (const found of rows.iterate(world, layer)) {
      const { collection, id, json } = found as { collection: string; id: number; json: string | null }
      read.push({ collection, id, row: json === null ? null : (JSON.parse(json) as Identified) })
    }
    return read
  }

  function readLayer(world: number, layer: Layer): KeptLayer {
    const number = LAYER_NUMBERS[layer]
    const { state } = (states.get(world, number) ?? {}) as { readonly state?: string }
    if (state === undefined) throw new SyntaxError(`world ${world} lacks its ${layer}`)
    const bytes = blobs.all(world, number).map((found) => (found as { bytes: Uint8Array | null }).bytes)
    return {
      state: JSON.parse(state) as KeptState,
      rows: readRows(world, number),
      blobs: bytes.map((content) => {
        if (content === null) throw new SyntaxError(`world ${world} lacks the bytes of a file`)
        return content
      }),
    }
  }

  return {
    about: about
      .filter(({ world }) => world === ALL_WORLDS)
      .map(({ json }) => JSON.parse(json) as unknown)[0],
    worlds: about
      .filter(({ world }) => world !== ALL_WORLDS)
      .map(({ world, json }) => ({
        id: world,
        about: JSON.parse(json) as unknown,
        origin: readLayer(world, 'origin'),
        since: readLayer(world, 'since'),
      })),
  }
}
