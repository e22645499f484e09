import type { OrgConfig } from '../model/config.ts'
import { instantNanos } from '../model/instant.ts'
import type { HandoffRequest } from '../model/request.ts'
import { cleanLine } from '../transcript/clean.ts'

/** The address under which Gorgias finds or makes the customer, and the customer's others. */
export type ChosenAddress =
  | { kind: 'chosen'; address: string; others: string[] }
  /** The customer has no address that could be used; `others` are those that are no addresses at all. */
  | { kind: 'none'; others: string[] }
  /** Every address is one that no customer has. */
  | { kind: 'refused'; address: string; why: string }

// One "@", something with a dot behind it, nothing that ends an address early in a mail header.
const SHAPE = /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]{2,}$/u
const ROBOT =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|mailer[-_.]?daemon|postmaster|bounces?|auto[-_.]?(?:reply|responder))[-_.+\d@]/i

/**
 * Chooses among the customer's addresses: the primary one, else the one used in this conversation, else the first.
 * An address of the help desk itself or of a robot is passed over: its mails would answer each other for ever.
 */
export function chooseAddress(request: HandoffRequest, config: OrgConfig): ChosenAddress {
  const candidates = preferred(request)
  const addresses = candidates.filter((address) => SHAPE.test(address))
  const usable = addresses.filter((address) => refusal(address, config) === undefined)
  const [address] = usable
  if (address !== undefined) {
    return { kind: 'chosen', address, others: candidates.filter((other) => !same(other, address)) }
  }
  const [refused] = addresses
  if (refused === undefined) return { kind: 'none', others: candidates }
  return { kind: 'refused', address: refused, why: refusal(refused, config) ?? '' }
}

function preferred({ customer, items, participants }: HandoffRequest): string[] {
  const customers = new Set(participants.filter(({ role }) => role === 'customer').map(({ id }) => id))
  const wrote = items
    .filter((item) => item.kind === 'email' && customers.has(item.by))
    .sort((a, b) => ((instantNanos(a.at) ?? 0n) < (instantNanos(b.at) ?? 0n) ? 1 : -1))
    .flatMap((item) => (item.kind === 'email' && item.from !== undefined ? [tidy(item.from)] : []))
  const own = customer.emails.map(({ address, primary }) => ({ address: tidy(address), primary }))
  const used = own.filter(({ address }) => wrote.some((from) => same(from, address)))
  const ranked = [...own.filter(({ primary }) => primary === true), ...used, ...own].map(
    ({ address }) => address,
  )
  // A profile without an address still has the one it wrote from.
  return ranked.concat(wrote).filter((address, index, all) => {
    return address !== '' && all.findIndex((other) => same(other, address)) === index
  })
}

/** Without blanks, with the domain in small letters; `Dana <dana@x.org>` is read as its address. */
function tidy(address: string): string {
  const bare = cleanLine(/<([^<>]+)>\s*$/.exec(address)?.[1] ?? address)
  const at = bare.lastIndexOf('@')
  return at < 0 ? bare : bare.slice(0, at) + bare.slice(at).toLowerCase()
}

const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

function refusal(address: string, config: OrgConfig): string | undefined {
  const withoutPlus = address.replace(/\+[^@]*@/, '@')
  const support = config.gorgias.supportEmail.trim()
  if (same(support, address) || same(support, withoutPlus))
    return 'is the support address itself, so replies would go in a circle'
  return ROBOT.test(address) ? 'belongs to a robot that nobody reads' : undefined
}
