import { AGENT_FIDELITY } from './control/agents/fidelity.ts'
import { HELPDESK_FIDELITY } from './helpdesk/fidelity.ts'
import type { FidelityRecord } from './kernel/fidelity.ts'
import { OAUTH_FIDELITY } from './oauth/fidelity.ts'
import { PUBLIC_FIDELITY } from './public/fidelity.ts'
import { OPERATION_FIDELITY } from './resources/fidelity.ts'
import { WIRE_FIDELITY } from './wire/fidelity.ts'

/**
 * The ledger: what the simulator does, how each fact about Gorgias is known, and the test that shows it.
 * Records lie beside what they describe; this is where they come together.
 *
 * @example
 * FIDELITY.filter(({ standing }) => standing === 'inferred') // what has no proof
 */
export const FIDELITY: readonly FidelityRecord[] = [
  ...OPERATION_FIDELITY,
  ...WIRE_FIDELITY,
  ...OAUTH_FIDELITY,
  ...PUBLIC_FIDELITY,
  ...HELPDESK_FIDELITY,
  ...AGENT_FIDELITY,
]
