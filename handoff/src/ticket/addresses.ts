import { domainToASCII } from 'node:url'
import { cleanLine } from '../transcript/clean.ts'

// A field of addresses, cut at its commas and semicolons: quotations, comments and angle brackets stay whole.
const QUOTED = String.raw`"(?:[^"\\]|\\.)*"`
const PART = String.raw`(?:${QUOTED}|\([^()]*\)|<(?:${QUOTED}|[^<>"])*>|[^"(),;<>])*`
const FIELD = new RegExp(`^${PART}(?:[,;]${PART})*$`, 'u')
const PARTS = new RegExp(PART, 'gu')
const ANGLE = new RegExp(`^((?:${QUOTED}|[^<>"])*)<((?:${QUOTED}|[^<>"])*)>$`, 'u')
const COMMENT = new RegExp(String.raw`(${QUOTED})|\([^()]*\)`, 'gu')

const ATOM = String.raw`[^\s@<>()\[\]\\,;:".\p{C}]+`
const ADDRESS = new RegExp(String.raw`^(${ATOM}(?:\.${ATOM})*|${QUOTED})@([\p{L}\p{M}\p{N}.-]+)$`, 'u')

/** A longer field is not read at all: cut, its last address would be another. */
const LONGEST = 5000

/**
 * The e-mail addresses of a field that people fill in: with or without a name, one or several, quoted, with letters
 * of any script. The grammar is RFC 5322's, without routes and address literals.
 *
 * It never picks an address out of loose words: `dana ruiz@example.com` is a typing error, and
 * `ruiz@example.com` may be somebody else.
 *
 * @returns the addresses in their order, the domain in small letters; none where the field cannot be read
 * @example readAddresses('"Ruiz, Dana" <dana@Example.com>, d.ruiz@work.example') // two
 */
export function readAddresses(field: string): string[] {
  const line = field.length > LONGEST ? '' : cleanLine(field)
  if (!FIELD.test(line)) return []
  return (line.match(PARTS) ?? []).flatMap((part) => {
    // A comment parts what stands around it.
    const bare = part.replace(COMMENT, (_, quoted?: string) => quoted ?? ' ').trim()
    const boxed = ANGLE.exec(bare)?.[2]?.trim()
    // `mailto:`, or the name of a group.
    return oneAddress(boxed ?? bare.replace(/^[^"@:]*:\s*/u, '')) ?? []
  })
}

function oneAddress(text: string): string | undefined {
  const [, local = '', domain = ''] = ADDRESS.exec(text) ?? []
  const fits = local !== '' && local.length <= 64 && text.length <= 254 && isDomain(domainToASCII(domain))
  return fits ? `${local}@${domain.toLowerCase()}` : undefined
}

/** A name of the internet: two labels or more, the last of them no number. */
const isDomain = (ascii: string): boolean =>
  ascii.length <= 253 &&
  /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(ascii) &&
  !/\.\d+$/.test(ascii)

/**
 * The same text for all spellings of one address: case, blanks, the domain's script and needless quotes do not count.
 *
 * @example addressKey('"Dana"@MÜLLER.example') === addressKey('dana@xn--mller-kva.example')
 */
export function addressKey(address: string): string {
  const [read = cleanLine(address)] = readAddresses(address)
  const at = read.lastIndexOf('@')
  const local = read.slice(0, at).replace(/^"([^"\\\s@,;:<>()[\]]+)"$/, '$1')
  return `${local.toLowerCase()}@${domainToASCII(read.slice(at + 1)) || read.slice(at + 1).toLowerCase()}`
}

const SILENT =
  /(?:^|[-_.+=])(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer[-_.]?daemon|postmaster|auto[-_.]?(?:reply|responder))(?=$|[-_.+=\d])/
/** Bounces, and the senders that mail servers make up so that bounces find their way back. */
const BOUNCE = /^(?:bounces?(?:$|[-_+=\d])|prvs=|msprvs\d*=|btv\d==|srs[01][-+=])/

/** Whether an address belongs to a machine that answers by itself or throws away what it gets. */
export function isRobot(address: string): boolean {
  const local = address.slice(0, address.lastIndexOf('@')).toLowerCase().replaceAll('"', '')
  return SILENT.test(local) || BOUNCE.test(local)
}
