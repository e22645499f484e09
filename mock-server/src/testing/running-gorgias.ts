import type { AccountCredentials } from '../control/account.ts'
import type { AccountControl } from '../client/account-control.ts'
import { controlClient } from '../client/control-client.ts'
import type { AccountOrder, ControlClient } from '../client/control-client.ts'

/** An account of a running simulator: what a client is configured with, and what a test may do to it. */
export interface RunningAccount {
  readonly subdomain: string
  /** The origin, as it is reached from here. */
  readonly url: string
  /** The user whom the key belongs to. */
  readonly email: string
  readonly apiKey: string
  /** The value of an `Authorization` header that gets in. */
  readonly authorization: string
  /** What the control plane does with it. */
  readonly control: AccountControl
}

/**
 * A simulator that runs, wherever it runs: in this process (`startInProcess`), in one of its own
 * (`startProcess`), in a container (`GorgiasContainer`). Tests that are written for this type run on all three.
 *
 * @example
 * const gorgias: RunningGorgias = await startProcess({ seed: 'demo', clock: 'virtual' })
 * const account = await gorgias.createAccount({ from: gorgias.account.subdomain })
 * await account.control.addFault({ operation: 'createTicket', position: 'before', kind: 'status', status: 503, first: 1 })
 * // ... run your client against account.url with account.email and account.apiKey ...
 * await account.control.advance('PT10M')
 * await account.control.verify({ expect: { operation: 'createTicket' }, times: 2 })
 * await gorgias.close()
 */
export interface RunningGorgias extends AsyncDisposable {
  /** The origin, as it is reached from here. */
  readonly url: string
  /** The first account. */
  readonly account: RunningAccount
  /** The control plane, over HTTP. */
  readonly control: ControlClient
  /** A new account, which shares nothing with the others: fresh, seeded, or a fork. */
  createAccount(order?: AccountOrder): Promise<RunningAccount>
  /** Ends the simulator; again, it does nothing. */
  readonly close: () => Promise<void>
}

/** What a way to run a simulator knows of one that has started. */
export interface Started {
  /** The origin, as it is reached from here: not as a container sees itself. */
  readonly url: string
  /** The first account, as `gorgias-mock serve --json` prints it. */
  readonly first: Omit<AccountCredentials, 'url'>
  readonly controlToken?: string | undefined
  /** The network, for calls of the control plane; default: that of the process. */
  readonly fetch?: typeof globalThis.fetch | undefined
  /** Called once. */
  readonly close: () => Promise<void>
}

/** Offers a simulator that was started somehow as what all of them are. */
export function runningGorgias({ url, first, controlToken, fetch, close }: Started): RunningGorgias {
  const control = controlClient({ url, token: controlToken, fetch })
  const known = ({ subdomain, email, api_key }: Started['first']): RunningAccount => ({
    subdomain,
    url,
    email,
    apiKey: api_key,
    authorization: `Basic ${Buffer.from(`${email}:${api_key}`).toString('base64')}`,
    control: control.account(subdomain),
  })
  let closed: Promise<void> | undefined
  const end = () => (closed ??= close())
  return {
    url,
    account: known(first),
    control,
    createAccount: async (order = {}) => known(await control.createAccount(order)),
    close: end,
    [Symbol.asyncDispose]: end,
  }
}
