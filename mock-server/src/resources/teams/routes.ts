import type { FastifyInstance } from 'fastify'
import type { Actor } from '../../helpdesk/actor.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { createTeam, deleteTeam } from '../../helpdesk/users/teams.ts'
import { dataFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as teams from './operations.ts'
import { presentTeam } from './presenter.ts'
import { Team, TeamCreate, TeamList, TeamQuery, TeamUpdate } from './schema.ts'

/** The id of a team that is there, for the examples. */
const someTeam = (world: Helpdesk, actor: Actor): number =>
  createTeam(world, actor, { name: 'Night shift' }).id

/** Teams. */
export function teamRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Teams')

  operation(
    {
      operationId: 'listTeams',
      method: 'GET',
      url: '/api/teams',
      summary: 'List teams',
      query: TeamQuery,
      answer: TeamList,
      failure: 'Failed to list teams',
      example: () => ({ query: { order_by: 'name:asc' as const } }),
    },
    ({ world, query, url }) =>
      dataFirst(teams.listTeams(world, query), url, (team) => presentTeam(world, team)),
  )

  operation(
    {
      operationId: 'createTeam',
      method: 'POST',
      url: '/api/teams',
      summary: 'Create a team',
      body: TeamCreate,
      answer: Team,
      failure: 'Failed to create team',
      example: () => ({
        body: { name: 'First line', decoration: { emoji: '📮' }, members: [{ email: 'robin@acme.test' }] },
      }),
    },
    ({ world, actor, body }) => presentTeam(world, teams.createTeam(world, actor, body)),
  )

  operation(
    {
      operationId: 'getTeam',
      method: 'GET',
      url: '/api/teams/:id',
      summary: 'Retrieve a team',
      path: IdPath,
      answer: Team,
      failure: 'Failed to retrieve team',
      example: (world, actor) => ({ path: { id: someTeam(world, actor) } }),
    },
    ({ world, path }) => presentTeam(world, teams.findTeam(world, path.id)),
  )

  operation(
    {
      operationId: 'updateTeam',
      method: 'PUT',
      url: '/api/teams/:id',
      summary: 'Update a team',
      description: 'Only the fields that are named change; members are replaced as a whole.',
      path: IdPath,
      body: TeamUpdate,
      answer: Team,
      failure: 'Failed to update team',
      example: (world, actor) => ({ path: { id: someTeam(world, actor) }, body: { members: [] } }),
    },
    ({ world, actor, path, body }) => presentTeam(world, teams.updateTeam(world, actor, path.id, body)),
  )

  operation(
    {
      operationId: 'deleteTeam',
      method: 'DELETE',
      url: '/api/teams/:id',
      summary: 'Delete a team',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete team',
      example: (world, actor) => ({ path: { id: someTeam(world, actor) } }),
    },
    ({ world, actor, path }) => deleteTeam(world, actor, teams.findTeam(world, path.id)),
  )
}
