import { createAjv } from '../wire/validation.ts'
import { demoSeed } from './demo.ts'
import { SeedError, SeedSchema } from './document.ts'
import type { Seed } from './document.ts'

/**
 * Reads a seed from JSON text.
 *
 * @throws {SeedError} naming the place in the text or the field
 */
export function parseSeed(text: string): Seed {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new SeedError(`it is not JSON: ${(error as Error).message}`)
  }
  const validate = createAjv({ allErrors: false }).compile<Seed>(SeedSchema)
  if (validate(value)) return value
  const [problem] = validate.errors ?? []
  const detail =
    problem?.keyword === 'additionalProperties' ? ` "${String(problem.params.additionalProperty)}"` : ''
  throw new SeedError(
    `${problem?.instancePath || 'the document'} ${problem?.message ?? 'is wrong'}${detail}.`,
  )
}

/** The seed that a name stands for, or that a file holds. */
export const readSeed = (nameOrFile: string, readFile: (file: string) => string): Seed =>
  nameOrFile === 'demo' ? demoSeed : parseSeed(readFile(nameOrFile))
