import type { FidelityRecord } from '../kernel/fidelity.ts'
import { accountFidelity } from './account/fidelity.ts'
import { customerFidelity } from './customers/fidelity.ts'
import { eventFidelity } from './events/fidelity.ts'
import { integrationFidelity } from './integrations/fidelity.ts'
import { messageFidelity } from './messages/fidelity.ts'
import { ruleFidelity } from './rules/fidelity.ts'
import { tagFidelity } from './tags/fidelity.ts'
import { teamFidelity } from './teams/fidelity.ts'
import { ticketFidelity } from './tickets/fidelity.ts'
import { userFidelity } from './users/fidelity.ts'

/** What is known about the operations of the API: at least one record of each that is built. */
export const OPERATION_FIDELITY: readonly FidelityRecord[] = [
  ...accountFidelity,
  ...customerFidelity,
  ...eventFidelity,
  ...integrationFidelity,
  ...messageFidelity,
  ...ruleFidelity,
  ...tagFidelity,
  ...teamFidelity,
  ...ticketFidelity,
  ...userFidelity,
]
