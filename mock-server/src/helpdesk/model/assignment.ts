import type { Identified } from '../../kernel/collection.ts'
import type { Instant } from './entities.ts'
import type { Workload } from './tickets.ts'

/** Whether an agent takes tickets, and when they last got one by themselves. The id is the user's. */
export interface AgentState extends Identified {
  /** Null while the agent is available, as everybody is at first (inferred). */
  readonly unavailable_since: Instant | null
  /** Counts the tickets that were handed out; the agent with the lowest is the next. */
  readonly last_turn: number
}

/** A ticket for which a team had no agent. The id is the ticket's, so that older tickets come first. */
export interface WaitingTicket extends Identified {
  readonly team_id: number
  readonly workload: Workload
}
