import { isDeepStrictEqual } from 'node:util'
import { readPactFile } from './pact-file.ts'
import type { Interaction, ProviderState } from './pact-file.ts'
import { contractAccount } from './states/catalogue.ts'
import { controlPlane } from './states/control-plane.ts'
import type { Credentials } from './states/control-plane.ts'
import { stateProblem } from './states/set-up.ts'
import { forkVerification } from './verification/fork.ts'
import { readResult } from './verification/mismatches.ts'
import type { RawVerification, StateTrouble } from './verification/run.ts'
import { VerificationError } from './verification-error.ts'

/** Whom to verify, against what. */
export interface VerifyOptions {
  /** The provider's origin, such as `http://127.0.0.1:4010`. Requests go there, and states are set up there. */
  readonly providerUrl: string
  readonly pactFile: string
  /** What the provider's control plane asks for. */
  readonly control?: { readonly token?: string }
  /**
   * The account from which every interaction starts, as a fork; the account itself is not touched. It must have
   * what `contractAccount` has. Without it, an account is made for the occasion.
   */
  readonly credentials?: Credentials
}

/** How one interaction went. */
export interface InteractionReport {
  readonly description: string
  readonly states: readonly ProviderState[]
  /** `pending`: it failed, and the contract says that the provider cannot do it yet. */
  readonly outcome: 'passed' | 'failed' | 'pending'
  /** What was expected and what was found, in words. */
  readonly mismatches: readonly string[]
}

/** How a provider keeps a contract. */
export interface VerificationReport {
  readonly consumer: string
  readonly provider: string
  readonly providerUrl: string
  /** Nothing failed; pending interactions do not count. */
  readonly passed: boolean
  readonly interactions: readonly InteractionReport[]
}

/**
 * Replays the interactions of a pact file against a running provider, over HTTP and at the address that is given.
 *
 * Each interaction has an account of its own, so their order does not matter and none uses up the rate limit of
 * the next. Provider states are set up through the control plane of the same address.
 *
 * @throws {VerificationError} if it cannot be carried out: the pact file is broken, nobody answers, there is no
 *   control plane. A provider that answers wrongly is a report, not an error.
 * @example
 * await using server = await startMockServer()
 * const report = await verify({ providerUrl: server.url, pactFile: handoffPact })
 */
export async function verify(options: VerifyOptions): Promise<VerificationReport> {
  const { pactFile, control, credentials } = options
  const providerUrl = originOf(options.providerUrl)
  const pact = await readPactFile(pactFile)
  const plane = controlPlane(providerUrl, control?.token)
  await plane.check()
  const account = credentials
    ? await plane.findAccount(credentials)
    : await plane.createAccount({ seed: contractAccount })
  const token = control?.token === undefined ? {} : { controlToken: control.token }
  const raw = await forkVerification({ providerUrl, ...token, account, pactFile, pact }).finally(async () => {
    if (!credentials) await plane.deleteAccount(account)
  })
  const interactions = pact.interactions.map((interaction) => report(interaction, raw))
  return {
    consumer: pact.consumer,
    provider: pact.provider,
    providerUrl,
    passed: interactions.every(({ outcome }) => outcome !== 'failed'),
    interactions,
  }
}

function report(interaction: Interaction, raw: RawVerification): InteractionReport {
  const { description, states, pending } = interaction
  const result = raw.results.map(readResult).find((entry) => entry?.description === description)
  const mismatches = [
    ...states.flatMap((state) => stateTrouble(state, raw.trouble)),
    ...(result?.mismatches ?? ['Pact did not replay this interaction']),
  ]
  const failed = pending ? 'pending' : 'failed'
  return { description, states, outcome: mismatches.length === 0 ? 'passed' : failed, mismatches }
}

/** Why a state could not be set up: an answer from another state proves nothing. */
function stateTrouble({ name, params }: ProviderState, trouble: readonly StateTrouble[]): string[] {
  const problem = stateProblem(name, params)
  if (problem !== undefined) return [problem]
  const found = trouble.find((entry) => entry.name === name && isDeepStrictEqual(entry.params, params))
  return found ? [`the provider state "${name}" could not be set up: ${found.message}`] : []
}

function originOf(address: string): string {
  const url = URL.parse(address)
  const plain =
    url && ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && url.username === ''
  if (plain && url.search === '' && url.hash === '') return url.origin
  throw new VerificationError(
    'unreachable',
    `The provider's address "${address}" is none: give an origin such as http://127.0.0.1:4010.`,
  )
}
