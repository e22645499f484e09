import { Verifier } from '@pact-foundation/pact'
import { isRecord } from '../is-record.ts'
import type { Pact } from '../pact-file.ts'
import { basic, controlPlane, PATIENCE } from '../states/control-plane.ts'
import type { Account } from '../states/control-plane.ts'
import { setUpState } from '../states/set-up.ts'
import { createStage } from '../states/stage.ts'
import type { Stage } from '../states/stage.ts'
import { VerificationError } from '../verification-error.ts'

/** What is replayed, and where. It is plain JSON: it travels to another process. */
export interface VerificationJob {
  /** An origin. */
  readonly providerUrl: string
  readonly controlToken?: string
  /** The account of which each interaction gets a fork. */
  readonly account: Account
  readonly pactFile: string
  readonly pact: Pact
}

/** A provider state that could not be set up. */
export interface StateTrouble {
  readonly name: string
  readonly params: Readonly<Record<string, unknown>>
  readonly message: string
}

/** What Pact found, unread, and what became of the provider states. */
export interface RawVerification {
  readonly results: readonly unknown[]
  readonly trouble: readonly StateTrouble[]
}

/**
 * Replays every interaction against the provider, one after the other, each in a fork of the account.
 *
 * It takes the process for itself: Pact prints on standard output, and throws into the void when the provider
 * breaks a connection off. `fork.ts` gives it one.
 *
 * @throws {VerificationError} if the provider cannot be reached or controlled.
 */
export async function runVerification(job: VerificationJob): Promise<RawVerification> {
  const stages = openStages(job)
  const trouble: StateTrouble[] = []

  const handler = (name: string) => async (given?: unknown) => {
    const params = isRecord(given) ? given : {}
    const stage = stages.current()
    if (!stage) return
    await setUpState(stage, name, params).catch((error: unknown) => {
      trouble.push({ name, params, message: wordsOf(error) })
    })
  }
  const names = new Set(job.pact.interactions.flatMap(({ states }) => states.map(({ name }) => name)))

  const verifier = new Verifier({
    providerBaseUrl: job.providerUrl,
    pactUrls: [job.pactFile],
    logLevel: 'error',
    timeout: PATIENCE,
    // The filter sets the Host header itself, since a state may change it.
    changeOrigin: false,
    beforeEach: stages.open,
    afterEach: stages.close,
    stateHandlers: Object.fromEntries([...names].map((name) => [name, handler(name)])),
    requestFilter: (request: FilteredRequest, _response: unknown, next: () => void) => {
      if (!request.path.startsWith('/_pact')) dress(request, job.providerUrl, stages.current())
      next()
    },
  })
  // Pact rejects with its report as the message when an interaction fails.
  const replayed = verifier.verifyProvider().catch(wordsOf)
  try {
    const text = await Promise.race([replayed, brokenConnection()])
    if (stages.failure) throw stages.failure
    return { results: resultsOf(text), trouble }
  } finally {
    await stages.close()
  }
}

/** The accounts of the interactions: never more than one at a time. */
function openStages({ providerUrl, controlToken, account }: VerificationJob) {
  const plane = controlPlane(providerUrl, controlToken)
  let current: { fork: Account; stage: Stage } | undefined
  let failure: Error | undefined

  async function open(): Promise<void> {
    const fork = await plane.createAccount({ from: account.subdomain })
    current = { fork, stage: createStage(providerUrl, plane, fork) }
  }
  async function close(): Promise<void> {
    const fork = current?.fork
    current = undefined
    if (fork) await plane.deleteAccount(fork)
  }
  // Pact would print what a hook throws and go on; it is thrown when Pact is through.
  const kept = (hook: () => Promise<void>) => () =>
    hook().catch((error: unknown) => {
      failure ??= error instanceof Error ? error : new Error(String(error))
    })

  return {
    open: kept(open),
    close: kept(close),
    current: () => current?.stage,
    get failure() {
      return failure
    },
  }
}

interface FilteredRequest {
  readonly path: string
  readonly headers: Record<string, string | undefined>
}

/** Puts the example credentials of the pact out and those of the account in, as the handoff sends them. */
function dress({ headers }: FilteredRequest, providerUrl: string, stage: Stage | undefined): void {
  headers.host = stage?.presented.host ?? new URL(providerUrl).host
  if (stage && headers.authorization !== undefined) headers.authorization = basic(stage.presented)
}

/** Rejects when Pact's proxy throws because the provider broke a connection off. */
const brokenConnection = (): Promise<never> =>
  new Promise((_, reject) => {
    // More than one socket may break; only the first counts.
    process.on('uncaughtException', (error: NodeJS.ErrnoException) => {
      const { code = '' } = error
      const ofSocket = /^(E[A-Z]+|HPE_\w+)$/.test(code)
      reject(
        ofSocket
          ? new VerificationError('unreachable', `The provider broke a connection off (${code}).`)
          : error,
      )
    })
  })

function resultsOf(text: string): unknown[] {
  let report: unknown
  try {
    report = JSON.parse(text)
  } catch {
    throw new VerificationError('verifier_failed', `Pact could not verify: ${text.slice(0, 300)}`)
  }
  return isRecord(report) && Array.isArray(report.interactionResults) ? report.interactionResults : []
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
