import type { Accounts } from '../control/accounts/accounts.ts'
import type { AccountTenant, KeptAccount } from '../control/accounts/tenant.ts'
import { flawOf } from '../control/export/read.ts'
import type { Helpdesk } from '../helpdesk/model/helpdesk.ts'
import type { Host } from '../kernel/host.ts'

import { groupCommit } from '../kernel/store/group-commit.ts'
import type { Written } from '../kernel/store/group-commit.ts'
import { dumpsOf } from '../kernel/store/layers.ts'
import { allRows, difference, newBlobs, record } from '../kernel/store/recorder.ts'
import type { Recorder } from '../kernel/store/recorder.ts'
import { StoreError } from '../kernel/store/store.ts'
import type {
  Batch,
  Kept,
  KeptState,
  KeptWorld,
  LayerChange,
  Store,
  WorldChange,
} from '../kernel/store/store.ts'
import type { RateLimit } from '../wire/tenant.ts'

/** What is kept of an account beside its world. */
type AboutAccount = Omit<KeptAccount, 'origin' | 'last'>

/** What is kept of all accounts together. */
interface AboutAccounts {
  readonly made: number
}

/** What of an account is on the disk. */
interface OnDisk {
  readonly id: number
  readonly tenant: AccountTenant
  readonly world: Helpdesk
  readonly root: Helpdesk['root']
  readonly rateLimit: RateLimit
}

/** Keeps the accounts of a server in a store. */
export interface Persistence {
  /** How many accounts were there at the start. */
  readonly found: number
  /** Why the last attempt to write failed; undefined where it did not. */
  readonly failure: Error | undefined
  /** Follows the world of an account: to be told of each one when it begins. */
  carry(world: Helpdesk): () => void
  /** Brings back the accounts that were kept, and from then on keeps all there are. */
  begin(accounts: Accounts): void
  /** What no commit tells of may have changed, such as the clock or a rate limit. */
  touch(): void
  /** Calls back once all that has changed so far is durable. */
  whenWritten(done: Written): void
  /** Writes what is left, and lets go of the file. */
  close(): void
}

function stateOf({ root, clock }: Helpdesk): KeptState {
  const { sequences, random, time, buckets } = root
  return { sequences, random, time, buckets, mode: clock.mode }
}

const aboutOf = ({ name, apiKey, rateLimit, calls }: AccountTenant): AboutAccount => ({
  name,
  apiKeyId: apiKey.id,
  rateLimit,
  calls,
})

const isAbout = (about: unknown): about is AboutAccount => {
  const { name, apiKeyId, rateLimit, calls } = (about ?? {}) as Partial<AboutAccount>
  return (
    typeof name === 'string' &&
    [apiKeyId, calls, rateLimit?.capacity].every(Number.isSafeInteger) &&
    Number.isFinite(rateLimit?.window) &&
    typeof rateLimit?.enabled === 'boolean'
  )
}

const damaged = (file: string, what: string): StoreError =>
  new StoreError(
    `${file} is damaged: ${what} Bring back a copy of it, or name another file. It was left as it is.`,
  )

/** An account that was kept, if it is whole: what is damaged would show itself much later. */
function accountIn(kept: KeptWorld, file: string): KeptAccount {
  const { about } = kept
  if (!isAbout(about)) throw damaged(file, `what it says of account ${kept.id} cannot be read.`)
  const dumps = dumpsOf(kept)
  for (const [layer, dump] of Object.entries(dumps)) {
    const flaw = flawOf(dump)
    if (flaw !== undefined) throw damaged(file, `the account "${about.name}" has a flaw (${layer}): ${flaw}`)
  }
  if (dumps.origin.rows.apiKeys?.some(({ id }) => id === about.apiKeyId) !== true)
    throw damaged(file, `the account "${about.name}" has lost its key.`)
  return { ...about, ...dumps }
}

/** How many accounts were made, as a file says; undefined where nothing was written yet. */
function madeIn({ about, worlds }: Kept, file: string): number | undefined {
  if (about === undefined && worlds.length === 0) return undefined
  const made = (about as Partial<AboutAccounts> | null | undefined)?.made
  if (Number.isSafeInteger(made)) return made
  throw damaged(file, 'what it says of all accounts cannot be read.')
}

function loadFrom(store: Store): Kept {
  try {
    return store.load()
  } catch (error) {
    store.close()
    throw error
  }
}

/** Waits until all that has changed so far is durable. */
export const allWritten = (persistence: Persistence): Promise<void> =>
  new Promise((resolve, reject) =>
    persistence.whenWritten((error) => (error === undefined ? resolve() : reject(error))),
  )

