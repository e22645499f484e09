import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, expect } from 'vitest'
import { buildApp } from '../../src/app.ts'
import { Accounts } from '../../src/control/accounts/accounts.ts'
import type { Helpdesk } from '../../src/helpdesk/model/helpdesk.ts'
import { realHost } from '../../src/kernel/host.ts'
import { openSqlite } from '../../src/kernel/store/sqlite.ts'
import type { Store } from '../../src/kernel/store/store.ts'
import { demoSeed } from '../../src/index.ts'
import { allWritten, persist } from '../../src/persistence/persistence.ts'
import { keyOf } from './furnished.ts'
import { START } from './server.ts'

/** Answers the path of a file that is not there, in a folder that goes after the last test of the file. */
export function files(): () => string {
  const folder = mkdtempSync(join(tmpdir(), 'gorgias-mock-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  let count = 0
  return () => join(folder, `${count++}.db`)
}

/** A copy of a file as a process that is killed now would leave it. */
export function imageOf(file: string, copy: string): string {
  for (const part of ['', '-wal', '-journal'])
    if (existsSync(file + part)) copyFileSync(file + part, copy + part)
  return copy
}

export interface KeptApp {
  readonly app: FastifyInstance
  readonly accounts: Accounts
  /** A call of the first account's admin, or of the control plane; answers the body. */
  readonly send: (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, payload?: object) => Promise<string>
  /** The same, whatever the status. */
  readonly ask: (request: InjectOptions) => Promise<{ readonly status: number; readonly text: string }>
  readonly failures: unknown[]
  close(): Promise<void>
}

export interface KeptOptions {
  /** Stands between the accounts and the file. */
  readonly through?: (store: Store) => Store
  readonly clock?: 'real' | 'virtual'
  readonly host?: typeof realHost
}

/** The whole simulator without a socket, with its accounts in a file; on a virtual clock, without rate limit. */
export async function keptApp(
  file: string,
  { through = (store) => store, clock = 'virtual', host = realHost }: KeptOptions = {},
): Promise<KeptApp> {
  const failures: unknown[] = []
  const onFailure = (error: unknown) => void failures.push(error)
  const persistence = persist(through(openSqlite(file)), host, onFailure)
  const accounts: Accounts = new Accounts({
    host,
    clock,
    ...(clock === 'virtual' && { now: Date.parse(START) * 1000 }),
    effects: 'instant',
    rateLimit: { enabled: false, capacity: 40, window: 20_000_000 },
    randomSeed: 1,
    carriers: [(world) => persistence.carry(world)],
    onFailure,
  })
  const app = await buildApp({ accounts, persistence, onFailure })
  persistence.begin(accounts)
  if (accounts.list().length === 0) accounts.create({ seed: demoSeed })
  await allWritten(persistence)
  const ask: KeptApp['ask'] = async (request) => {
    const [tenant] = accounts.list()
    const authorization = tenant === undefined ? '' : keyOf(tenant, tenant.apiKey)
    const { statusCode, body } = await app.inject({
      ...request,
      headers: { authorization, ...request.headers },
    })
    return { status: statusCode, text: body }
  }
  return {
    app,
    accounts,
    failures,
    ask,
    send: async (method, url, payload) => {
      const { status, text } = await ask({ method, url, ...(payload !== undefined && { payload }) })
      expect(status, `${method} ${url}: ${text}`).toBeLessThan(300)
      return text
    },
    close: async () => {
      await app.close()
      persistence.close()
      accounts.close()
    },
  }
}

function dumpOf(world: Helpdesk) {
  const { blobs, ...rest } = world.dump()
  return { ...rest, blobs: blobs.map((bytes) => Buffer.from(bytes).toString('hex')) }
}

/** Everything that accounts are, as plain values. */
export const portraitOf = ({ accounts }: Pick<KeptApp, 'accounts'>) => ({
  made: accounts.made,
  accounts: accounts.list().map(({ name, apiKey, calls, rateLimit, world, origin }) => ({
    name,
    apiKey,
    calls,
    rateLimit,
    world: dumpOf(world),
    origin: dumpOf(origin),
  })),
})
