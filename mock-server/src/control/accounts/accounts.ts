import { addApiKey, openAccount } from '../../helpdesk/account.ts'
import { onTimer } from '../../helpdesk/behaviour.ts'
import { accountOf, collections, foldEmail } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { PLAN_NAMES } from '../../helpdesk/model/entities.ts'
import type { Account as AccountRow, ApiKey, PlanName } from '../../helpdesk/model/entities.ts'
import { findApp } from '../../helpdesk/oauth/apps.ts'
import { accessOf } from '../../helpdesk/oauth/grants.ts'
import type { ClockMode } from '../../kernel/clock.ts'
import { FaultTable } from '../../kernel/faults.ts'
import type { Host } from '../../kernel/host.ts'
import { Journal } from '../../kernel/journal.ts'
import { World } from '../../kernel/world.ts'
import { applySeed } from '../../seeds/apply.ts'
import type { Seed } from '../../seeds/document.ts'
import type { Credentials } from '../../wire/authentication.ts'
import type { Caller, Directory, JournalEntry, RateLimit, Tenant } from '../../wire/tenant.ts'
import { ControlError } from '../errors.ts'
import { REMEMBERED } from '../why/trace.ts'

/** Carries out of an account's world what leaves the process; answers how to let go of it. */
export type Carrier = (world: Helpdesk) => () => void

/** What all accounts of a server start from. */
export interface AccountDefaults {
  readonly host: Host
  readonly clock: ClockMode
  /** Where virtual clocks start, in microseconds since the epoch. */
  readonly now?: number
  readonly effects: AccountRow['effects']
  readonly rateLimit: RateLimit
  readonly randomSeed: number
  /** How many commits each account remembers; the kernel's default if absent. */
  readonly history?: number
  readonly seed?: Seed
  /** Told of each account's world when it begins. */
  readonly carriers?: readonly Carrier[]
  /** Whether a carrier hands e-mails to an SMTP server; default false. */
  readonly relaysEmail?: boolean
  readonly onFailure: (error: unknown) => void
}

/** One account: what the wire knows of it, and what the control plane does. */
export interface AccountTenant extends Tenant<Helpdesk> {
  /** Replaced as a whole by a reset. */
  world: Helpdesk
  /** The account as it was when it was made, for reset. */
  readonly origin: Helpdesk
  /** The key that was handed out with the account. */
  readonly apiKey: ApiKey
  /** So many calls were counted. A fork goes on from its origin's, so that no two calls of its past share a number. */
  calls: number
  /** Ends what carries things out of the world. */
  letGo: () => void
}

export interface NewAccount {
  readonly subdomain?: string
  readonly plan?: PlanName
  readonly seed?: Seed
  /** The account to fork, instead of starting afresh. */
  readonly from?: string
}

const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const FIRST_ACCOUNT = 'acme'

/** Enterprise has the same number of calls in half the time, in microseconds (documented). */
const ENTERPRISE_WINDOW = 10_000_000

const newJournal = () => new Journal<JournalEntry>({ entries: 10_000, bytes: 32 * 1024 * 1024 })

/** The accounts of one server: each a world of its own, found by name or by key. */
export class Accounts implements Directory<AccountTenant> {
  readonly #defaults: AccountDefaults
  readonly #tenants = new Map<string, AccountTenant>()
  readonly #keys = new Map<string, AccountTenant>()
  #made = 0
  /** The origin under which the server is reached; known once it listens. */
  url = 'http://127.0.0.1'

  constructor(defaults: AccountDefaults) {
    this.#defaults = defaults
  }

  byName(name: string): AccountTenant | undefined {
    return this.#tenants.get(name)
  }

  bySecret(secret: string): AccountTenant | undefined {
    // Codes and tokens have the account's name in front.
    return this.#keys.get(secret) ?? this.#tenants.get(secret.slice(0, Math.max(0, secret.indexOf('.'))))
  }

  /** The account that knows an app; of a fork and its origin, the origin. */
  byClient(client_id: string): AccountTenant | undefined {
    return this.list().find(({ world }) => findApp(world, client_id) !== undefined)
  }

