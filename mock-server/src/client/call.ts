/** Where a control plane is, and how to get in. */
export interface ControlPlace {
  /** The origin of the simulator, such as `http://127.0.0.1:4010`. */
  readonly url: string
  /** What it asks for, if it asks: `--control-token`. */
  readonly token?: string | undefined
  /** The network; default: that of the process. */
  readonly fetch?: typeof globalThis.fetch | undefined
}

export type ControlMethod = 'GET' | 'POST' | 'PUT' | 'DELETE'

/**
 * Makes a call of the control plane.
 *
 * @param path below `/_control/v1`, such as `/accounts/acme/clock`
 * @throws {ControlCallFailed}
 */
export type ControlCaller = (method: ControlMethod, path: string, body?: unknown) => Promise<unknown>

/** A control plane did not do what it was asked for; the message says why, and what to do. */
export class ControlCallFailed extends Error {
  override readonly name = 'ControlCallFailed'
  /** The status of its answer; undefined where none came. */
  readonly status: number | undefined
  /** The field of the input that is wrong. */
  readonly field: string | undefined

  constructor(message: string, options: ErrorOptions & { status?: number; field?: string | undefined } = {}) {
    super(message, options)
    this.status = options.status
    this.field = options.field
  }
}

interface Reason {
  readonly message?: string
  readonly field?: string
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Codes of certificates that are in order but for who has signed them. */
const UNTRUSTED = /^(?:DEPTH_ZERO_)?SELF_SIGNED_CERT|^UNABLE_TO_(?:GET_ISSUER|VERIFY)/

function unreachable(origin: string, error: unknown): ControlCallFailed {
  const cause = error instanceof Error ? error.cause : undefined
  const { code = '' } = (cause ?? {}) as NodeJS.ErrnoException
  const message = UNTRUSTED.test(code)
    ? `The certificate of ${origin} is not trusted: name its file in NODE_EXTRA_CA_CERTS.`
    : `No simulator answers at ${origin}. Start one with "gorgias-mock serve", or name the address of another.`
  return new ControlCallFailed(message, { cause: error })
}

/** Queries of calls, without what is not said. */
export function queryOf(fields: object = {}): string {
  const given = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  )
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

/** The one way in which anything here calls a control plane over HTTP. */
export function controlCaller({ url, token, fetch = globalThis.fetch }: ControlPlace): ControlCaller {
  const origin = url.replace(/\/+$/, '')
  return async (method, path, body) => {
    let response: Response
    try {
      response = await fetch(`${origin}/_control/v1${path}`, {
        method,
        headers: {
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    } catch (error) {
      throw unreachable(origin, error)
    }
    const { status } = response
    const text = await response.text()
    const answer = parse(text)
    if (response.ok && (answer !== undefined || text === '')) return answer
    const reason = (answer as { error?: Reason } | null | undefined)?.error ?? {}
    const { message = `${origin} answered ${status}: is it a simulator?`, field } = reason
    throw new ControlCallFailed(message, { status, field })
  }
}
