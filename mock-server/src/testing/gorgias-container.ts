import { AbstractStartedContainer, GenericContainer, PullPolicy, Wait } from 'testcontainers'
import type { StartedTestContainer } from 'testcontainers'
import { controlClient } from '../client/control-client.ts'
import type { AccountOrder, ControlClient } from '../client/control-client.ts'
import type { SeedOption } from '../control/accounts/starting-point.ts'
import { runningGorgias } from './running-gorgias.ts'
import type { RunningAccount, RunningGorgias } from './running-gorgias.ts'

/** Where the image listens. */
const PORT = 4010
const SEED_FILE = '/seed.json'

/** How often a simulator that starts is asked whether it is there, in milliseconds. */
const POLL = 500

/** How long a container may take to end by itself, in milliseconds. */
const GRACE = 10_000

/**
 * A simulator in a container, after the manner of the modules of testcontainers (an optional peer dependency).
 * The image is built from the root of the repository:
 * `docker build -f mock-server/Dockerfile -t gorgias-mock .`. Of that name nothing is ever pulled; an image of
 * another name is, where it is not there.
 *
 * @example
 * await using gorgias = await new GorgiasContainer().withSeed('demo').withVirtualClock().start()
 * const answer = await fetch(`${gorgias.url}/api/tickets`, {
 *   headers: { authorization: gorgias.account.authorization },
 * })
 */
export class GorgiasContainer extends GenericContainer {
  #controlToken: string | undefined

  constructor(image = 'gorgias-mock') {
    super(image)
    if (image === 'gorgias-mock') this.withPullPolicy(PullPolicy.neverPull())
    this.withExposedPorts(PORT)
    // In place of the image's own, which asks for a seed.
    this.withCommand(['--json'])
    this.withWaitStrategy(
      Wait.forHttp('/_control/v1/ready', PORT, { abortOnContainerExit: true }).withReadTimeout(POLL),
    )
  }

  /** What accounts start with; a seed that is written out is copied to the file `/seed.json`. */
  withSeed(seed: SeedOption): this {
    if (seed === 'demo') return this.withFlag('--seed', seed)
    if ('kind' in seed) {
      const { tickets, seed: number } = seed
      return this.withFlag('--seed', `large:${tickets}${number === undefined ? '' : `:${number}`}`)
    }
    this.withCopyContentToContainer([{ content: JSON.stringify(seed), target: SEED_FILE }])
    return this.withFlag('--seed', SEED_FILE)
  }

  /** Time passes only when it is advanced. */
  withVirtualClock(): this {
    return this.withFlag('--clock', 'virtual')
  }

  /** `off`: calls are not counted. */
  withRateLimit(state: 'on' | 'off'): this {
    return this.withFlag('--rate-limit', state)
  }

  /** How fast what Gorgias does by itself follows. */
  withEffects(pace: 'instant' | 'realistic'): this {
    return this.withFlag('--effects', pace)
  }

  /** Keeps the state after so many of the newest calls, to go back to. */
  withRewind(calls: number): this {
    return this.withFlag('--rewind', String(calls))
  }

  /** What the control plane asks for. What is started with it knows it. */
  withControlToken(token: string): this {
    this.#controlToken = token
    return this.withFlag('--control-token', token)
  }

  /** Hosts beyond private networks that HTTP integrations may call. */
  withAllowedEgress(...hosts: string[]): this {
    return this.withFlag('--allow-egress', hosts.join(','))
  }

  /** Any flag of `gorgias-mock serve`; of those that are named twice the last one counts. */
  withFlag(name: `--${string}`, value: string): this {
    return this.withCommand([...(this.createOpts.Cmd ?? []), `${name}=${value}`])
  }

  /** @throws {Error} if the simulator does not start, with what it said */
  override async start(): Promise<StartedGorgiasContainer> {
    const container = await super.start()
    try {
      return new StartedGorgiasContainer(container, await reach(container, this.#controlToken))
    } catch (error) {
      await container.stop()
      throw error
    }
  }
}

async function reach(container: StartedTestContainer, controlToken?: string): Promise<RunningGorgias> {
  const url = `http://${container.getHost()}:${container.getMappedPort(PORT)}`
  const [first] = await controlClient({ url, token: controlToken }).accounts()
  if (first === undefined) throw new Error(`The simulator at ${url} has no account.`)
  const close = async () => {
    await container.stop({ timeout: GRACE })
  }
  return runningGorgias({ url, first, controlToken, close })
}

/** A container whose simulator answers; `close` gives it the time to end by itself, `stop` does not. */
export class StartedGorgiasContainer extends AbstractStartedContainer implements RunningGorgias {
  readonly url: string
  readonly account: RunningAccount
  readonly control: ControlClient
  readonly #gorgias: RunningGorgias

  constructor(container: StartedTestContainer, gorgias: RunningGorgias) {
    super(container)
    this.#gorgias = gorgias
    this.url = gorgias.url
    this.account = gorgias.account
    this.control = gorgias.control
  }

  createAccount(order?: AccountOrder): Promise<RunningAccount> {
    return this.#gorgias.createAccount(order)
  }

  close(): Promise<void> {
    return this.#gorgias.close()
  }

  override [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
