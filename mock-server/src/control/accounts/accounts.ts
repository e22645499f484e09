import { addApiKey, openAccount } from '../../helpdesk/account/account.ts'
import { onTimer } from '../../helpdesk/behaviour.ts'
import { accountOf, collections, foldEmail, putAccount } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { PLAN_NAMES } from '../../helpdesk/model/entities.ts'
import type { ApiKey, PlanName } from '../../helpdesk/model/entities.ts'
import { findApp } from '../../helpdesk/oauth/apps.ts'
import { accessOf } from '../../helpdesk/oauth/grants.ts'
import { FaultTable } from '../../kernel/faults.ts'
import { Journal } from '../../kernel/journal.ts'
import type { JournalLimits } from '../../kernel/journal.ts'
import { World } from '../../kernel/world.ts'
import type { Snapshot, WorldOptions } from '../../kernel/world.ts'
import { applySeed } from '../../seeds/apply.ts'
import type { Seed } from '../../seeds/document.ts'
import type { OperationFacts } from '../../verdicts/verdict.ts'
import { applyLargeSeed, LARGE_SPAN } from '../../seeds/large.ts'
import type { LargeSeed } from '../../seeds/large-seed.ts'
import type { Credentials } from '../../wire/authentication.ts'
import { API_KEY_BUCKET } from '../../wire/rate-limit.ts'
import type { Caller, Directory, JournalEntry, RateLimit } from '../../wire/tenant.ts'
import { Traffic } from '../../wire/traffic.ts'
import { ControlError } from '../errors.ts'
import { isAccountDocument } from '../export/document.ts'
import type { AccountDocument } from '../export/document.ts'
import { worldOf } from '../export/import.ts'
import { Steps } from '../rewind/steps.ts'
import { findSnapshot } from '../snapshots/snapshots.ts'
import { REMEMBERED } from '../why/trace.ts'
import { isLargeSeed } from './starting-point.ts'
import type { AccountDefaults, AccountTenant, KeptAccount, NewAccount } from './tenant.ts'

const SUBDOMAIN = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/
const FIRST_ACCOUNT = 'acme'

/** Enterprise has the same number of calls in half the time, in microseconds (documented). */
const ENTERPRISE_WINDOW = 10_000_000

const newJournal = (limits: Partial<JournalLimits> | undefined) =>
  new Journal<JournalEntry>({ entries: 10_000, bytes: 32 * 1024 * 1024, ...limits })

/** Each account draws from a seed of its own, the same in every run. */
const randomSeedOf = ({ randomSeed }: AccountDefaults, made: number): number => randomSeed + made * 7919

/** Keeps the state after each call, and that before each if something else has happened since. */
function keepSteps(tenant: AccountTenant): void {
  const step = (request: number, operation: string | null) => ({
    request,
    operation,
    at: tenant.world.now,
    state: tenant.world.snapshot(),
  })
  tenant.onSettled = (request, operation) => tenant.steps.add(step(request, operation))
  tenant.nextRequestId = () => {
    const request = ++tenant.calls
    tenant.steps.arrive(step(request, null))
    return request
  }
}

