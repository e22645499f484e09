import { isRecord } from '../is-record.ts'
import { VerificationError } from '../verification-error.ts'

/** With which credentials a request goes to the API: HTTP Basic (documented). */
export interface Credentials {
  readonly email: string
  readonly apiKey: string
}

/** An account of the provider, and how to get in. */
export interface Account extends Credentials {
  readonly subdomain: string
}

/** The control plane under a provider's own address. */
export interface ControlPlane {
  /** Fails unless the control plane is there and lets us in. */
  check(): Promise<void>
  /** A fresh account from a seed, or a fork of another. */
  createAccount(from: { seed: object } | { from: string }): Promise<Account>
  /** The account that was handed out with these credentials. */
  findAccount(credentials: Credentials): Promise<Account>
  deleteAccount(account: Account): Promise<void>
  /** Any other call, such as `call('PUT', 'accounts/acme/rate-limit', {...})`. */
  call(method: string, path: string, body?: object): Promise<unknown>
}

export const basic = ({ email, apiKey }: Credentials): string =>
  `Basic ${Buffer.from(`${email}:${apiKey}`).toString('base64')}`

/** Milliseconds that one answer of the provider may take. */
export const PATIENCE = 10_000

/**
 * Calls something of the provider and reads its JSON.
 *
 * @throws {VerificationError} `unreachable` if nobody answers.
 * @throws Error that says what was answered instead of a success.
 */
export async function callProvider(
  url: string,
  method: string,
  authorization: string | undefined,
  body?: object,
): Promise<unknown> {
  const { origin, pathname } = new URL(url)
  const headers = {
    ...(authorization !== undefined && { authorization }),
    ...(body && { 'content-type': 'application/json' }),
  }
  const init = { method, headers, signal: AbortSignal.timeout(PATIENCE), redirect: 'manual' } as const
  let status: number
  let text: string
  try {
    const answer = await fetch(url, { ...init, ...(body && { body: JSON.stringify(body) }) })
    status = answer.status
    text = await answer.text()
  } catch (error) {
    const why = `${origin} (${causeOf(error)}). Is the provider running?`
    throw new VerificationError('unreachable', `Nobody answers at ${why}`)
  }
  if (status < 200 || status > 299)
    throw new Error(`${method} ${pathname} answered ${status}: ${text.slice(0, 300)}`)
  if (text === '') return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw new Error(`${method} ${pathname} answered no JSON: ${text.slice(0, 100)}`)
  }
}

/** fetch hides the error of the socket in `cause`. */
function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = isRecord(error.cause) ? error.cause.code : undefined
  return typeof code === 'string' ? code : error.message
}

/**
 * The control plane of the provider at an origin.
 *
 * Its account calls fail with a {@link VerificationError}: without an account there is nothing to verify.
 */
export function controlPlane(providerUrl: string, token?: string): ControlPlane {
  const authorization = token === undefined ? undefined : `Bearer ${token}`
  const call: ControlPlane['call'] = (method, path, body) =>
    callProvider(`${providerUrl}/_control/v1/${path}`, method, authorization, body)

  const noControl = (why: string): VerificationError =>
    new VerificationError(
      'no_control',
      `The provider at ${providerUrl} cannot be put into states. Give the address of a simulator, ` +
        `and its control token if it has one (${why}).`,
    )
  async function needed(...request: Parameters<typeof call>): Promise<unknown> {
    try {
      return await call(...request)
    } catch (error) {
      if (error instanceof VerificationError) throw error
      throw noControl(error instanceof Error ? error.message : String(error))
    }
  }
  const account = (json: unknown): Account => {
    const read = readAccount(json)
    if (read) return read
    throw noControl('the control plane answered an account without subdomain, email or api_key')
  }

  return {
    call,
    check: async () => {
      await needed('GET', 'health')
    },
    createAccount: async (from) => account(await needed('POST', 'accounts', from)),
    findAccount: async ({ email, apiKey }) => {
      const list = await needed('GET', 'accounts')
      const rows: unknown[] = isRecord(list) && Array.isArray(list.data) ? list.data : []
      const found = rows.map(readAccount).find((row) => row?.email === email && row.apiKey === apiKey)
      if (found) return found
      throw noControl(`it has no account with the credentials of ${email} that were given`)
    },
    deleteAccount: async ({ subdomain }) => {
      await needed('DELETE', `accounts/${subdomain}`)
    },
  }
}

function readAccount(json: unknown): Account | undefined {
  const { subdomain, email, api_key } = isRecord(json) ? json : {}
  if (typeof subdomain !== 'string' || typeof email !== 'string' || typeof api_key !== 'string')
    return undefined
  return { subdomain, email, apiKey: api_key }
}
