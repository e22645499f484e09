import type { Directory, Tenant } from './tenant.ts'

export interface Credentials {
  readonly email: string
  readonly key: string
}

/** Reads HTTP Basic: the user's e-mail address and an API key (documented). Undefined if there are none. */
export function readCredentials(authorization: string | undefined): Credentials | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=_-]+)$/i.exec(authorization ?? '')?.[1]
  if (encoded === undefined) return undefined
  const [, email, key] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? []
  return email && key ? { email, key } : undefined
}

const IP_OR_LOCALHOST = /^(localhost|\d+(\.\d+){3}|\[.*\])$/i

/** The first label of a host name, where the host names an account at all. */
function accountLabel(host: string): { label: string; official: boolean } | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  if (IP_OR_LOCALHOST.test(name) || !name.includes('.')) return undefined
  return { label: name.slice(0, name.indexOf('.')), official: name.endsWith('.gorgias.com') }
}

export type Addressee = { readonly tenant: Tenant } | 'unknown-host' | 'unknown-credentials'

/**
 * Whose account a call is for: the host name says it, else the credentials do. A made-up subdomain of
 * gorgias.com is no account (recorded: an HTML 404).
 */
export function findAddressee(
  directory: Directory,
  host: string,
  credentials: Credentials | undefined,
): Addressee {
  const named = accountLabel(host)
  const tenant = named && directory.byName(named.label)
  if (tenant !== undefined) return { tenant }
  if (named?.official) return 'unknown-host'
  const holder = credentials && directory.byKey(credentials.key)
  return holder === undefined ? 'unknown-credentials' : { tenant: holder }
}
