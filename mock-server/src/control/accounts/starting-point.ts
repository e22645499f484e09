import { demoSeed } from '../../seeds/demo.ts'
import { SeedError } from '../../seeds/document.ts'
import type { Seed } from '../../seeds/document.ts'
import { readLargeSeed } from '../../seeds/large-seed.ts'
import type { LargeSeed } from '../../seeds/large-seed.ts'
import { parseJson, parseSeed } from '../../seeds/read.ts'
import { ControlError } from '../errors.ts'
import { isAccountDocument } from '../export/document.ts'
import type { AccountDocument } from '../export/document.ts'
import { readAccountDocument } from '../export/read.ts'

/** What an account can start with: a seed, a large shop that is made up, or an account that was exported. */
export type StartingPoint = Seed | LargeSeed | AccountDocument

/** The same as callers name it. */
export type SeedOption = 'demo' | StartingPoint

export const isLargeSeed = (seed: StartingPoint): seed is LargeSeed => 'kind' in seed

/**
 * Holds what callers named against what it can be.
 *
 * @throws {SeedError} for numbers that do not fit, {@link ControlError} for an export that does not
 */
export function toStartingPoint(seed: SeedOption): StartingPoint {
  if (seed === 'demo') return demoSeed
  if (isAccountDocument(seed)) return readAccountDocument(seed)
  return isLargeSeed(seed) ? readLargeSeed(seed) : seed
}

/**
 * What a name stands for (`demo`, `large:10000`, `large:10000:7`), or a file holds: a seed, or an exported
 * account.
 *
 * @throws {SeedError} naming the line and the field
 */
export function readStartingPoint(nameOrFile: string, readFile: (file: string) => string): StartingPoint {
  if (nameOrFile === 'demo') return demoSeed
  const large = /^large:(\d{1,9})(?::(\d{1,9}))?$/.exec(nameOrFile)
  if (large !== null) {
    const [, tickets, seed] = large
    return readLargeSeed({
      kind: 'large',
      tickets: Number(tickets),
      ...(seed !== undefined && { seed: Number(seed) }),
    })
  }
  const text = readFile(nameOrFile)
  const value = parseJson(text)
  if (!isAccountDocument(value)) return parseSeed(text, value)
  try {
    return readAccountDocument(value)
  } catch (error) {
    throw error instanceof ControlError ? new SeedError(error.message) : error
  }
}
