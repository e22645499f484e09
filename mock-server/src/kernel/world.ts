import { keepBytes } from './blobs.ts'
import { Clock } from './clock.ts'
import type { ClockMode } from './clock.ts'
import { cloneTrees, Collection, emptyTrees } from './collection.ts'
import type { CollectionSpec, Identified, Trees } from './collection.ts'
import { History } from './history.ts'
import type { Cause, Change, Commit, HistoryLimits } from './history.ts'
import type { Host } from './host.ts'
import { takeFromBucket } from './leaky-bucket.ts'
import type { BucketLimits, BucketReading } from './leaky-bucket.ts'
import { nextRandom, randomHex, randomUuid } from './random.ts'
import { dumpOf, emptyRoot, rootOf } from './root.ts'
import type { Dump, Root, Snapshot } from './root.ts'

export type { Cause, Change, Commit, Dump, Snapshot }

/** Something that is due at a moment of the world's time. The payload is plain data. */
export interface Timer extends Identified {
  /** Microseconds since the epoch. */
  readonly due: number
  readonly kind: string
  readonly payload: Readonly<Record<string, unknown>>
  /** What set the timer. */
  readonly cause: Cause
}

// `never` rows: a spec of any row type is assignable, since rows stand only where they are consumed.
export type Collections = Readonly<Record<string, CollectionSpec<never>>>

/** The collections of a world, by name. */
export type Rows<C> = {
  readonly [Name in keyof C]: C[Name] extends CollectionSpec<infer Row, infer Index>
    ? Collection<Row, Index>
    : never
}

export interface WorldOptions<C extends Collections> {
  readonly collections: C
  readonly host: Host
  /** The seed of all that is random in this world. */
  readonly randomSeed: number
  readonly clock?: ClockMode
  /** Where the clock starts, in microseconds since the epoch; the host's present if absent. */
  readonly now?: number
  /** How much of its past the world remembers. */
  readonly history?: Partial<HistoryLimits>
  /** Does what a timer stands for, inside a transaction. */
  readonly onTimer: (world: World<C>, timer: Timer) => void
  /** A timer that could not be carried out is dropped and told here. */
  readonly onTimerFailure: (error: unknown, timer: Timer) => void
}

interface Transaction {
  /** Of what is changed right now. */
  cause: Cause
  readonly changes: Change[]
}

const timers: CollectionSpec<Timer, 'byDue'> = { indexes: { byDue: ['due'] } }

/**
 * One isolated state: rows with their indexes, timers, time, randomness and id sequences, all below one
 * root. Changes happen in transactions: all of a transaction, or nothing. Worlds share nothing.
 *
 * @example
 * const ticket = world.transact({ kind: 'request', id: 812 }, () => world.rows.tickets.put(row))
 */
export class World<C extends Collections = Collections> {
  readonly rows: Rows<C>
  readonly clock: Clock
  readonly #options: WorldOptions<C>
  readonly #timers: Collection<Timer, 'byDue'>
  readonly #listeners = new Set<(commit: Commit) => void>()
  #root: Root
  /** Clones that snapshots hold, of the collections that have not changed since. */
  readonly #kept = new Map<string, Trees<Identified>>()
  #transaction: Transaction | undefined

