/** Sorts above every other part of a key: `[...prefix, HIGHEST]` is the end of the keys that start with prefix. */
export const HIGHEST = { highest: true } as const

/** One part of an index key. */
export type KeyPart = number | string | null | typeof HIGHEST

/** A key of an index: a tuple, compared part by part. */
export type Key = readonly KeyPart[]

function rank(part: KeyPart): number {
  if (part === null) return 0
  if (typeof part === 'number') return 1
  return typeof part === 'string' ? 2 : 3
}

/** Total order of the parts of keys: null, numbers, strings, HIGHEST. */
export function compareParts(a: KeyPart, b: KeyPart): number {
  if (a === b) return 0
  if (typeof a === 'number' && typeof b === 'number') return a - b
  if (typeof a === 'string' && typeof b === 'string') return a < b ? -1 : 1
  return rank(a) - rank(b)
}

/** Total order of keys: null, numbers, strings, HIGHEST; a prefix sorts before what it begins. */
export function compareKeys(a: Key, b: Key): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i++) {
    const order = compareParts(a[i] as KeyPart, b[i] as KeyPart)
    if (order !== 0) return order
  }
  return a.length - b.length
}

/** Whether `key` begins with all parts of `prefix`. */
export function startsWith(key: Key, prefix: Key): boolean {
  for (let i = 0; i < prefix.length; i++) if (prefix[i] !== key[i]) return false
  return true
}
