import { SeedError } from './document.ts'

/** A large shop, made up from a number: the same numbers make the same shop. */
export interface LargeSeed {
  readonly kind: 'large'
  /** Of the year before the account's present, in all states; at the most 200,000. */
  readonly tickets: number
  /** What it is made up from; default 1. */
  readonly seed?: number
}

export const MOST_TICKETS = 200_000

/**
 * Holds the numbers against their limits.
 *
 * @throws {SeedError} naming the field
 */
export function readLargeSeed(large: LargeSeed): LargeSeed {
  const { tickets, seed = 1 } = large
  if (!Number.isInteger(tickets) || tickets < 1 || tickets > MOST_TICKETS)
    throw new SeedError(`tickets must be a whole number from 1 to ${MOST_TICKETS}.`)
  if (!Number.isInteger(seed) || seed < 0 || seed > 2 ** 31)
    throw new SeedError('seed must be a whole number from 0 to 2147483648.')
  return large
}
