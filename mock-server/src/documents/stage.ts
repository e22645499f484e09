import type { FastifyInstance, InjectOptions } from 'fastify'
import { Accounts } from '../control/accounts/accounts.ts'
import type { AccountTenant } from '../control/accounts/tenant.ts'
import type { Host } from '../kernel/host.ts'
import { demoSeed } from '../seeds/demo.ts'
import { parseDatetime } from '../wire/datetimes.ts'

/** Puts a server together around accounts; it never listens. */
export type BuildApp = (accounts: Accounts) => Promise<FastifyInstance>

/** One call and its answer. */
export interface Exchange {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly text: string
}

/** A demo account on which calls are made to be shown. Every run makes the same calls and gets the same bytes. */
export interface ExampleStage {
  readonly accounts: Accounts
  /** The account as it was at first, whatever the last call has done to it. */
  readonly fresh: () => AccountTenant
  /** A call of the account's admin, unless it carries an `authorization` of its own. */
  readonly send: (call: InjectOptions) => Promise<Exchange>
  readonly close: () => Promise<void>
}

/** A Monday morning; with microseconds, as in life. */
const NOW = parseDatetime('2026-03-02T09:00:00.250000+00:00') ?? 0

/** Where the default port of `gorgias-mock serve` is: it stands in absolute URLs. */
const ORIGIN = 'http://127.0.0.1:4010'

/** A machine whose time stands still. */
const stillHost: Host = {
  now: () => NOW,
  wake: () => () => undefined,
  breathe: () => Promise.resolve(),
}

const basic = (email: string, key: string): string =>
  `Basic ${Buffer.from(`${email}:${key}`).toString('base64')}`

/** The value of an `Authorization` header for a key of the account. */
export function authorizationOf({ world }: AccountTenant, { user_id, key }: AccountTenant['apiKey']): string {
  return basic(world.rows.users.get(user_id)?.email ?? '', key)
}

/** Sets up the demo account on a virtual clock that stands still. */
export async function openExampleStage(build: BuildApp): Promise<ExampleStage> {
  const accounts = new Accounts({
    host: stillHost,
    clock: 'virtual',
    now: NOW,
    effects: 'instant',
    rateLimit: { enabled: true, capacity: 40, window: 20_000_000 },
    randomSeed: 1,
    seed: demoSeed,
    onFailure: () => undefined,
  })
  accounts.url = ORIGIN
  const tenant = accounts.create()
  const app = await build(accounts)
  return {
    accounts,
    fresh() {
      accounts.reset(tenant.name)
      return tenant
    },
    async send(call) {
      const authorization = authorizationOf(tenant, tenant.apiKey)
      const answer = await app.inject({ ...call, headers: { authorization, ...call.headers } })
      return { status: answer.statusCode, headers: answer.headers, text: answer.body }
    },
    async close() {
      await app.close()
      accounts.close()
    },
  }
}
