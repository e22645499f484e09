import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handoffPact } from '../../src/pact-file.ts'

/** A pact file for one test; it goes with the test. */
export async function pactFile(content: unknown) {
  const folder = await mkdtemp(join(tmpdir(), 'contracts-'))
  const file = join(folder, 'pact.json')
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) }
}

interface PactJson {
  readonly interactions: readonly { readonly description: string; readonly [key: string]: unknown }[]
}

const committed = async () => JSON.parse(await readFile(handoffPact, 'utf8')) as PactJson

/** The committed pact with one of its interactions only, and that one changed. */
export async function onlyInteraction(description: string, changes: object): Promise<object> {
  const pact = await committed()
  const found = pact.interactions.find((interaction) => interaction.description === description)
  if (!found) throw new Error(`There is no interaction "${description}".`)
  return { ...pact, interactions: [{ ...found, ...changes }] }
}

/** The committed pact, last interaction first. */
export async function backwards(): Promise<object> {
  const pact = await committed()
  return { ...pact, interactions: pact.interactions.toReversed() }
}
