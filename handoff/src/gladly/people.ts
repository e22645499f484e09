import type { OrgConfig } from '../model/config.ts'
import type { Participant } from '../model/conversation.ts'
import type { Json } from './fields.ts'
import { field, list, present, record, words } from './fields.ts'

/** Collects who took part while items are read. */
export interface People {
  /** The participant id of whoever an item is from. */
  idOf: (initiator: unknown, address: string | undefined) => string
  all: () => Participant[]
  isAi: (id: string) => boolean
}

const GLADLY_AI = 'SIDEKICK_V2'

/**
 * Whoever Gladly's `initiator` means, by its type and id. An AI is known by its id, never by not being the customer:
 * bots, agents and third persons are not the customer either.
 *
 * @param agents Gladly's agents, if the caller has them: items name them by id only
 */
export function peopleOf(
  customer: Json,
  agents: unknown,
  config: Pick<OrgConfig, 'legacyAiAgentIds'>,
): People {
  const known = new Map<string, Participant>()
  const names = new Map(
    list(agents).map((agent) => [words(record(agent), 'id'), words(record(agent), 'name')]),
  )
  return {
    idOf: (initiator, address) => {
      const from = record(initiator)
      const type = words(from, 'type')
      const role = roleOf(type, words(from, 'id'), config)
      const id = words(from, 'id') ?? type?.toLowerCase() ?? 'unknown'
      // One id in two roles is two participants.
      const key = (known.get(id)?.role ?? role) === role ? id : `${id} ${role}`
      const name = nameOf(role, customer, names.get(id), address, type)
      if (!known.has(key)) known.set(key, present<Participant>({ id: key, role, name }))
      return key
    },
    all: () => [...known.values()],
    isAi: (id) => known.get(id)?.role === 'ai',
  }
}

function roleOf(
  type: string | undefined,
  id: string | undefined,
  { legacyAiAgentIds }: Pick<OrgConfig, 'legacyAiAgentIds'>,
): Participant['role'] {
  switch (type) {
    case 'CUSTOMER':
      return 'customer'
    case 'AGENT':
      return 'agent'
    case 'AUTOMATION':
      return 'automation'
    case 'INTERNAL':
    case 'EXTERNAL':
      return 'third_party'
    case 'API':
      return id !== undefined && legacyAiAgentIds.includes(id) ? 'ai' : 'automation'
    default:
      return type === 'SYSTEM' && id === GLADLY_AI ? 'ai' : 'system'
  }
}

function nameOf(
  role: Participant['role'],
  customer: Json,
  agent: string | undefined,
  address: string | undefined,
  type: string | undefined,
): string | undefined {
  if (role === 'customer') return words(customer, 'name')
  if (role === 'third_party') return address
  return agent ?? (type === undefined ? 'Unknown' : undefined)
}

/** The customer's profile under any of the names that Gladly has for its fields. */
export function customerOf(customer: Json, id: string, identity: string | undefined): object {
  const emails = emailsOf(customer)
  return {
    id,
    ...present({ name: words(customer, 'name') }),
    emails,
    phones: phonesOf(customer),
    externalIds: externalIdsOf(customer),
    // Gladly does not say how sure it is. An address that somebody typed is a claim.
    identity: identity ?? (emails.length > 0 ? 'claimed' : 'anonymous'),
  }
}

function emailsOf(customer: Json): { address: string; primary?: boolean }[] {
  const primary = words(customer, 'primaryEmailAddress')
  const full = list(field(customer, 'emails')).map(record)
  const rows = [
    ...full.map((row) => ({
      address: words(row, 'normalized', 'original'),
      primary: field(row, 'primary') === true,
    })),
    ...[primary, ...list(field(customer, 'emailAddresses'))].map((address) => ({
      address: typeof address === 'string' && address.trim() !== '' ? address : undefined,
      primary: address === primary,
    })),
  ]
  const seen = new Set<string>()
  return rows.flatMap(({ address, primary: first }) => {
    const key = address?.trim().toLowerCase()
    if (address === undefined || key === undefined || seen.has(key)) return []
    seen.add(key)
    return [{ address, ...(first ? { primary: true } : {}) }]
  })
}

function phonesOf(customer: Json): object[] {
  const main = record(field(customer, 'primaryPhoneNumber'))
  const rows = [field(customer, 'phones'), main, field(customer, 'phoneNumbers')].flat()
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const phone = typeof row === 'string' ? { number: row } : record(row)
    const raw = words(phone, 'original', 'number', 'normalized')
    if (raw === undefined || seen.has(raw)) return []
    seen.add(raw)
    const e164 = [words(phone, 'normalized'), raw].find((text) => /^\+[1-9]\d{1,14}$/.test(text ?? ''))
    const type = words(phone, 'type')?.toLowerCase() ?? ''
    return [
      present({
        raw,
        e164,
        type: ['home', 'mobile', 'office', 'other'].includes(type) ? type : undefined,
        primary: field(phone, 'primary') === true || row === main ? true : undefined,
      }),
    ]
  })
}

function externalIdsOf(customer: Json): Record<string, string> {
  const one = words(customer, 'externalCustomerId')
  const many = Object.entries(record(field(customer, 'externalCustomerIds')))
  const named = many.filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { ...(one === undefined ? {} : { external: one }), ...Object.fromEntries(named) }
}
