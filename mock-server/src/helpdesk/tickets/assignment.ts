import type { Actor } from '../actor.ts'
import { agentStateOf, isAvailable } from '../users/agents.ts'
import { follow } from '../effects.ts'
import type { EffectPayloads } from '../effects.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { WORKLOADS, workloadOf } from '../model/tickets.ts'
import type { Team, Ticket } from '../model/entities.ts'
import { ticketAssignmentOf } from '../account/settings.ts'
import type { AssignmentSettings } from '../account/settings.ts'
import { changeTicket } from './changes.ts'
import { awaitsAgent } from './timers.ts'

/** Whether an agent has as many tickets of a kind as an agent should have. */
function isFull(world: Helpdesk, agent: number, ticket: Ticket, settings: AssignmentSettings): boolean {
  const kind = workloadOf(ticket)
  let room = kind === 'chat' ? settings.max_user_chat_ticket : settings.max_user_non_chat_ticket
  for (const _ of world.rows.tickets.walk('byAgentWorkload', { prefix: [agent, kind] }))
    if (--room <= 0) return true
  return room <= 0
}

/**
 * Who of a team gets the next ticket: of those who are available and have room, the one who got none by turn
 * for the longest time. Where none has room it is one of the others, if the setting lets agents exceed their
 * capacity; else nobody (inferred: all but the names of the settings).
 */
function nextAgent(
  world: Helpdesk,
  team: Team,
  ticket: Ticket,
  settings: AssignmentSettings,
): number | undefined {
  const available = team.member_ids.filter((id) => isAvailable(world, id))
  const withRoom = available.filter((id) => !isFull(world, id, ticket, settings))
  const asked = withRoom.length === 0 && settings.can_exceed_max_agent_capacity ? available : withRoom
  const turn = (id: number) => agentStateOf(world, id).last_turn
  return asked.toSorted((a, b) => turn(a) - turn(b) || a - b)[0]
}

function takeTurn(world: Helpdesk, team: Team, agent: number): void {
  const last = Math.max(...team.member_ids.map((id) => agentStateOf(world, id).last_turn))
  world.rows.agentStates.put({ ...agentStateOf(world, agent), last_turn: last + 1 })
}

/** Gives a ticket to an agent of its team; whether it waits because there was none. */
function assign(world: Helpdesk, actor: Actor, ticket_id: number): 'waits' | 'settled' {
  const settings = ticketAssignmentOf(world)
  const ticket = world.rows.tickets.get(ticket_id)
  const team = world.rows.teams.get(ticket?.assignee_team_id ?? 0)
  world.rows.waitingTickets.remove(ticket_id)
  if (ticket === undefined || team === undefined || !awaitsAgent(ticket)) return 'settled'
  if (!settings.auto_assign_to_teams || !settings.assignment_channels.includes(ticket.channel))
    return 'settled'
  const agent = nextAgent(world, team, ticket, settings)
  if (agent === undefined) {
    world.rows.waitingTickets.put({ id: ticket_id, team_id: team.id, workload: workloadOf(ticket) })
    return 'waits'
  }
  takeTurn(world, team, agent)
  changeTicket(world, { ...actor, user_id: null }, ticket_id, { assignee_user_id: agent })
  return 'settled'
}

/**
 * Gives a ticket that a team has to one of its agents, where the account is set so and the ticket is of one of
 * the channels that are named (recorded: the setting `ticket-assignment`; it is off at first).
 */
export function assignTicket(
  world: Helpdesk,
  actor: Actor,
  { ticket_id }: EffectPayloads['assign-ticket'],
): void {
  assign(world, actor, ticket_id)
}

/** Lets an agent who has room take from what waits for their teams, the oldest tickets first. */
export function assignWaiting(
  world: Helpdesk,
  actor: Actor,
  { user_id }: EffectPayloads['assign-waiting'],
): void {
  for (const { id: team_id, member_ids } of [...world.rows.teams.values()]) {
    if (!member_ids.includes(user_id)) continue
    for (const workload of WORKLOADS) {
      const prefix = [team_id, workload]
      for (const { id } of [...world.rows.waitingTickets.walk('byTeam', { prefix })])
        if (assign(world, actor, id) === 'waits') break
    }
  }
}

/**
 * Says whether an agent takes tickets. Who does not loses those of the channels that the account's setting
 * names; who does gets what waits (inferred: all but the name of the setting).
 */
export function setAvailability(world: Helpdesk, actor: Actor, user_id: number, available: boolean): void {
  const state = agentStateOf(world, user_id)
  if ((state.unavailable_since === null) === available) return
  world.rows.agentStates.put({ ...state, unavailable_since: available ? null : world.now })
  if (available) {
    follow(world, actor, 'assign-waiting', { user_id })
    return
  }
  const channels = ticketAssignmentOf(world).unassign_on_user_unavailability
  for (const ticket of [...world.rows.tickets.walk('byAgentWorkload', { prefix: [user_id] })])
    if (channels.includes(ticket.channel)) changeTicket(world, actor, ticket.id, { assignee_user_id: null })
}
