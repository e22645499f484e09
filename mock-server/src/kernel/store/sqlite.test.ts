import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { sqlite } from './node-sqlite.ts'
import { FORMAT, openSqlite } from './sqlite.ts'
import { StoreError } from './store.ts'
import type { KeptState, LayerChange } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
let count = 0
const aFile = () => join(folder, `${count++}.db`)

const state: KeptState = {
  sequences: { tickets: 7 },
  random: -3,
  time: 1_772_442_000_000_001,
  buckets: {},
  mode: 'virtual',
}
const layer = (change: Partial<LayerChange> = {}): LayerChange => ({
  layer: 'since',
  anew: false,
  state,
  rows: [],
  blobs: [],
  ...change,
})
const text = 'a NUL \u0000, half of a pair \ud83d, "quotes"; __proto__'
const row = (id: number) => ({ collection: 'tickets', id, row: { id, text, __proto__: null } })

/** A file with one world of so many rows. */
function written(rows = 3): string {
  const file = aFile()
  const store = openSqlite(file)
  const blobs = [['a hash', Buffer.from('bytes')] as const]
  const origin = layer({
    layer: 'origin',
    anew: true,
    rows: Array.from({ length: rows }, (_, id) => row(id)),
    blobs,
  })
  store.write({
    about: { made: 1 },
    removed: [],
    worlds: [{ id: 1, about: 'acme', layers: [origin, layer()] }],
  })
  store.close()
  return file
}

const load = (file: string) => {
  const store = openSqlite(file)
  const kept = store.load()
  store.close()
  return kept
}

/** What a file is refused with; it has to be what it was. */
function refusalOf(file: string): string {
  const before = readFileSync(file)
  let message = ''
  try {
    load(file)
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError)
    message = (error as StoreError).message
  }
  expect(readFileSync(file).equals(before)).toBe(true)
  return message
}

describe('a store in an SQLite file', () => {
  it('gives back what was written, whatever texts rows hold', () => {
    const { about, worlds } = load(written())
    expect(about).toEqual({ made: 1 })
    expect(worlds).toHaveLength(1)
    expect(worlds[0]).toMatchObject({
      id: 1,
      about: 'acme',
      origin: { state },
      since: { state, rows: [], blobs: [] },
    })
    expect(worlds[0]?.origin.rows).toEqual([0, 1, 2].map(row))
    expect(worlds[0]?.origin.blobs.map((bytes) => Buffer.from(bytes).toString())).toEqual(['bytes'])
  })

  it('holds what a layer says of a row: another one, that it is gone, nothing', () => {
    const file = written()
    const store = openSqlite(file)
    const write = (rows: LayerChange['rows'], anew = false) =>
      store.write({ about: 0, removed: [], worlds: [{ id: 1, about: '', layers: [layer({ rows, anew })] }] })
    write([row(7), row(8), { collection: 'tickets', id: 1, row: null }])
    write([{ collection: 'tickets', id: 8, row: undefined }])
    expect(store.load().worlds[0]?.since.rows).toEqual([{ collection: 'tickets', id: 1, row: null }, row(7)])
    write([row(9)], true)
    expect(store.load().worlds[0]?.since.rows).toEqual([row(9)])
    expect(store.load().worlds[0]?.origin.rows).toHaveLength(3)
    store.close()
  })

  it('keeps the bytes that somebody holds, and no others', () => {
    const file = written()
    const store = openSqlite(file)
    const blobs = [['a hash', Buffer.from('bytes')] as const]
    store.write({
      about: 0,
      removed: [],
      worlds: [{ id: 2, about: '', layers: [layer({ layer: 'origin', blobs }), layer()] }],
    })
    store.write({ about: 0, removed: [1], worlds: [] })
    expect(store.load().worlds.map(({ id, origin }) => [id, origin.blobs.length])).toEqual([[2, 1]])
    store.write({ about: 0, removed: [2], worlds: [] })
    store.close()
    const { DatabaseSync } = sqlite()
    const database = new DatabaseSync(file)
    expect(database.prepare('SELECT count(*) AS blobs FROM blobs').get()).toEqual({ blobs: 0 })
    database.close()
  })

  it('writes a batch as a whole or not at all', () => {
    const file = written()
    const store = openSqlite(file)
    function* broken() {
      yield row(7)
      throw new Error('in the middle')
    }
    const layers = [layer({ rows: broken() })]
    expect(() =>
      store.write({ about: 'new', removed: [], worlds: [{ id: 1, about: 'new', layers }] }),
    ).toThrow(`${file} cannot be written: in the middle.`)
    expect(store.load()).toMatchObject({
      about: { made: 1 },
      worlds: [{ about: 'acme', since: { rows: [] } }],
    })
    store.close()
  })

  it('is for its owner alone, since it holds keys', () => {
    expect(statSync(written()).mode & 0o777).toBe(0o600)
  })

  it('says nothing on standard error about the state of SQLite in Node', () => {
    const warned: unknown[] = []
    const listen = (warning: unknown) => warned.push(warning)
    process.on('warning', listen)
    openSqlite(aFile()).close()
    process.off('warning', listen)
    expect(warned).toEqual([])
  })
})

