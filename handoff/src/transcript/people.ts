import type { OrgConfig } from '../model/config.ts'
import type { Participant } from '../model/conversation.ts'
import type { HandoffRequest } from '../model/request.ts'
import { shownLine } from './shown.ts'
import type { Role } from './tree.ts'

const ROLE_WORDS: Readonly<Record<Role, string>> = {
  customer: 'Customer',
  ai: 'AI assistant',
  agent: 'Agent',
  system: 'System',
  third_party: 'Third party',
  automation: 'Automatic message',
}

/** Names with their role, always in words: `Dana Ruiz (Customer)`. Nobody's name can stand for a role. */
export function namesOf(
  request: HandoffRequest,
  config: OrgConfig,
): (participantId: string) => {
  role: Role
  who: string
} {
  const labelled = (participant: Participant) => {
    const { role } = participant
    const name = shownLine(ownName(participant, request, config), 80)
    return { role, who: name === '' ? ROLE_WORDS[role] : `${name} (${ROLE_WORDS[role]})` }
  }
  const known = new Map(request.participants.map((participant) => [participant.id, labelled(participant)]))
  return (id) => known.get(id) ?? labelled({ id, role: 'system', name: 'Unknown' })
}

function ownName(participant: Participant, request: HandoffRequest, config: OrgConfig): string {
  if (participant.role === 'ai') return config.aiDisplayName
  if (participant.role === 'customer') return participant.name ?? request.customer.name ?? ''
  return participant.name ?? ''
}
