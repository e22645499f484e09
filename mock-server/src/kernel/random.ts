/**
 * Seeded randomness whose whole state is one integer, so that it travels with the world's root.
 * The generator is mulberry32: small, fast, good enough for ids, gaps and jitter; not for secrets.
 */
export interface RandomState {
  random: number
}

/** A number in [0, 1); advances the state. */
export function nextRandom(state: RandomState): number {
  state.random = (state.random + 0x6d2b79f5) | 0
  let t = state.random
  t = Math.imul(t ^ (t >>> 15), t | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
}

/** Lower-case hexadecimal digits. */
export function randomHex(state: RandomState, digits: number): string {
  let hex = ''
  while (hex.length < digits)
    hex += Math.floor(nextRandom(state) * 0x1000000)
      .toString(16)
      .padStart(6, '0')
  return hex.slice(0, digits)
}

/** A version 4 UUID. */
export function randomUuid(state: RandomState): string {
  const hex = randomHex(state, 32)
  const variant = '89ab'[Math.floor(nextRandom(state) * 4)] ?? '8'
  // Joined, it lies in one piece: what is strung together stays in pieces for as long as rows hold it.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20),
  ].join('-')
}