describe('a store refuses', () => {
  it('a file that is open, until it is closed', () => {
    const file = written()
    const store = openSqlite(file)
    expect(() => openSqlite(file)).toThrow(
      `${file} is in use by another process. End that one, or name another file.`,
    )
    store.close()
    expect(load(file).worlds).toHaveLength(1)
  })

  it('a file of a newer version, and of an older one', () => {
    const file = written()
    const { DatabaseSync } = sqlite()
    for (const [format, age] of [
      [FORMAT + 1, 'a newer'],
      [FORMAT - 1, 'an older'],
    ] as const) {
      const database = new DatabaseSync(file)
      database.exec(`PRAGMA user_version = ${format}`)
      database.close()
      expect(refusalOf(file)).toBe(
        `${file} was written by ${age} version (format ${format}, where this one has ${FORMAT}). ` +
          'Use that version, or name another file. It was left as it is.',
      )
    }
  })

  it('a database of something else', () => {
    const file = aFile()
    const { DatabaseSync } = sqlite()
    const database = new DatabaseSync(file)
    database.exec('CREATE TABLE songs (name TEXT)')
    database.close()
    expect(refusalOf(file)).toBe(
      `${file} is a database of something else. Name another file. It was left as it is.`,
    )
  })

  it('what is no database', () => {
    const file = aFile()
    writeFileSync(file, '{"tickets": []}'.repeat(100))
    expect(refusalOf(file)).toBe(
      `${file} holds something else (file is not a database). Name another file. It was left as it is.`,
    )
  })

  it.each([
    ['garbage in the middle', (bytes: Buffer) => bytes.fill(0xa5, bytes.length / 2, bytes.length / 2 + 9000)],
    ['its end missing', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ])('a damaged file: %s', (_name, damage) => {
    const file = written(2_000)
    writeFileSync(file, damage(readFileSync(file)))
    expect(refusalOf(file)).toMatch(
      /is damaged \(.+\)\. Bring back a copy of it, or name another file\. It was left as/,
    )
  })

  it('what was written last without the file that it belongs to, and leaves it', () => {
    const file = aFile()
    writeFileSync(`${file}-wal`, 'what was written last')
    for (const lost of [() => undefined, () => writeFileSync(file, '')]) {
      lost()
      expect(() => openSqlite(file)).toThrow(`${file} is lost, but ${file}-wal is there`)
      expect(readFileSync(`${file}-wal`, 'utf8')).toBe('what was written last')
    }
  })

  it('rows that are no JSON', () => {
    const file = written()
    const { DatabaseSync } = sqlite()
    const database = new DatabaseSync(file)
    database.exec(`UPDATE rows SET json = '{"id": 1' WHERE id = 1`)
    database.close()
    expect(refusalOf(file)).toContain('is damaged')
  })

  it('a place where no file can be', () => {
    const directory = aFile()
    mkdirSync(directory)
    for (const file of [join(folder, 'missing', 'a.db'), directory])
      expect(() => openSqlite(file)).toThrow(
        `${file} cannot be opened. Its folder has to be there, and both have to be writable.`,
      )
  })
})
