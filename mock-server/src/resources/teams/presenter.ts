import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Team } from '../../helpdesk/model/entities.ts'
import { formatDatetime } from '../../wire/datetimes.ts'

export const presentTeam = (world: Helpdesk, team: Team) => ({
  ...team,
  uri: `/api/teams/${team.id}/`,
  members: team.member_ids
    .flatMap((id) => world.rows.users.get(id) ?? [])
    .map(({ id, name, email, meta }) => ({ id, name, email, meta })),
  created_datetime: formatDatetime(team.created_datetime),
})
