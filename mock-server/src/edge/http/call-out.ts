import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import type { CallOutcome } from '../../helpdesk/http-integrations/outcome.ts'
import type { OutgoingRequest } from '../../helpdesk/model/deliveries.ts'
import { hostOf, isNamed, isNever, mayReach } from './addresses.ts'
import type { Address } from './addresses.ts'

/**
 * The network as calls see it: makes one call and says what came of it. It never rejects, and ends early when
 * the signal is aborted.
 */
export type CallOut = (request: OutgoingRequest, signal: AbortSignal) => Promise<CallOutcome>

export interface CallOutOptions {
  /** Hosts beyond this machine and private networks that may be called. */
  readonly allowed: readonly string[]
  /** How long a call may take from the look-up of its host to the end of its answer, in milliseconds. */
  readonly timeout?: number
  /** Finds the addresses of a host name. */
  readonly resolve?: (host: string) => Promise<readonly Address[]>
}

/** How long Gorgias waits is unknown (inferred). */
const TIMEOUT = 5_000
/** Bytes of an answer that are read; what goes beyond is not waited for. */
const MAX_ANSWER = 256 * 1024
/** Characters of an answer that the log shows. */
const MAX_START = 2_048

const resolveByName = (host: string): Promise<readonly Address[]> => lookup(host, { all: true })

/** A call that must not be made: the reason as a sentence. */
class NotAllowed extends Error {}

function refusal(host: string, addresses: readonly Address[]): NotAllowed {
  if (addresses.length > 0 && addresses.every(isNever))
    return new NotAllowed(
      `${nameOf(host, addresses)} is a link-local or metadata address, or nobody's: none of these is ever called, whatever is allowed.`,
    )
  return new NotAllowed(
    `${nameOf(host, addresses)} is neither this machine nor in a private network. To let calls go there, start the simulator with --allow-egress ${host}.`,
  )
}

/** A host with the addresses it leads to. */
function nameOf(host: string, addresses: readonly Address[]): string {
  const found = addresses.map(({ address }) => address).join(', ')
  return host === found ? host : `${host} (${found || 'unknown to the network'})`
}

const isUnknown = (error: unknown): boolean =>
  ['ENOTFOUND', 'EAI_AGAIN'].includes((error as NodeJS.ErrnoException).code ?? '')

/** Hands a connection the addresses that were checked, so that no other look-up can come between. */
const lookupOf =
  (addresses: readonly Address[]): LookupFunction =>
  (_host, { all }, callback) => {
    const [first] = addresses
    if (all === true) callback(null, [...addresses])
    else callback(null, first?.address ?? '', first?.family)
  }

/** Headers travel as bytes: other characters as UTF-8. */
const toBytes = (value: string): string => Buffer.from(value, 'utf8').toString('latin1')

interface Answer {
  readonly status: number
  readonly body: Buffer
  readonly whole: boolean
}

/** Sends a request to addresses that were checked, and reads the answer as far as it is kept. */
async function exchange(
  { method, headers, body }: OutgoingRequest,
  url: URL,
  addresses: readonly Address[],
  signal: AbortSignal,
): Promise<Answer> {
  // Loaded when somebody calls: as a module `node:http` brings more with it than a start can wait for.
  const { request, Agent } = await (url.protocol === 'https:' ? import('node:https') : import('node:http'))
  // An agent of its own: no connection is kept, and no proxy is taken from the environment.
  const agent = new Agent({ keepAlive: false })
  const bytes = body === null ? undefined : Buffer.from(body, 'utf8')
  const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toBytes(value)]))
  return new Promise((resolve, reject) => {
    const call = request(url, {
      method,
      agent,
      signal,
      lookup: lookupOf(addresses),
      headers: { ...sent, ...(bytes !== undefined && { 'content-length': bytes.length }) },
    })
    call.on('error', reject)
    call.on('response', (response) => {
      const chunks: Buffer[] = []
      let length = 0
      const end = (whole: boolean) =>
        resolve({
          status: response.statusCode ?? 0,
          body: Buffer.concat(chunks).subarray(0, MAX_ANSWER),
          whole,
        })
      response.on('error', reject)
      response.on('end', () => end(true))
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        length += chunk.length
        if (length <= MAX_ANSWER) return
        end(false)
        response.destroy()
      })
    })
    call.end(bytes)
  })
}

function toOutcome({ status, body, whole }: Answer): CallOutcome {
  const text = body.toString('utf8')
  return {
    kind: 'answered',
    status,
    body: whole ? text : null,
    start: text.slice(0, MAX_START).toWellFormed(),
  }
}

/** What kept a call from being answered, as a sentence. */
function sentenceOf(error: unknown, signal: AbortSignal, timeout: number): string {
  if (signal.aborted) return `There was no answer within ${timeout / 1000} seconds.`
  if (isUnknown(error)) return 'The host name is unknown to the network.'
  const { message, code } = error as NodeJS.ErrnoException
  // Several addresses were tried: each has its own error.
  const causes =
    error instanceof AggregateError ? (error.errors as Error[]).map((one) => one.message) : [message]
  return `The connection failed: ${causes.join('; ') || String(code)}.`
}

/**
 * Calls over HTTP, the only place that opens such connections. Only this machine and private networks are
 * called, and the hosts that are named. What is checked is the address to which the connection goes.
 * Redirects are not followed; proxies of the environment are not used.
 *
 * @example
 * const callOut = callOutTo({ allowed: ['hooks.example.com'] })
 */
export function callOutTo({ allowed, timeout = TIMEOUT, resolve = resolveByName }: CallOutOptions): CallOut {
  const isAllowed = mayReach(allowed)

  async function find(host: string): Promise<readonly Address[]> {
    const family = isIP(host)
    if (family !== 0) return [{ address: host, family }]
    try {
      return await resolve(host)
    } catch (error) {
      // Without a network nothing is known of hosts in the world: there, too, they are none that may be called.
      if (isUnknown(error) && !isNamed(host, allowed)) return []
      throw error
    }
  }

  async function addressesOf(host: string): Promise<readonly Address[]> {
    const found = await find(host)
    const reachable = found.filter((address) => isAllowed(host, address))
    if (reachable.length === 0) throw refusal(host, found)
    return reachable
  }

  async function attempt(request: OutgoingRequest, signal: AbortSignal): Promise<Answer> {
    const url = new URL(request.url)
    const addresses = await addressesOf(hostOf(url))
    signal.throwIfAborted()
    return exchange(request, url, addresses, signal)
  }

  return async (request, closing) => {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(timeout)])
    // A look-up of a name cannot be ended early: it is left behind.
    const tooLate = new Promise<never>((_, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
    )
    try {
      return toOutcome(await Promise.race([attempt(request, signal), tooLate]))
    } catch (error) {
      if (error instanceof NotAllowed) return { kind: 'refused', error: error.message }
      return { kind: 'failed', error: sentenceOf(error, signal, timeout) }
    }
  }
}
