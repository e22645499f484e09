import { createHash } from 'node:crypto'
import sortedBTree from 'sorted-btree'
import { Refusal } from './refusal.ts'

const BTree = sortedBTree.default

/** The most bytes that one world keeps. */
export const BLOB_LIMIT = 256 * 1024 * 1024

/**
 * The bytes of a world at a moment, by their SHA-256 in hex: rows hold the hash. A copy-on-write tree, so a
 * snapshot costs nothing; what is the same is kept once, and bytes that are kept never change.
 */
export interface Blobs {
  readonly byHash: InstanceType<typeof BTree<string, Uint8Array>>
  /** How many bytes are kept. */
  readonly size: number
}

export const noBlobs = (): Blobs => ({ byHash: new BTree<string, Uint8Array>(), size: 0 })

/**
 * Keeps bytes, which nobody may change afterwards. Nothing is dropped to make room for them.
 *
 * @throws Refusal `too-large` where they would exceed the limit
 * @example
 * const { blobs, hash } = keepBytes(noBlobs(), Buffer.from('a file'))
 * blobs.byHash.get(hash)
 */
export function keepBytes(
  blobs: Blobs,
  bytes: Uint8Array,
  limit = BLOB_LIMIT,
): { readonly blobs: Blobs; readonly hash: string } {
  const hash = createHash('sha256').update(bytes).digest('hex')
  if (blobs.byHash.has(hash)) return { blobs, hash }
  const size = blobs.size + bytes.length
  if (size > limit) {
    throw new Refusal(
      'too-large',
      `The account holds ${blobs.size} bytes of files: with these ${bytes.length} it would exceed its ` +
        `limit of ${limit}. Reset the account to make room.`,
    )
  }
  const byHash = blobs.byHash.clone()
  byHash.set(hash, bytes)
  return { blobs: { byHash, size }, hash }
}
