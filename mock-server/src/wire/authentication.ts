import type { Directory, Tenant } from './tenant.ts'

/** What a call shows: an e-mail address and an API key, or the access token of an app (documented). */
export type Credentials =
  | { readonly scheme: 'basic'; readonly email: string; readonly key: string }
  | { readonly scheme: 'bearer'; readonly token: string }

/** Twice the longest address with the longest key; what is longer is not looked at. */
const LONGEST = 2_000

const BASIC = /^Basic ([A-Za-z0-9+/=_-]+)$/i
const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i

const MOST_TEXTS = 1_000

/** Callers send the same headers with each call: what the newest say is remembered, not whether it is valid. */
function remembering<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined || known.has(text)) return before as T
    const said = read(text)
    if (known.size === MOST_TEXTS) known.clear()
    if (text.length <= LONGEST) known.set(text, said)
    return said
  }
}

const credentialsOf = remembering(parseHeader)

/** Reads an `Authorization` header. Undefined if it holds no credentials, or more than one kind of them. */
export const readCredentials = (authorization: string | undefined): Credentials | undefined =>
  authorization === undefined || authorization.length > LONGEST ? undefined : credentialsOf(authorization)

function parseHeader(authorization: string): Credentials | undefined {
  const token = BEARER.exec(authorization)?.[1]
  if (token !== undefined) return { scheme: 'bearer', token }
  const encoded = BASIC.exec(authorization)?.[1]
  if (encoded === undefined) return undefined
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  const key = text.slice(colon + 1)
  return colon > 0 && key !== '' ? { scheme: 'basic', email: text.slice(0, colon), key } : undefined
}

const IP_OR_LOCALHOST = /^(localhost|\d+(\.\d+){3}|\[.*\])$/i

/** The first label of a host name, where the host names an account at all. */
const accountLabel = remembering((host): { label: string; official: boolean } | undefined => {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (IP_OR_LOCALHOST.test(name) || !name.includes('.')) return undefined
  return { label: name.slice(0, name.indexOf('.')), official: name.endsWith('.gorgias.com') }
})

/**
 * The account that a host name selects; undefined where it selects none. A made-up subdomain of gorgias.com
 * is no account (recorded: an HTML 404).
 */
export function tenantOfHost<T extends Tenant>(
  directory: Directory<T>,
  host: string | undefined,
): T | 'unknown-host' | undefined {
  const named = accountLabel(host ?? '')
  if (named === undefined) return undefined
  return directory.byName(named.label) ?? (named.official ? 'unknown-host' : undefined)
}

export type Addressee = { readonly tenant: Tenant } | 'unknown-host' | 'unknown-credentials'

/** Whose account a call is for: the host name says it, else the credentials do. */
export function findAddressee(
  directory: Directory,
  host: string | undefined,
  credentials: Credentials | undefined,
): Addressee {
  const named = tenantOfHost(directory, host)
  if (named === 'unknown-host') return named
  const secret = credentials?.scheme === 'bearer' ? credentials.token : credentials?.key
  const tenant = named ?? (secret === undefined ? undefined : directory.bySecret(secret))
  return tenant === undefined ? 'unknown-credentials' : { tenant }
}
