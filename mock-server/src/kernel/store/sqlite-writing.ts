import type { DatabaseSync } from 'node:sqlite'
import type { Batch, Layer, LayerChange } from './store.ts'

/** Where what concerns all worlds stands among what concerns each: no world has this number. */
export const ALL_WORLDS = 0

export const LAYER_NUMBERS: Readonly<Record<Layer, number>> = { origin: 0, since: 1 }

/** Writes batches into the tables; the transaction around it is the caller's. */
export function writer(database: DatabaseSync): (batch: Batch) => void {
  const putAbout = database.prepare(
    'INSERT INTO about VALUES (?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  )
  const putLayer = database.prepare(
    'INSERT INTO layers VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state',
  )
  const putRow = database.prepare(
    'INSERT INTO rows VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET json = excluded.json',
  )
  const removeRow = database.prepare(
    'DELETE FROM rows WHERE world = ? AND layer = ? AND collection = ? AND id = ?',
  )
  const putBytes = database.prepare('INSERT INTO blobs VALUES (?, ?) ON CONFLICT DO NOTHING')
  const hold = database.prepare('INSERT INTO held VALUES (?, ?, ?) ON CONFLICT DO NOTHING')
  const forget = ['rows', 'held'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE world = ? AND layer = ?`),
  )
  const forgetWorld = ['about', 'layers', 'rows', 'held'].map((table) =>
    database.prepare(`DELETE FROM ${table} WHERE world = ?`),
  )
  const dropUnheld = database.prepare('DELETE FROM blobs WHERE hash NOT IN (SELECT hash FROM held)')

  function putLayerChange(world: number, { layer, anew, state, rows, blobs }: LayerChange): void {
    const number = LAYER_NUMBERS[layer]
    if (anew) for (const statement of forget) statement.run(world, number)
    putLayer.run(world, number, JSON.stringify(state))
    for (const { collection, id, row } of rows) {
      if (row === undefined) removeRow.run(world, number, collection, id)
      else putRow.run(world, number, collection, id, row === null ? null : JSON.stringify(row))
    }
    for (const [hash, bytes] of blobs) {
      putBytes.run(hash, bytes)
      hold.run(world, number, hash)
    }
  }

  return ({ about, removed, worlds }) => {
    putAbout.run(ALL_WORLDS, JSON.stringify(about))
    for (const id of removed) for (const statement of forgetWorld) statement.run(id)
    for (const { id, about: own, layers } of worlds) {
      putAbout.run(id, JSON.stringify(own))
      for (const change of layers) putLayerChange(id, change)
    }
    if (removed.length > 0 || worlds.some(({ layers }) => layers.some(({ anew }) => anew))) dropUnheld.run()
  }
}
