import { closeSync, existsSync, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { sqlite } from './node-sqlite.ts'
import { readAll } from './sqlite-reading.ts'
import { writer } from './sqlite-writing.ts'
import { StoreError } from './store.ts'
import type { Batch, Store } from './store.ts'

/** Says that the file is one of ours: four letters, "helm". */
const APPLICATION_ID = 0x68656c6d

/** Counted up with each change of the tables, or of the shape of the rows that they hold. */
export const FORMAT = 1

const TABLES = `
  CREATE TABLE about (world INTEGER PRIMARY KEY, json TEXT NOT NULL);
  CREATE TABLE layers (
    world INTEGER, layer INTEGER, state TEXT NOT NULL, PRIMARY KEY (world, layer)
  ) WITHOUT ROWID;
  CREATE TABLE rows (
    world INTEGER, layer INTEGER, collection TEXT, id INTEGER, json TEXT,
    PRIMARY KEY (world, layer, collection, id)
  ) WITHOUT ROWID;
  CREATE TABLE blobs (hash TEXT PRIMARY KEY, bytes BLOB NOT NULL);
  CREATE TABLE held (
    world INTEGER, layer INTEGER, hash TEXT, PRIMARY KEY (world, layer, hash)
  ) WITHOUT ROWID;
`

/** SQLite's own result codes. */
const BUSY = 5
const READ_ONLY = 8
const IO_ERROR = 10
const CORRUPT = 11
const FULL = 13
const CANNOT_OPEN = 14
const NOT_A_DATABASE = 26

const LEFT = 'It was left as it is.'

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** SQLite's own code, without what it adds to tell the cases of one code apart. */
const codeOf = (error: unknown): number => ((error as { readonly errcode?: number }).errcode ?? 0) & 0xff

/** What to do where a file cannot be written. */
const WRITING_ADVICE: Readonly<Record<number, string>> = {
  [READ_ONLY]: 'It and its folder have to be writable.',
  [IO_ERROR]:
    'Its disk fails, is full, or may only be read: make it writable, or name a file on another one.',
  [FULL]: 'Make room on its disk.',
}

/** What happened, and what to do about it. */
const unwritable = (file: string, error: unknown): string =>
  [`${file} cannot be written: ${reasonOf(error)}.`, WRITING_ADVICE[codeOf(error)] ?? ''].join(' ').trimEnd()

/** How many bytes a file has; none where it is not there. */
const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

/** Says what is wrong with a file, and what to do about it. */
function refusal(file: string, error: unknown): StoreError {
  if (error instanceof StoreError) return error
  const reason = reasonOf(error)
  const code = codeOf(error)
  const say = (sentence: string) => new StoreError(sentence, { cause: error })
  if (code === BUSY) return say(`${file} is in use by another process. End that one, or name another file.`)
  if (code === NOT_A_DATABASE)
    return say(`${file} holds something else (${reason}). Name another file. ${LEFT}`)
  if (code === CORRUPT || error instanceof SyntaxError)
    return say(`${file} is damaged (${reason}). Bring back a copy of it, or name another file. ${LEFT}`)
  if (code === CANNOT_OPEN || (error instanceof Error && 'syscall' in error))
    return say(`${file} cannot be opened. Its folder has to be there, and both have to be writable.`)
  return say(unwritable(file, error))
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
}

/** Makes the tables of a new file, or refuses a file that is not in this format. */
function begin(database: DatabaseSync, file: string): void {
  const format = pragma(database, 'user_version') as number
  const isOurs = pragma(database, 'application_id') === APPLICATION_ID
  if (!isOurs) {
    const { tables } = database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get() as {
      readonly tables: number
    }
    if (tables > 0)
      throw new StoreError(`${file} is a database of something else. Name another file. ${LEFT}`)
    database.exec(
      `BEGIN EXCLUSIVE; ${TABLES} PRAGMA application_id = ${APPLICATION_ID};
       PRAGMA user_version = ${FORMAT}; COMMIT`,
    )
  } else if (format !== FORMAT) {
    const age = format > FORMAT ? 'a newer' : 'an older'
    throw new StoreError(
      `${file} was written by ${age} version (format ${format}, where this one has ${FORMAT}). ` +
        `Use that version, or name another file. ${LEFT}`,
    )
  }
}

/**
 * Opens a store in an SQLite file, which is made if it is not there. As long as it is open no other process
 * can open it; a process that is killed leaves no lock behind.
 *
 * @throws {StoreError} for a file that is in use, damaged, newer, or something else
 * @example
 * const store = openSqlite('worlds.db')
 * const { worlds } = store.load()
 */
export function openSqlite(path: string): Store {
  // An absolute path is never taken for a URI or for a database in memory.
  const file = resolve(path)
  let database: DatabaseSync | undefined
  try {
    if (sizeOf(file) === 0 && sizeOf(`${file}-wal`) > 0) {
      throw new StoreError(
        `${file} is lost, but ${file}-wal is there, with what was written last: without the one the other is of no ` +
          `use. Bring back a copy of both, or remove ${file}-wal to begin anew. ${LEFT}`,
      )
    }
    // It holds keys: for nobody but its owner.
    if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600))
    const { DatabaseSync } = sqlite()
    database = new DatabaseSync(file)
    // Most rows fit into such a page, which halves what is written; it takes effect where the file is new.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA page_size = 16384')
    begin(database, file)
    const flaw = String(pragma(database, 'quick_check(1)'))
    // Its first line says in which database, of which there is one.
    if (flaw !== 'ok') throw new SyntaxError(flaw.split('\n').at(-1))
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864',
    )
    return storeIn(database, file)
  } catch (error) {
    database?.close()
    throw refusal(file, error)
  }
}

function storeIn(database: DatabaseSync, file: string): Store {
  const put = writer(database)
  return {
    name: file,
    load() {
      try {
        return readAll(database)
      } catch (error) {
        throw refusal(file, error)
      }
    },
    write(batch: Batch) {
      try {
        database.exec('BEGIN IMMEDIATE')
        put(batch)
        database.exec('COMMIT')
      } catch (error) {
        // After some errors, such as a full disk, SQLite has rolled back by itself.
        if (database.isTransaction) database.exec('ROLLBACK')
        throw new StoreError(unwritable(file, error), { cause: error })
      }
    },
    close: () => database.close(),
  }
}
