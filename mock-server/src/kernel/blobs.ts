import { createHash } from 'node:crypto'
import { Refusal } from './refusal.ts'

/** The name under which bytes are kept: their SHA-256, in hex. */
export const blobHash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/**
 * The bytes that belong to a world, beside its rows: rows hold the hash. What is the same is kept once; what
 * is kept never changes, so forks share it. Nothing is dropped to make room: what does not fit is refused.
 *
 * @example
 * const hash = world.blobs.put(bytes)
 * world.blobs.get(hash)
 */
export class Blobs {
  readonly #limit: number
  #byHash: Map<string, Uint8Array>
  #size: number
  /** Whether another store reads the same map: it is copied before the next write. */
  #shared = false

  /** @param limit the most bytes that are kept at a time */
  constructor(limit: number, kept: ReadonlyMap<string, Uint8Array> = new Map(), size = 0) {
    this.#limit = limit
    this.#byHash = kept as Map<string, Uint8Array>
    this.#size = size
  }

  /** How many bytes are kept. */
  get size(): number {
    return this.#size
  }

  get(hash: string): Uint8Array | undefined {
    return this.#byHash.get(hash)
  }

  /**
   * Keeps bytes, which nobody may change afterwards; answers their hash.
   *
   * @throws Refusal `too-large` where there is no room for them
   */
  put(bytes: Uint8Array): string {
    const hash = blobHash(bytes)
    if (this.#byHash.has(hash)) return hash
    if (this.#size + bytes.length > this.#limit) {
      throw new Refusal(
        'too-large',
        `The account keeps ${this.#size} bytes of files; ${bytes.length} more would exceed the limit of ` +
          `${this.#limit}. Reset the account, or upload less.`,
      )
    }
    if (this.#shared) this.#byHash = new Map(this.#byHash)
    this.#shared = false
    this.#byHash.set(hash, bytes)
    this.#size += bytes.length
    return hash
  }

  /** A store of its own that begins with the same bytes. Costs the same whatever the size. */
  fork(): Blobs {
    const fork = new Blobs(this.#limit, this.#byHash, this.#size)
    this.#shared = fork.#shared = true
    return fork
  }

  /** Remembers what is kept; answers how to go back to it. */
  mark(): () => void {
    const kept = this.fork()
    return () => {
      this.#byHash = kept.#byHash
      this.#size = kept.#size
      this.#shared = true
    }
  }
}
