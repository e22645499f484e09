import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answers whoever asks, as probes have to be answered. */
    open?: boolean
  }
}

/** Who is let in to what a test may do, and to what it may see of the server. */
export interface ControlDoor {
  /** What callers have to show. */
  readonly token?: string | undefined
  /** The host that the server was told to listen on. */
  readonly host?: string | undefined
  readonly isAccount: (name: string) => boolean
}

const closed = (statusCode: 401 | 403, message: string) => Object.assign(new Error(message), { statusCode })

/** IPv4 in digits, or IPv6: no name has colons, and none ends in digits alone. */
const ADDRESS = /^[\d.]+$|:/

/** Names that no public name server answers for: reserved, and so never a stranger's. */
const RESERVED = /\.(localhost|test|internal)$/

/** The name in a Host header, without port and brackets. */
function nameIn(host: string): string {
  const name = /^\[(.*)\](:\d*)?$/.exec(host)?.[1] ?? host.replace(/:\d*$/, '')
  return name.toLowerCase().replace(/\.$/, '')
}

/**
 * Whether a page of a stranger cannot have a name such as this point here: addresses, names without a dot
 * (localhost, a service beside this one), reserved names, and accounts by the name that Gorgias gives them.
 */
function isOurs(name: string, { host, isAccount }: ControlDoor): boolean {
  if (ADDRESS.test(name) || !name.includes('.') || RESERVED.test(name)) return true
  const account = /^([^.]+)\.gorgias\.com$/.exec(name)?.[1]
  return name === host?.toLowerCase() || (account !== undefined && isAccount(account))
}

function checkToken(token: string): (request: FastifyRequest) => void {
  const expected = Buffer.from(`Bearer ${token}`)
  return ({ headers }) => {
    const given = Buffer.from(headers.authorization ?? '')
    if (given.length === expected.length && timingSafeEqual(given, expected)) return
    throw closed(401, 'The control plane wants its token: Authorization: Bearer TOKEN.')
  }
}

/** Keeps out web pages of strangers that somebody on this machine looks at. They cannot know a token. */
function checkBrowser(door: ControlDoor): (request: FastifyRequest) => void {
  return ({ headers: { host = '', origin } }) => {
    const name = nameIn(host)
    if (host !== '' && !isOurs(name, door))
      throw closed(
        403,
        `The control plane does not answer to the host "${name.slice(0, 100)}", which may be a stranger's: ` +
          'call it by localhost or an IP address, or start it with --control-token.',
      )
    if (origin === undefined) return
    if (URL.canParse(origin) && new URL(origin).host === host.toLowerCase()) return
    throw closed(
      403,
      `The control plane takes no calls from web pages of ${origin.slice(0, 100)}: call it from a program, ` +
        'or start it with --control-token.',
    )
  }
}

/**
 * Who may come in. With a token: whoever shows it. Without: whoever reaches the server, but no web page of a
 * stranger, be it that its name was made to point here (DNS rebinding) or that it sends forms here.
 *
 * @returns throws an error with its status for everybody else
 */
export function guardOf(door: ControlDoor): (request: FastifyRequest) => void {
  const check = door.token === undefined ? checkBrowser(door) : checkToken(door.token)
  return (request) => {
    if (request.routeOptions.config.open !== true) check(request)
  }
}