  constructor(options: WorldOptions<C>, root?: Root) {
    this.#options = options
    const specs: Collections = { ...options.collections, timers }
    this.#root =
      root ??
      emptyRoot(Object.keys(specs), {
        random: options.randomSeed | 0,
        time: options.now ?? options.host.now(),
        history: new History(options.history),
      })
    const collections = Object.entries(specs).map(([name, spec]) => [name, this.#collection(name, spec)])
    this.rows = Object.fromEntries(collections) as Rows<C>
    this.#timers = this.#collection('timers', timers)
    this.clock = new Clock(options.host, this.#timeKeeper(), options.clock ?? 'real')
    this.clock.timersChanged()
  }

  /** The world that a dump stands for: what happens to it from now on happens as it would have to the other. */
  static load<C extends Collections>(options: WorldOptions<C>, dump: Dump): World<C> {
    const names = [...Object.keys(options.collections), 'timers']
    const root = rootOf(names, dump, new History(options.history))
    return new World({ ...options, clock: dump.mode }, root)
  }

  /** All that the world is, to read: another object whenever something of it may have changed. */
  get root(): Readonly<Root> {
    return this.#root
  }

  /** The world's time in microseconds since the epoch; it stands still during a transaction. */
  get now(): number {
    return this.#transaction === undefined ? this.clock.now() : this.#root.time
  }

  /** The cause of what is changed right now: the open transaction's, or a nearer one. Throws outside of one. */
  get cause(): Cause {
    return this.#open().cause
  }

  /** Runs a change as a whole: if `run` throws, nothing of it has happened, not even a used-up id. */
  transact<T>(cause: Cause, run: () => T): T {
    if (this.#transaction !== undefined) throw new Error('A transaction is open already.')
    const before = this.#root
    // Real time moves on by at least a microsecond, so that no two commits share an instant.
    const time = this.clock.mode === 'virtual' ? before.time : Math.max(before.time + 1, this.clock.now())
    this.#root = { ...before, time, sequences: { ...before.sequences } }
    const transaction: Transaction = { cause, changes: [] }
    this.#transaction = transaction
    let result: T
    try {
      result = run()
    } catch (error) {
      this.#undo(transaction.changes, 0)
      this.#root = before
      throw error
    } finally {
      this.#transaction = undefined
    }
    this.#announce({ cause, at: time, changes: transaction.changes })
    return result
  }

  /**
   * Runs a part of a transaction as a whole: if `run` throws, nothing of that part has happened, and the
   * transaction can go on with what it did before.
   *
   * @example
   * for (const ticket of tickets) {
   *   try {
   *     world.attempt(() => change(ticket))
   *   } catch (error) {
   *     failed.push(error)
   *   }
   * }
   */
  attempt<T>(run: () => T): T {
    const { changes } = this.#open()
    const before = this.#root
    const done = changes.length
    this.#root = { ...before, sequences: { ...before.sequences } }
    try {
      return run()
    } catch (error) {
      this.#undo(changes, done)
      this.#root = before
      throw error
    }
  }

  /**
   * Runs a part of a transaction that has a nearer cause than the transaction itself, which becomes that
   * cause's parent: what is changed and the timers that are set meanwhile are down to it.
   *
   * @example
   * for (const rule of rules) world.because({ kind: 'rule', id: rule.id, name: rule.name }, () => run(rule))
   */
  because<T>(cause: Omit<Cause, 'parent'>, run: () => T): T {
    const transaction = this.#open()
    const parent = transaction.cause
    transaction.cause = { ...cause, parent }
    try {
      return run()
    } finally {
      transaction.cause = parent
    }
  }

  /** What happened lately, oldest first: the newest commits that changed a row, with those before a fork. */
  commits(): readonly Commit[] {
    return this.#root.history.commits()
  }

  /** Told of every commit that changed a row; answers how to stop listening. */
  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** The next id of a sequence. Ids grow by one to `gap`, as where many share a sequence. */
  nextId(sequence: string, start: number, gap = 1): number {
    this.#open()
    const id = (this.#root.sequences[sequence] ?? start) + 1 + Math.floor(nextRandom(this.#root) * gap)
    this.#root.sequences[sequence] = id
    return id
  }

  /** A number in [0, 1). */
  random(): number {
    this.#open()
    return nextRandom(this.#root)
  }

  hex(digits: number): string {
    this.#open()
    return randomHex(this.#root, digits)
  }

  uuid(): string {
    this.#open()
    return randomUuid(this.#root)
  }

  /**
   * Keeps bytes beside the rows; answers the hash under which a row can hold them.
   *
   * @throws Refusal where the world holds too many
   */
  putBytes(bytes: Uint8Array): string {
    this.#open()
    const { blobs, hash } = keepBytes(this.#root.blobs, bytes)
    this.#root.blobs = blobs
    return hash
  }

  getBytes(hash: string): Uint8Array | undefined {
    return this.#root.blobs.byHash.get(hash)
  }

  /** Sets a timer; it comes up once the world's time reaches `due`. */
  setTimer(due: number, kind: string, payload: Timer['payload']): Timer {
    const id = this.nextId('timers', 0)
    return this.#timers.put({ id, due, kind, payload, cause: this.cause })
  }

  cancelTimer(id: number): void {
    this.#timers.remove(id)
  }

  /** The pending timers, the one that is due first in front. */
  pendingTimers(): IterableIterator<Timer> {
    return this.#timers.walk('byDue')
  }

  /** Pours one call into a rate bucket; apart from transactions, so a failed request still counts. */
  takeFromBucket(limits: BucketLimits, bucket: string): BucketReading {
    const reading = takeFromBucket(this.bucketEmptyAt(bucket), this.now, limits)
    this.setBucket(bucket, reading.emptyAt)
    return reading
  }

  /** The state of a rate bucket: the instant at which it will be empty. */
  bucketEmptyAt(bucket: string): number {
    return this.#root.buckets[bucket] ?? 0
  }

  setBucket(bucket: string, emptyAt: number): void {
    this.#root = { ...this.#root, buckets: { ...this.#root.buckets, [bucket]: emptyAt } }
  }

  /** Empties all rate buckets. */
  emptyBuckets(): void {
    this.#root = { ...this.#root, buckets: {} }
  }

  /** The world as it is now, to come back to. Costs the same whatever the size. */
  snapshot(): Snapshot {
    if (this.#transaction !== undefined) throw new Error('A transaction is no state to come back to.')
    const { history, ...root } = this.#root
    const trees = Object.fromEntries(Object.keys(root.trees).map((name) => [name, this.#keep(name)]))
    return { root: { ...root, trees, time: this.now }, past: history.past(), mode: this.clock.mode }
  }

  /** All of the world as plain values, but for its past. */
  dump(): Dump {
    const { root, mode } = this.snapshot()
    return dumpOf(root, mode)
  }

  /**
   * An independent world in the same state, or in that of a snapshot, with empty buckets. Costs the same
   * whatever the size.
   */
  fork(snapshot?: Snapshot): World<C> {
    if (this.#transaction !== undefined) throw new Error('A world cannot be forked inside a transaction.')
    const { history } = this.#root
    const from = snapshot?.root ?? { ...this.#root, time: this.now }
    const clones = Object.entries(from.trees).map(([name, trees]) => [name, cloneTrees(trees)])
    const trees = Object.fromEntries(clones) as Root['trees']
    const past = snapshot === undefined ? history.copy() : history.since(snapshot.past)
    const root = { ...from, trees, buckets: {}, history: past }
    return new World({ ...this.#options, clock: snapshot?.mode ?? this.clock.mode }, root)
  }

  close(): void {
    this.clock.close()
    this.#listeners.clear()
  }

  #keep(name: string): Trees<Identified> {
    const known = this.#kept.get(name)
    if (known !== undefined) return known
    const clone = cloneTrees(this.#root.trees[name] ?? emptyTrees())
    this.#kept.set(name, clone)
    return clone
  }

  #open(): Transaction {
    if (this.#transaction === undefined) throw new Error('A world changes only inside a transaction.')
    return this.#transaction
  }

  /** Takes back what was changed since. It is cheaper than to copy beforehand what most transactions keep. */
  #undo(changes: Change[], done: number): void {
    const rows = this.rows as Readonly<Record<string, Collection<Identified>>>
    for (const { collection, before, after } of changes.slice(done).reverse()) {
      if (before !== undefined) rows[collection]?.put(before)
      else if (after !== undefined) rows[collection]?.remove(after.id)
    }
    // To undo is to change: neither what was tried nor how it was undone is told.
    changes.length = done
  }

  #announce(commit: Commit): void {
    if (commit.changes.length === 0) return
    this.#root.history.append(commit)
    if (commit.changes.some((change) => change.collection === 'timers')) this.clock.timersChanged()
    for (const listener of this.#listeners) listener(commit)
  }

  #collection<Row extends Identified, Index extends string>(
    name: string,
    spec: CollectionSpec<Row, Index>,
  ): Collection<Row, Index> {
    // A world keeps its trees for life: only what stands in them changes.
    const trees = this.#root.trees[name] as unknown as Trees<Row>
    return new Collection(spec, {
      read: () => trees,
      write: () => {
        this.#open()
        if (this.#kept.size > 0) this.#kept.delete(name)
        return trees
      },
      changed: (before, after) => {
        const { cause, changes } = this.#open()
        changes.push({ collection: name, before, after, cause })
      },
    })
  }

  #timeKeeper() {
    const root = () => this.#root
    const advanceTo = (time: number) => (this.#root = { ...this.#root, time })
    return {
      get time() {
        return root().time
      },
      set time(time: number) {
        advanceTo(time)
      },
      nextTimerDue: () => this.#nextTimer()?.due,
      runNextTimer: () => this.#runNextTimer(),
    }
  }

  #nextTimer(): Timer | undefined {
    return this.#timers.first('byDue', [])
  }

  #runNextTimer(): string {
    const timer = this.#nextTimer()
    if (timer === undefined) throw new Error('No timer is pending.')
    const cause: Cause = { kind: 'timer', id: timer.id, name: timer.kind, parent: timer.cause }
    try {
      this.transact(cause, () => {
        this.#timers.remove(timer.id)
        this.#options.onTimer(this, timer)
      })
    } catch (error) {
      this.transact(cause, () => this.#timers.remove(timer.id))
      this.#options.onTimerFailure(error, timer)
    }
    return timer.kind
  }
}
