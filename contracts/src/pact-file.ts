import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { isRecord } from './is-record.ts'
import { VerificationError } from './verification-error.ts'

/** The contract of the handoff with Gorgias' REST API: the file that is committed. */
export const handoffPact = fileURLToPath(
  new URL('../pacts/gladly-gorgias-handoff-gorgias-rest-api.json', import.meta.url),
)

/** One `given` of an interaction. */
export interface ProviderState {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
}

/** One interaction, as far as it is needed to tell about it. */
export interface Interaction {
  readonly description: string
  readonly states: readonly ProviderState[]
  /** Its failure is told and does not count: the provider cannot do it yet. */
  readonly pending: boolean
}

/** What stands in a pact file. */
export interface Pact {
  readonly consumer: string
  readonly provider: string
  readonly interactions: readonly Interaction[]
}

/**
 * Reads a pact file of specification 4 with HTTP interactions.
 *
 * @throws {VerificationError} `broken_pact`, with the file and the place in it.
 */
export async function readPactFile(file: string): Promise<Pact> {
  const broken = (why: string) => new VerificationError('broken_pact', `The pact file ${file} ${why}`)
  let json: unknown
  try {
    json = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) throw broken(`is no JSON: ${error.message}.`)
    throw broken(`cannot be read: ${error instanceof Error ? error.message : String(error)}.`)
  }
  const pact = isRecord(json) ? json : {}
  const consumer = isRecord(pact.consumer) ? pact.consumer.name : undefined
  const provider = isRecord(pact.provider) ? pact.provider.name : undefined
  if (typeof consumer !== 'string' || typeof provider !== 'string')
    throw broken('is no pact: it needs consumer.name and provider.name.')
  if (!Array.isArray(pact.interactions) || pact.interactions.length === 0)
    throw broken('is no pact that can be verified: it needs "interactions", a list of at least one.')

  const interactions = pact.interactions.map((entry: unknown, index): Interaction => {
    const interaction = readInteraction(entry)
    if (typeof interaction === 'string') throw broken(`is broken at interactions[${index}]: ${interaction}.`)
    return interaction
  })
  const names = interactions.map(({ description }) => description)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw broken(`has two interactions "${twice}": give each its own description.`)
  return { consumer, provider, interactions }
}

/** The interaction, or what is wrong with it. */
function readInteraction(entry: unknown): Interaction | string {
  if (!isRecord(entry)) return 'an interaction is an object'
  const { description, type, request, response, providerStates = [], pending = false } = entry
  if (typeof description !== 'string' || description === '') return '"description" is missing'
  if (type !== 'Synchronous/HTTP') return '"type" must be "Synchronous/HTTP" (specification 4)'
  if (!isRecord(request) || !isRecord(response)) return '"request" and "response" must be objects'
  if (!Array.isArray(providerStates)) return '"providerStates" must be a list'
  const states: ProviderState[] = []
  for (const state of providerStates as unknown[]) {
    if (!isRecord(state) || typeof state.name !== 'string') return 'a provider state needs a "name"'
    states.push({ name: state.name, params: isRecord(state.params) ? state.params : {} })
  }
  return { description, states, pending: pending === true }
}
