import type { Actor } from '../actor.ts'
import { recordEvent } from '../events.ts'
import { nextId } from '../model/helpdesk.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Team } from '../model/entities.ts'
import { changeTicket } from '../tickets/changes.ts'
import { unshareViews } from '../views/views.ts'

export type TeamChanges = Partial<Pick<Team, 'name' | 'description' | 'decoration' | 'member_ids'>>

export function createTeam(
  world: Helpdesk,
  actor: Actor,
  fields: TeamChanges & { readonly name: string },
): Team {
  const team = world.rows.teams.put({
    id: nextId(world, 'teams'),
    description: null,
    decoration: {},
    member_ids: [],
    ...fields,
    created_datetime: world.now,
  })
  recordEvent(world, actor, 'team-created', { type: 'Team', id: team.id })
  return team
}

/** Changes a team; members are replaced as a whole (documented). */
export function changeTeam(world: Helpdesk, actor: Actor, team: Team, changes: TeamChanges): Team {
  const after = world.rows.teams.patch(team.id, changes)
  recordEvent(world, actor, 'team-updated', { type: 'Team', id: team.id })
  return after
}

/** Deletes a team; the tickets that it has are nobody's then, and no view is shared with it (inferred). */
export function deleteTeam(world: Helpdesk, actor: Actor, team: Team): void {
  for (const ticket of [...world.rows.tickets.values()]) {
    if (ticket.assignee_team_id === team.id) changeTicket(world, actor, ticket.id, { assignee_team_id: null })
  }
  unshareViews(world, 'shared_with_team_ids', team.id)
  world.rows.teams.remove(team.id)
  recordEvent(world, actor, 'team-deleted', { type: 'Team', id: team.id })
}
