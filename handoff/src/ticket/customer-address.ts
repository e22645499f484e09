import type { OrgConfig } from '../model/config.ts'
import { instantNanos } from '../model/instant.ts'
import type { ItemOf } from '../model/items.ts'
import type { HandoffRequest } from '../model/request.ts'
import { redact } from '../privacy/redact.ts'
import { cleanLine } from '../transcript/clean.ts'
import { shownLine } from '../transcript/shown.ts'
import { addressKey, isRobot, readAddresses } from './addresses.ts'

/** The address under which Gorgias finds or makes the customer, why it, and what became of the others. */
export type ChosenAddress =
  | { kind: 'chosen'; address: string; why: Why; others: string[]; unused: Unused[] }
  /** The customer has no address: what stands in its place is none. */
  | { kind: 'none'; unused: Unused[] }
  /** Every address is one that no customer has. */
  | { kind: 'refused'; address: string; why: string }

/** A customer for whom a ticket can be made. */
export type Reachable = Exclude<ChosenAddress, { kind: 'refused' }>

/**
 * The rule that chose: the profile's primary address, the one of the profile that the conversation was written from,
 * the profile's first, or the sender of the conversation's e-mails where the profile has none.
 */
export type Why = 'primary' | 'used' | 'first' | 'sender'

/** Something that stands where an address should, and why it is not one to write to. */
export interface Unused {
  text: string
  why: string
}

interface Candidate {
  address: string
  why: Why
}

/**
 * Chooses among the customer's addresses: the primary one, else the one used in this conversation, else the first.
 * An address of the help desk itself or of a robot is passed over: its mails would answer each other for ever.
 * Addresses in what people wrote are never looked at.
 */
export function chooseAddress(request: HandoffRequest, config: OrgConfig): ChosenAddress {
  const candidates = preferred(request)
  const refusals = candidates.map(({ address }) => refusal(address, config))
  const usable = candidates.filter((_, index) => refusals[index] === undefined)
  const refused = candidates.flatMap(({ address }, index): Unused[] => {
    const why = refusals[index]
    return why === undefined ? [] : [{ text: address, why }]
  })
  const [chosen, ...others] = usable
  const [first] = refused
  if (chosen === undefined && first !== undefined) {
    return { kind: 'refused', address: first.text, why: first.why }
  }
  const unused = [...refused, ...unreadable(request, config)]
  if (chosen === undefined) return { kind: 'none', unused }
  return { kind: 'chosen', ...chosen, others: others.map(({ address }) => address), unused }
}

/** All addresses, the best first, each once. */
function preferred(request: HandoffRequest): Candidate[] {
  const wrote = [...new Set(senders(request))].flatMap(readAddresses)
  const own = request.customer.emails.flatMap(({ address: field, primary = false }) =>
    readAddresses(field).map((address) => ({ address, primary })),
  )
  const byKey = new Map(own.map(({ address }) => [addressKey(address), address]))
  const ranked: Candidate[] = [
    ...own.filter(({ primary }) => primary).map(({ address }) => ({ address, why: 'primary' as const })),
    ...wrote.flatMap((from) => {
      const address = byKey.get(addressKey(from))
      return address === undefined ? [] : [{ address, why: 'used' as const }]
    }),
    ...own.map(({ address }) => ({ address, why: 'first' as const })),
    // A profile without an address still has the one it wrote from.
    ...wrote.map((address) => ({ address, why: 'sender' as const })),
  ]
  const seen = new Set<string>()
  return ranked.filter(({ address }) => {
    const key = addressKey(address)
    return !seen.has(key) && seen.add(key)
  })
}

/** The senders of the customer's e-mails, the newest first. */
function senders({ items, participants }: HandoffRequest): string[] {
  const customers = new Set(participants.filter(({ role }) => role === 'customer').map(({ id }) => id))
  return items
    .filter((item): item is ItemOf<'email'> => item.kind === 'email' && customers.has(item.by))
    .map(({ at, from = '' }) => ({ from, at: instantNanos(at) ?? 0n }))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .map(({ from }) => from)
}

/** What people typed where an address belongs may be anything, also a secret. */
function unreadable({ customer }: HandoffRequest, { redaction }: OrgConfig): Unused[] {
  return customer.emails
    .filter(({ address }) => readAddresses(address).length === 0)
    .map(({ address }) => ({
      text: shownLine(redact(cleanLine(address), redaction), 100),
      why: 'is no complete address',
    }))
    .filter(({ text }) => text !== '')
}

function refusal(address: string, { gorgias }: OrgConfig): string | undefined {
  const support = addressKey(gorgias.supportEmail)
  const withoutPlus = address.replace(/\+[^@]*@/, '@')
  if (addressKey(address) === support || addressKey(withoutPlus) === support)
    return 'is the support address itself, so replies would go in a circle'
  return isRobot(address) ? 'belongs to a robot that nobody reads' : undefined
}
