import { isRecord } from '../json/is-record.ts'
import type { Secret } from '../model/secret.ts'
import { secret } from '../model/secret.ts'

/** A value that was understood, or what is wrong with it, as the rest of a sentence: "must be ...". */
export type Parsed<T> = { ok: true; value: T } | { ok: false; problem: string }

/** Reads one setting. The environment gives texts, the configuration file any JSON. */
export type Parser<T> = (raw: unknown) => Parsed<T>

const good = <T>(value: T): Parsed<T> => ({ ok: true, value })
const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem })

/** One line of text, not blank. */
export const line =
  (maxLength = 998): Parser<string> =>
  (raw) =>
    typeof raw === 'string' && raw.trim() !== '' && raw.length <= maxLength && !/[\r\n]/.test(raw)
      ? good(raw)
      : bad(`must be one line of at most ${maxLength} characters`)

/** Text that may have several lines. */
export const prose: Parser<string> = (raw) =>
  typeof raw === 'string' && raw.trim() !== '' ? good(raw) : bad('must be a text')

/** An e-mail address; blanks around it are dropped. */
export const email: Parser<string> = (raw) => {
  const address = typeof raw === 'string' ? raw.trim() : ''
  return address.length <= 320 && /^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/.test(address)
    ? good(address)
    : bad('must be an e-mail address, such as support@example.com')
}

/** The API key; it is never quoted in a problem. */
export const apiKey: Parser<Secret> = (raw) =>
  typeof raw === 'string' && /^[!-~]+$/.test(raw)
    ? good(secret(raw))
    : bad('must be the key as Gorgias shows it, without blanks or line breaks')

/** One line that may hold a password; it is never quoted. */
export const secretLine: Parser<Secret> = (raw) => {
  const parsed = line(2_000)(raw)
  return parsed.ok ? good(secret(parsed.value)) : parsed
}

/** A bearer token. */
export const token: Parser<Secret> = (raw) =>
  typeof raw === 'string' && /^[!-~]{16,500}$/.test(raw)
    ? good(secret(raw))
    : bad('must be 16 characters or more, without blanks; `openssl rand -hex 32` makes one')

/** An http or https origin. Any host is good: a simulator may run anywhere. */
export const origin: Parser<string> = (raw) => {
  const parsed = originOf(raw, ['http:', 'https:'])
  if (parsed === undefined)
    return bad('must be an address without a path, such as https://acme.gorgias.com or http://127.0.0.1:4010')
  if (parsed.ok && !isEncryptedOrNear(new URL(parsed.value)))
    return bad('must be https: over http the API key would travel in the clear (simulators nearby excepted)')
  return parsed
}

/** Plain http is for a simulator: on this machine, in a private network, or under a name of a test network. */
const NEAR =
  /^(localhost|[^.:]+|.*\.(localhost|test|internal|local)|(127|10)(\.\d+){3}|(192\.168|172\.(1[6-9]|2\d|3[01]))(\.\d+){2}|\[::1\])$/

const isEncryptedOrNear = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || NEAR.test(hostname)

/** An https origin. */
export const httpsOrigin: Parser<string> = (raw) =>
  originOf(raw, ['https:']) ??
  bad('must be an https address without a path, such as https://acme.us-1.gladly.com')

function originOf(raw: unknown, protocols: readonly string[]): Parsed<string> | undefined {
  if (typeof raw !== 'string' || /\s/.test(raw) || !URL.canParse(raw)) return undefined
  const url = new URL(raw)
  const bare = url.href === `${url.origin}/` && !/[?#]/.test(raw)
  return protocols.includes(url.protocol) && bare ? good(url.origin) : undefined
}

/** A subdomain of Gorgias, as label or full host, to its origin. */
export const subdomain: Parser<string> = (raw) => {
  const match = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)(?:\.gorgias\.com)?$/i.exec(
    typeof raw === 'string' ? raw : '',
  )
  return match?.[1] === undefined
    ? bad('must be the name alone: "acme" of https://acme.gorgias.com')
    : good(`https://${match[1].toLowerCase()}.gorgias.com`)
}

/** The address of a conversation with its variables. */
export const conversationTemplate: Parser<string> = (raw) => {
  const problem = bad(
    'must be an https address with {conversationId}, and perhaps {customerId}, ' +
      'such as https://acme.us-1.gladly.com/conversation/{conversationId}',
  )
  if (typeof raw !== 'string' || /\s/.test(raw) || !raw.includes('{conversationId}')) return problem
  const filled = raw.replaceAll('{conversationId}', 'c').replaceAll('{customerId}', 'c')
  if (/[{}]/.test(filled) || !URL.canParse(filled)) return problem
  const url = new URL(filled)
  const hostIsFixed = new URL(raw.replaceAll(/\{\w+\}/g, 'd')).host === url.host
  return url.protocol === 'https:' && url.username === '' && hostIsFixed ? good(raw) : problem
}

/** One of some words. */
export const oneOf =
  <const T extends string>(...words: T[]): Parser<T> =>
  (raw) => {
    const word = words.find((known) => known === raw)
    return word === undefined ? bad(`must be one of ${words.join(', ')}`) : good(word)
  }

/** A list: commas in the environment, an array in the file. */
export const list =
  <T>(entry: Parser<T>, minEntries = 0): Parser<readonly T[]> =>
  (raw) => {
    const parts: unknown[] =
      typeof raw === 'string' ? raw.split(',').map((part) => part.trim()) : Array.isArray(raw) ? raw : [raw]
    const read = parts.filter((part) => part !== '').map(entry)
    const wrong = read.find((part) => !part.ok)
    if (read.length < minEntries) return bad(`is a list of at least ${minEntries}`)
    if (wrong) return bad(`is a list, and each entry ${wrong.problem}`)
    return good(read.flatMap((part) => (part.ok ? [part.value] : [])))
  }

/** A whole number within bounds. */
export const integer =
  (min: number, max: number): Parser<number> =>
  (raw) => {
    const number = typeof raw === 'string' && /^\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw
    return typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max
      ? good(number)
      : bad(`must be a whole number from ${min} to ${max}`)
  }

/** Texts by name, from the file only. */
export const textMap: Parser<Readonly<Record<string, string>>> = (raw) => {
  const entries = isRecord(raw) ? Object.entries(raw) : undefined
  return entries?.every((entry): entry is [string, string] => prose(entry[1]).ok)
    ? good(Object.fromEntries(entries))
    : bad('must be an object of texts')
}

/** An IANA time zone that this Node knows. */
export const timeZone: Parser<string> = (raw) =>
  typeof raw === 'string' && accepts(() => new Intl.DateTimeFormat('en', { timeZone: raw }))
    ? good(raw)
    : bad('must be an IANA time zone, such as Europe/Berlin')

/** A BCP 47 tag. */
export const locale: Parser<string> = (raw) =>
  typeof raw === 'string' && raw !== '' && accepts(() => Intl.getCanonicalLocales(raw))
    ? good(raw)
    : bad('must be a language tag, such as en or de-DE')

/** Where mail is sent from; it may hold a password, so it is never quoted. */
export const smtpUrl: Parser<string> = (raw) =>
  typeof raw === 'string' && URL.canParse(raw) && /^smtps?:$/.test(new URL(raw).protocol)
    ? good(raw)
    : bad('must be an address such as smtp://user:password@mail.example.com:587')

function accepts(check: () => unknown): boolean {
  try {
    check()
    return true
  } catch {
    return false
  }
}
