import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import type { Actor } from '../../helpdesk/actor.ts'
import { findUser } from '../../helpdesk/messages/messages.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Team } from '../../helpdesk/model/entities.ts'
import { changeTeam, createTeam as addTeam } from '../../helpdesk/users/teams.ts'
import type { TeamChanges } from '../../helpdesk/users/teams.ts'
import type { Page } from '../../wire/cursors.ts'
import { listPage } from '../list.ts'
import type { Order } from '../list.ts'
import type { TeamCreate, TeamQuery, TeamUpdate } from './schema.ts'

/** The team of that id; refuses with 404. */
export function findTeam(world: Helpdesk, id: number): Team {
  const team = world.rows.teams.get(id)
  if (team === undefined) throw new Refusal('missing')
  return team
}

const orders: Readonly<Record<string, Order<Team, 'byCreated' | 'byName'>>> = {
  created_datetime: { index: 'byCreated', type: 'datetime', value: (team) => team.created_datetime },
  name: { index: 'byName', type: 'text', value: (team) => team.name },
}

export const listTeams = (world: Helpdesk, query: Static<typeof TeamQuery>): Page<Team> =>
  listPage(world.rows.teams, query, { orders, defaultOrder: 'created_datetime:desc' })

type Members = NonNullable<Static<typeof TeamUpdate>['members']>

/** The users that a body names, each once. Refuses whoever is no user. */
function memberIds(world: Helpdesk, members: Members): number[] {
  const ids = members.map((member, i) => {
    const user = findUser(world, member)
    if (user === undefined)
      throw new Refusal('invalid', '', { members: { [i]: { id: ['User does not exist.'] } } })
    return user.id
  })
  return [...new Set(ids)]
}

/** A body as the helpdesk takes it. A team without decoration has an empty one (recorded). */
function fieldsOf(world: Helpdesk, { members, decoration, ...rest }: Static<typeof TeamUpdate>) {
  return {
    ...rest,
    ...(decoration !== undefined && { decoration: decoration ?? {} }),
    ...(members !== undefined && { member_ids: memberIds(world, members) }),
  } as TeamChanges
}

export const createTeam = (world: Helpdesk, actor: Actor, body: Static<typeof TeamCreate>): Team =>
  addTeam(world, actor, { ...fieldsOf(world, body), name: body.name })

export const updateTeam = (
  world: Helpdesk,
  actor: Actor,
  id: number,
  body: Static<typeof TeamUpdate>,
): Team => changeTeam(world, actor, findTeam(world, id), fieldsOf(world, body))
