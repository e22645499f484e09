import { Refusal } from '../../kernel/refusal.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import type { Ticket } from '../model/entities.ts'

/** Refuses to give a ticket to a user or a team that does not exist, or does not any more. */
export function refuseUnknownAssignees(
  world: Helpdesk,
  { assignee_user_id: user, assignee_team_id: team }: Partial<Ticket>,
): void {
  if (user != null && world.rows.users.get(user)?.deleted_datetime !== null)
    throw new Refusal('invalid', '', { assignee_user: ['User does not exist.'] })
  if (team != null && world.rows.teams.get(team) === undefined)
    throw new Refusal('invalid', '', { assignee_team: ['Team does not exist.'] })
}
