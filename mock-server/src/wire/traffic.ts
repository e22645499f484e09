import type { BucketLimits } from '../kernel/leaky-bucket.ts'
import { Neighbours } from '../kernel/neighbours.ts'
import type { CallPlan } from '../kernel/neighbours.ts'

/** Somebody else who calls the account. */
export interface NeighbourPlan extends CallPlan {
  readonly name: string
  /** As it was ordered: whoever lists neighbours reads it. */
  readonly order: unknown
}

/** Who filled the bucket: a user, another integration, or somebody by hand. */
export interface Filler {
  readonly kind: 'user' | 'neighbour' | 'control'
  readonly id: number
}

/** The bucket that is filled, where it is kept. */
interface BucketPlace {
  readonly now: number
  bucketEmptyAt(bucket: string): number
  setBucket(bucket: string, emptyAt: number): void
}

interface Recent extends Filler {
  readonly at: number
  readonly calls: number
}

/** So many of the newest calls are remembered by who made them. */
const REMEMBERED = 10_000

/**
 * What goes through the rate bucket of an account beside the call that is judged: the calls of other
 * integrations, and who filled it lately. It belongs to the account and to no state of it, as faults do.
 */
export class Traffic {
  readonly neighbours = new Neighbours<NeighbourPlan>()
  readonly #bucket: string
  #recent: Recent[] = []

  constructor(bucket: string) {
    this.#bucket = bucket
  }

  /** Lets all calls of neighbours happen that came until now, as far as they have not. */
  catchUp(world: BucketPlace, limits: BucketLimits & { readonly enabled: boolean }): void {
    const { now } = world
    if (this.neighbours.idle) return
    const before = world.bucketEmptyAt(this.#bucket)
    const poured = (id: number, at: number) => {
      if (at > now - limits.window) this.note({ kind: 'neighbour', id }, at)
    }
    const after = this.neighbours.pour(before, now, limits.enabled ? limits : undefined, poured)
    if (after !== before) world.setBucket(this.#bucket, after)
  }

  /** Remembers who filled the bucket. */
  note({ kind, id }: Filler, at: number, calls = 1): void {
    this.#recent.push({ kind, id, at, calls })
    // Trimming in strides keeps it O(1) on average.
    if (this.#recent.length > 2 * REMEMBERED) this.#recent = this.#recent.slice(-REMEMBERED)
  }

  /** Somebody said how full the bucket is: whoever filled it before is not to blame. */
  refill(calls: number, now: number): void {
    this.#recent = []
    if (calls > 0) this.note({ kind: 'control', id: 0 }, now, calls)
  }

  /** Who made how many calls since an instant, in microseconds; who made most goes first. */
  shares(since: number): (Filler & { readonly calls: number })[] {
    const shares = new Map<string, Filler & { calls: number }>()
    for (const { kind, id, at, calls } of this.#recent) {
      if (at <= since) continue
      const share = shares.get(`${kind} ${id}`)
      if (share === undefined) shares.set(`${kind} ${id}`, { kind, id, calls })
      else share.calls += calls
    }
    return [...shares.values()].sort((one, other) => other.calls - one.calls)
  }

  /** Goes on from another time, with a bucket that is empty: the account has gone back. */
  restart(now: number): void {
    this.#recent = []
    this.neighbours.restart(now)
  }

  /** Sends the neighbours away. */
  reset(): void {
    this.neighbours.clear()
    this.#recent = []
  }
}
