import type { Helpdesk } from '../model/helpdesk.ts'
import type { AgentState } from '../model/assignment.ts'
import type { Role } from '../model/entities.ts'

/** Roles that work on tickets (inferred). */
const WORKING: ReadonlySet<Role> = new Set(['admin', 'agent', 'basic-agent', 'lite-agent'])

export const agentStateOf = (world: Helpdesk, user_id: number): AgentState =>
  world.rows.agentStates.get(user_id) ?? { id: user_id, unavailable_since: null, last_turn: 0 }

/** Whether a user takes tickets now: everybody who works on tickets does, until they say otherwise (inferred). */
export function isAvailable(world: Helpdesk, user_id: number): boolean {
  const user = world.rows.users.get(user_id)
  if (user?.active !== true || !WORKING.has(user.role)) return false
  return agentStateOf(world, user_id).unavailable_since === null
}