/**
 * Keeps accounts in a store: what changes in one turn of the event loop is written together, before the answers
 * of that turn go out. What could not be written stays in mind and is tried again; nothing is answered meanwhile.
 *
 * @param onFailure told once when it cannot be written any more, however often it is tried
 * @throws {StoreError} where the store cannot be read
 */
export function persist(store: Store, host: Host, onFailure: (error: unknown) => void): Persistence {
  const recorders = new Map<Helpdesk, Recorder>()
  let onDisk = new Map<string, OnDisk>()
  let accounts: Accounts | undefined
  let closed = false
  let kept: Kept | undefined = loadFrom(store)
  const found = kept.worlds.length
  let nextId = Math.max(0, ...kept.worlds.map(({ id }) => id)) + 1
  let failure: Error | undefined
  const commits = groupCommit(
    tryToWrite,
    () => host.breathe(),
    () => undefined,
  )

  /** The layers of an account that have to be written; none where all of it is on the disk. */
  function layersOf({ world, origin }: AccountTenant, before: OnDisk | undefined): LayerChange[] {
    const layer = { layer: 'since', state: stateOf(world) } as const
    if (before?.world === world) {
      const recorder = recorders.get(world)
      if (world.root === before.root && recorder?.isEmpty !== false) return []
      const blobs = newBlobs(world.root.blobs, before.root.blobs)
      return [{ ...layer, anew: false, rows: recorder?.rows(origin.root) ?? [], blobs }]
    }
    const since: LayerChange = {
      ...layer,
      anew: true,
      rows: difference(world.root, origin.root),
      blobs: newBlobs(world.root.blobs, origin.root.blobs),
    }
    if (before !== undefined) return [since]
    const { root } = origin
    const blobs = newBlobs(root.blobs, undefined)
    return [{ layer: 'origin', anew: true, state: stateOf(origin), rows: allRows(root), blobs }, since]
  }

  /** What changed since the last one, and what is on the disk once it is written. */
  function batchOf({ made, list }: { readonly made: number; readonly list: readonly AccountTenant[] }) {
    const worlds: WorldChange[] = []
    const after = new Map<string, OnDisk>()
    for (const tenant of list) {
      const known = onDisk.get(tenant.name)
      const before = known?.tenant === tenant ? known : undefined
      const { world, rateLimit } = tenant
      const layers = layersOf(tenant, before)
      const id = before?.id ?? nextId++
      if (layers.length > 0 || before?.rateLimit !== rateLimit)
        worlds.push({ id, about: aboutOf(tenant), layers })
      after.set(tenant.name, { id, tenant, world, root: world.root, rateLimit })
    }
    const removed = [...onDisk].filter(([name, { tenant }]) => after.get(name)?.tenant !== tenant)
    const about: AboutAccounts = { made }
    const batch: Batch = { about, removed: removed.map(([, { id }]) => id), worlds }
    return { batch, after }
  }

  function write(): void {
    if (accounts === undefined) return
    const { batch, after } = batchOf({ made: accounts.made, list: accounts.list() })
    if (batch.removed.length > 0 || batch.worlds.length > 0) store.write(batch)
    onDisk = after
    for (const recorder of recorders.values()) recorder.clear()
  }

  function tryToWrite(): void {
    try {
      write()
      failure = undefined
    } catch (error) {
      if (failure === undefined) onFailure(error)
      failure = error instanceof Error ? error : new Error(String(error))
      throw error
    }
  }

  function bringBack(into: Accounts, kept: KeptWorld): void {
    const tenant = into.adopt(accountIn(kept, store.name))
    const { name, world, rateLimit } = tenant
    onDisk.set(name, { id: kept.id, tenant, world, root: world.root, rateLimit })
  }

  return {
    found,
    get failure() {
      return failure
    },
    carry(world) {
      const recorder = record(world, commits.touch)
      recorders.set(world, recorder)
      commits.touch()
      return () => {
        recorder.stop()
        recorders.delete(world)
        commits.touch()
      }
    },
    begin(into) {
      for (const world of kept?.worlds ?? []) bringBack(into, world)
      const made = kept && madeIn(kept, store.name)
      if (made !== undefined) into.made = made
      // So much memory is not to be held twice.
      kept = undefined
      accounts = into
      for (const tenant of into.list()) into.settleIn(tenant)
      commits.touch()
    },
    touch: () => commits.touch(),
    whenWritten: (done) => commits.whenWritten(done),
    close() {
      if (closed) return
      closed = true
      try {
        commits.flush()
      } finally {
        accounts = undefined
        store.close()
      }
    },
  }
}