  list(): AccountTenant[] {
    return [...this.#tenants.values()]
  }

  /** The account of that name. Throws a ControlError (404) that lists those there are. */
  get(name: string): AccountTenant {
    const tenant = this.#tenants.get(name)
    if (tenant !== undefined) return tenant
    const names = [...this.#tenants.keys()].slice(0, 20).join(', ')
    throw new ControlError(404, `There is no account "${name}". There are: ${names || 'none'}.`)
  }

  authenticate({ world }: AccountTenant, credentials: Credentials): Caller | undefined {
    if (credentials.scheme === 'bearer') {
      const access = accessOf(world, credentials.token)
      if (access === undefined) return undefined
      const { app, grant } = access
      return { userId: grant.user_id, app: { id: app.id, clientId: app.client_id, scopes: grant.scopes } }
    }
    const row = world.rows.apiKeys.first('byKey', [credentials.key])
    const user = row && world.rows.users.get(row.user_id)
    if (row?.revoked_datetime !== null || user?.active !== true) return undefined
    return user.email === foldEmail(credentials.email) ? { userId: user.id, app: null } : undefined
  }

  /** Makes an account: fresh, seeded, or as a fork of another. */
  create(options: NewAccount = {}): AccountTenant {
    const name = options.subdomain ?? this.#freeName(options.from ?? FIRST_ACCOUNT)
    if (!SUBDOMAIN.test(name)) {
      throw new ControlError(
        400,
        'subdomain: use lower-case letters, digits and hyphens, as in a host name.',
        'subdomain',
      )
    }
    if (this.#tenants.has(name))
      throw new ControlError(409, `There is an account "${name}" already.`, 'subdomain')
    if (options.plan !== undefined && !PLAN_NAMES.includes(options.plan)) {
      throw new ControlError(400, `plan: must be one of ${PLAN_NAMES.join(', ')}.`, 'plan')
    }
    const world =
      options.from === undefined
        ? this.#furnish(name, options)
        : this.#fork(this.get(options.from), name, options)
    return this.#register(name, world, options.from === undefined ? 0 : this.get(options.from).calls)
  }

  /** Puts an account back to what it was when it was made; its key stays. */
  reset(name: string): void {
    const tenant = this.get(name)
    tenant.letGo()
    tenant.world.close()
    tenant.world = tenant.origin.fork()
    tenant.letGo = this.#carry(tenant.world)
    tenant.journal.clear()
    tenant.faults.clear()
    tenant.rateLimit = this.rateLimitOf(tenant.world)
  }

  delete(name: string): void {
    const tenant = this.get(name)
    this.#tenants.delete(name)
    for (const [key, holder] of this.#keys) if (holder === tenant) this.#keys.delete(key)
    tenant.letGo()
    tenant.world.close()
    tenant.origin.close()
  }

  /** A new key of a user of an account. */
  addKey(tenant: AccountTenant, user_id: number): ApiKey {
    const key = tenant.world.transact({ kind: 'control', id: 'keys' }, () => addApiKey(tenant.world, user_id))
    this.#keys.set(key.key, tenant)
    return key
  }

  close(): void {
    for (const name of [...this.#tenants.keys()]) this.delete(name)
  }

  /** The rate limit of an account by its plan. */
  rateLimitOf(world: Helpdesk): RateLimit {
    const { rateLimit } = this.#defaults
    return accountOf(world).plan === 'enterprise' ? { ...rateLimit, window: ENTERPRISE_WINDOW } : rateLimit
  }

  #carry(world: Helpdesk): () => void {
    const ends = (this.#defaults.carriers ?? []).map((carrier) => carrier(world))
    return () => {
      for (const end of ends) end()
    }
  }

  #freeName(stem: string): string {
    if (!this.#tenants.has(stem)) return stem
    let number = this.#tenants.size + 1
    while (this.#tenants.has(`${stem}-${number}`)) number++
    return `${stem}-${number}`
  }

  #furnish(name: string, { plan, seed = this.#defaults.seed }: NewAccount): Helpdesk {
    const { host, clock, now, effects, randomSeed, history, onFailure, relaysEmail = false } = this.#defaults
    const world: Helpdesk = new World({
      collections,
      host,
      clock,
      // Each account draws from a seed of its own, the same in every run.
      randomSeed: randomSeed + this.#made * 7919,
      ...(now !== undefined && { now }),
      history: { only: REMEMBERED, ...(history !== undefined && { commits: history }) },
      onTimer,
      onTimerFailure: onFailure,
    })
    world.transact({ kind: 'seed', id: name }, () => {
      const supportEmail = seed?.support_email
      const options = { subdomain: name, url: this.url, plan: plan ?? seed?.plan ?? 'basic', effects }
      const { admin } = openAccount(world, {
        ...options,
        relaysEmail,
        ...(supportEmail !== undefined && { supportEmail }),
      })
      if (seed !== undefined) applySeed(world, admin, seed)
      addApiKey(world, admin.id)
    })
    world.clock.runDue()
    return world
  }

  /** A fork has the keys and tokens of nobody but itself. */
  #fork(from: AccountTenant, name: string, { plan }: NewAccount): Helpdesk {
    const world = from.world.fork()
    world.transact({ kind: 'control', id: 'fork' }, () => {
      const [account] = world.rows.accounts.values()
      if (account === undefined) return
      world.rows.accounts.put({ ...account, subdomain: name, plan: plan ?? account.plan })
      const owner = world.rows.users.get(from.apiKey.user_id)
      for (const key of [...world.rows.apiKeys.values()]) world.rows.apiKeys.remove(key.id)
      for (const grant of [...world.rows.oauthGrants.values()]) world.rows.oauthGrants.remove(grant.id)
      // A key of somebody who was deactivated would open nothing.
      const admins = [...world.rows.users.walk('byRole', { prefix: ['admin'] })]
      const holder = [owner, ...admins].find((user) => user?.active) ?? owner ?? admins[0]
      if (holder !== undefined) addApiKey(world, holder.id)
    })
    return world
  }

  #register(name: string, origin: Helpdesk, calls: number): AccountTenant {
    const apiKey = [...origin.rows.apiKeys.values()].at(-1)
    if (apiKey === undefined) throw new Error(`The account "${name}" has no key.`)
    const world = origin.fork()
    const tenant: AccountTenant = {
      name,
      world,
      origin,
      apiKey,
      letGo: this.#carry(world),
      journal: newJournal(),
      faults: new FaultTable(),
      rateLimit: this.rateLimitOf(origin),
      calls,
      nextRequestId: () => ++tenant.calls,
    }
    origin.close()
    this.#made++
    this.#tenants.set(name, tenant)
    this.#keys.set(apiKey.key, tenant)
    return tenant
  }
}
