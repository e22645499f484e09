import { isIP } from 'node:net'
import { isNear } from '../http/addresses.ts'

/** An SMTP server to which e-mails go. */
export interface SmtpTarget {
  readonly host: string
  readonly port: number
  /** Whether TLS comes first (`smtps:`). */
  readonly secure: boolean
  readonly auth?: { readonly user: string; readonly pass: string }
  /** Its address without credentials, to show. */
  readonly shown: string
  /** Whether it is this machine, or one of a private network: any other may bring e-mails to real people. */
  readonly isPrivate: boolean
  /** A text without its credentials. */
  readonly redact: (text: string) => string
}

function isPrivateHost(host: string): boolean {
  const family = isIP(host)
  if (family !== 0) return isNear({ address: host, family })
  // A name without a dot is one of this machine or of a composition of containers.
  return !host.includes('.') || /\.(localhost|local|internal|test)$/.test(host)
}

/**
 * Reads the address of an SMTP server.
 *
 * @throws RangeError that says what is wrong, and nothing of the credentials
 * @example
 * readSmtpTarget('smtp://127.0.0.1:1025').port // 1025
 */
export function readSmtpTarget(text: string): SmtpTarget {
  const usage = 'Name an SMTP server as smtp://HOST:PORT, such as smtp://127.0.0.1:1025.'
  if (!URL.canParse(text)) throw new RangeError(usage)
  const { protocol, hostname, port, username, password, pathname, search } = new URL(text)
  if (protocol !== 'smtp:' && protocol !== 'smtps:') throw new RangeError(usage)
  if (hostname === '' || (pathname !== '' && pathname !== '/') || search !== '') throw new RangeError(usage)
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const secure = protocol === 'smtps:'
  const [user, pass] = [username, password].map((part) => decodeURIComponent(part)) as [string, string]
  const secrets = [pass, password, Buffer.from(pass).toString('base64')].filter((secret) => secret !== '')
  return {
    host,
    port: port === '' ? (secure ? 465 : 25) : Number(port),
    secure,
    ...(user !== '' && { auth: { user, pass } }),
    shown: `${protocol}//${user === '' ? '' : '***@'}${hostname}${port === '' ? '' : `:${port}`}`,
    isPrivate: isPrivateHost(host),
    redact: (message) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), message),
  }
}
