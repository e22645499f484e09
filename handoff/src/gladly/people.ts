import type { OrgConfig } from '../model/config.ts'
import type { Participant } from '../model/conversation.ts'
import type { Json } from './fields.ts'
import { line, list, longest, present, record, shortId, upTo, words } from './fields.ts'

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
    list(agents).map((agent) => [words(record(agent), 'id'), line(record(agent), 'name')]),
  )
  return {
    idOf: (initiator, address) => {
      const from = record(initiator)
      const type = words(from, 'type')
      const role = roleOf(type, words(from, 'id'), config)
      const id = shortId(from, 'id') ?? unnamed(role, type, address)
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

/** An id for somebody who has none: third persons are told apart by their addresses, the others by their type. */
function unnamed(role: Participant['role'], type: string | undefined, address: string | undefined): string {
  const known = role === 'third_party' ? shortId({ address }, 'address') : undefined
  return known ?? shortId({ type: type?.toLowerCase() }, 'type') ?? 'unknown'
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
  if (role === 'customer') return line(customer, 'name')
  if (role === 'third_party') return upTo(longest.line, address)
  return agent ?? (type === undefined ? 'Unknown' : undefined)
}
