import { demoSeed } from '../../seeds/demo.ts'
import { SeedError } from '../../seeds/document.ts'
import type { Seed } from '../../seeds/document.ts'
import { readLargeSeed } from '../../seeds/large-seed.ts'
import type { LargeSeed } from '../../seeds/large-seed.ts'
import { parseJson, parseSeed } from '../../seeds/read.ts'
import { checked } from '../checked.ts'
import { ControlError } from '../errors.ts'
import { isMeantAsAccount } from '../export/document.ts'
import type { AccountDocument } from '../export/document.ts'
import { readAccountDocument } from '../export/read.ts'
import { SeedBody } from './shapes.ts'

/** What an account can start with: a seed, a large shop that is made up, or an account that was exported. */
export type StartingPoint = Seed | LargeSeed | AccountDocument

/** The same as callers name it. */
export type SeedOption = 'demo' | StartingPoint

export const isLargeSeed = (seed: StartingPoint): seed is LargeSeed => 'kind' in seed

/** What was read from a file has been held against its schema then, and nobody else has got hold of it. */
const known = new WeakSet<object>([demoSeed])

function remember<Point extends StartingPoint>(point: Point): Point {
  known.add(point)
  return point
}

/**
 * Holds what a program named against what it can be: tests that are not type-checked misspell fields, too.
 *
 * @throws {ControlError} that names the field
 */
export function toStartingPoint(seed: SeedOption): StartingPoint {
  if (seed === 'demo') return demoSeed
  if (known.has(seed)) return seed
  if (isMeantAsAccount(seed)) return readAccountDocument(seed)
  checked(SeedBody, { seed }, 'seed')
  return seed
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
    return remember(
      readLargeSeed({
        kind: 'large',
        tickets: Number(tickets),
        ...(seed !== undefined && { seed: Number(seed) }),
      }),
    )
  }
  const text = readFile(nameOrFile)
  const value = parseJson(text)
  if (!isMeantAsAccount(value)) return remember(parseSeed(text, value))
  try {
    return remember(readAccountDocument(value))
  } catch (error) {
    throw error instanceof ControlError ? new SeedError(error.message) : error
  }
}
