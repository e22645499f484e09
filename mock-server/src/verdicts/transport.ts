import { counted, Groups } from './verdict.ts'
import type { FindingKind, Rule } from './verdict.ts'

const IN_THE_CLEAR: FindingKind = {
  code: 'credentials-in-the-clear',
  severity: 'error',
  hint: 'Use https: whoever is on the way reads the API key.',
}

/** This machine, private networks, and the wire itself (RFC 1122, 1918, 3927, 4193, 4291). */
const NEAR_IPV4 = /^(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\./
const NEAR_IPV6 = /^(?:::1$|f[cd]|fe[89ab])/

/** Names that lead to no other network (RFC 6761, RFC 8375 and 6762): of tests, of this machine, of a house. */
const NEAR_NAME = /(?:^|\.)(?:localhost|test|invalid|example|local|internal|home\.arpa)$/

/**
 * Whether a `Host` header names this machine, a private network, or a name that exists in no public one, as
 * those of containers do.
 */
export function isLocalHost(host: string): boolean {
  const [, ipv6] = /^\[(.*)\]/.exec(host.toLowerCase()) ?? []
  if (ipv6 !== undefined) return NEAR_IPV6.test(ipv6)
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  if (/^\d+(?:\.\d+){3}$/.test(name)) return NEAR_IPV4.test(name)
  return !name.includes('.') || NEAR_NAME.test(name)
}

/** Credentials that travelled unencrypted to somewhere else. */
export const findCredentialsInTheClear: Rule = ({ calls }) => {
  const groups = new Groups()
  for (const call of calls) {
    const { host = '', authorization, 'x-forwarded-proto': outer } = call.requestHeaders
    // Behind a proxy that ends the encryption, the way to it counts.
    if (authorization === undefined || call.entry.scheme === 'https' || outer === 'https') continue
    if (!isLocalHost(host)) groups.add(host, call)
  }
  return groups.findings(
    IN_THE_CLEAR,
    (host, found) => `${counted(found.length, 'call')} sent an Authorization to ${host} over plain HTTP.`,
  )
}