/** The accounts of one server: each a world of its own, found by name or by key. */
export class Accounts implements Directory<AccountTenant> {
  readonly #defaults: AccountDefaults
  readonly #tenants = new Map<string, AccountTenant>()
  readonly #keys = new Map<string, AccountTenant>()
  /** So many were made: each draws from a seed of its own. */
  made = 0
  /** The origin under which the server is reached; known once it listens. */
  url = 'http://127.0.0.1'
  /** What the operations of the API are like; known once the API is there. */
  readonly operations = new Map<string, OperationFacts>()

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
      return {
        userId: grant.user_id,
        keyId: null,
        app: { id: app.id, clientId: app.client_id, scopes: grant.scopes },
      }
    }
    const row = world.rows.apiKeys.first('byKey', [credentials.key])
    const user = row && world.rows.users.get(row.user_id)
    if (row?.revoked_datetime !== null || user?.active !== true) return undefined
    return user.email === foldEmail(credentials.email)
      ? { userId: user.id, keyId: row.id, app: null }
      : undefined
  }

  /** Makes an account: fresh, seeded, or as a fork of another. */
  create(options: NewAccount = {}): AccountTenant {
    const seed = options.from === undefined ? (options.seed ?? this.#defaults.seed) : undefined
    const exported = isAccountDocument(seed) ? seed.account.subdomain : undefined
    const stem = exported ?? options.from ?? FIRST_ACCOUNT
    const name = options.subdomain ?? this.#freeName(stem)
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
    if (options.from !== undefined) {
      const from = this.get(options.from)
      return this.#register(name, this.#fork(from, name, options), from.calls)
    }
    if (isAccountDocument(seed)) return this.#import(name, seed, options.plan)
    return this.#register(name, this.#furnish(name, options.plan, seed), 0)
  }

  /** Takes up an account that was kept: what it was in the beginning, and what it was at last. */
  adopt(kept: KeptAccount): AccountTenant {
    const last = World.load(this.#worldOptions(), kept.last)
    const origin = World.load(this.#worldOptions(), kept.origin)
    const tenant = this.#register(kept.name, origin, kept.calls, kept.apiKeyId, last)
    tenant.rateLimit = kept.rateLimit
    for (const { key } of last.rows.apiKeys.values()) this.#keys.set(key, tenant)
    return tenant
  }

  /** Tells an account that was taken up where it is served now, and lets happen what came due meanwhile. */
  settleIn({ world, origin }: AccountTenant): void {
    const place = { url: this.url, relays_email: this.#defaults.relaysEmail ?? false }
    for (const each of [origin, world]) {
      const account = accountOf(each)
      if (account.url === place.url && account.relays_email === place.relays_email) continue
      each.transact({ kind: 'control', id: 'start' }, () => putAccount(each, { ...account, ...place }))
    }
    world.clock.runDue()
  }

  /** Puts an account back to what it was when it was made; its key stays. */
  reset(name: string): void {
    const tenant = this.get(name)
    this.#replace(tenant, tenant.origin.fork())
    tenant.steps.clear()
    tenant.journal.clear()
    tenant.faults.reset()
    tenant.traffic.reset()
    tenant.rateLimit = this.rateLimitOf(tenant.world)
  }

  /** Puts an account back to an earlier state: its key, its faults and its journal stay. */
  goBack(tenant: AccountTenant, state: Snapshot): void {
    const { plan } = accountOf(tenant.world)
    this.#replace(tenant, tenant.world.fork(state))
    if (accountOf(tenant.world).plan !== plan) tenant.rateLimit = this.rateLimitOf(tenant.world)
  }

  delete(name: string): void {
    const tenant = this.get(name)
    this.#tenants.delete(name)
    for (const [key, holder] of this.#keys) if (holder === tenant) this.#keys.delete(key)
    tenant.journal.close()
    tenant.letGo()
    tenant.faults.reset()
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

  #replace(tenant: AccountTenant, world: Helpdesk): void {
    tenant.letGo()
    // Calls that a fault holds wait for a time that ends here.
    tenant.faults.letGo()
    tenant.traffic.catchUp(tenant.world, tenant.rateLimit)
    tenant.traffic.restart(world.now)
    tenant.world.close()
    tenant.world = world
    tenant.letGo = this.#carry(world)
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

  #worldOptions(): WorldOptions<typeof collections> {
    const { host, clock, now, history, onFailure } = this.#defaults
    return {
      collections,
      host,
      clock,
      randomSeed: randomSeedOf(this.#defaults, this.made),
      ...(now !== undefined && { now }),
      history: { only: REMEMBERED, ...(history !== undefined && { commits: history }) },
      onTimer,
      onTimerFailure: onFailure,
    }
  }

  /** Takes in an account that was exported. */
  #import(name: string, document: AccountDocument, plan: PlanName | undefined): AccountTenant {
    const { dump, apiKeyId } = worldOf(document, {
      name,
      url: this.url,
      relaysEmail: this.#defaults.relaysEmail ?? false,
      plan,
    })
    const keys = (dump.rows.apiKeys ?? []) as readonly ApiKey[]
    if (keys.some(({ key }) => this.#keys.has(key)))
      throw new ControlError(409, 'import: another account has one of its keys.', 'import')
    const world: Helpdesk = World.load(this.#worldOptions(), dump)
    // As it is, and not as its fork would be: with what its rate buckets hold.
    const tenant = this.#register(name, world.fork(), document.account.calls, apiKeyId, world)
    for (const { key } of keys) this.#keys.set(key, tenant)
    return tenant
  }

  #furnish(name: string, plan: PlanName | undefined, seed: Seed | LargeSeed | undefined): Helpdesk {
    const { effects, relaysEmail = false } = this.#defaults
    const world: Helpdesk = new World(this.#worldOptions())
    const large = seed !== undefined && isLargeSeed(seed) ? seed : undefined
    const own = seed === undefined || isLargeSeed(seed) ? undefined : seed
    const present = world.now
    // What is made up began in the past.
    if (large !== undefined) world.clock.set('virtual', present - LARGE_SPAN)
    world.transact({ kind: 'seed', id: name }, () => {
      const supportEmail = own?.support_email
      const options = { subdomain: name, url: this.url, plan: plan ?? own?.plan ?? 'basic', effects }
      const { admin } = openAccount(world, {
        ...options,
        relaysEmail,
        ...(supportEmail !== undefined && { supportEmail }),
      })
      if (own !== undefined) applySeed(world, admin, own)
      addApiKey(world, admin.id)
    })
    if (large !== undefined) {
      applyLargeSeed(world, large)
      world.clock.set(this.#defaults.clock, present)
    }
    world.clock.runDue()
    return world
  }

  /** A fork has the keys and tokens of nobody but itself. */
  #fork(from: AccountTenant, name: string, { plan, snapshot }: NewAccount): Helpdesk {
    const world = from.world.fork(snapshot === undefined ? undefined : findSnapshot(from, snapshot).state)
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

  #register(
    name: string,
    origin: Helpdesk,
    calls: number,
    apiKeyId?: number,
    last?: Helpdesk,
  ): AccountTenant {
    const keys = origin.rows.apiKeys
    const apiKey = apiKeyId === undefined ? [...keys.values()].at(-1) : keys.get(apiKeyId)
    if (apiKey === undefined) throw new Error(`The account "${name}" has no key.`)
    const world = last ?? origin.fork()
    const tenant: AccountTenant = {
      name,
      world,
      origin,
      apiKey,
      letGo: this.#carry(world),
      journal: newJournal(this.#defaults.journal),
      faults: new FaultTable(randomSeedOf(this.#defaults, this.made)),
      traffic: new Traffic(API_KEY_BUCKET),
      rateLimit: this.rateLimitOf(origin),
      calls,
      snapshots: new Map(),
      steps: new Steps(this.#defaults.rewind ?? 0),
      onSettled: undefined,
      nextRequestId: () => ++tenant.calls,
      realTime: () => this.#defaults.host.now(),
      host: this.#defaults.host,
    }
    if (tenant.steps.limit > 0) keepSteps(tenant)
    origin.close()
    this.made++
    this.#tenants.set(name, tenant)
    this.#keys.set(apiKey.key, tenant)
    return tenant
  }
}
