import type { FastifyInstance } from 'fastify'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { deleteUser } from '../../helpdesk/users/users.ts'
import { objectFirst } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { IdPath } from '../../wire/schema.ts'
import * as users from './operations.ts'
import { presentUser } from './presenter.ts'
import { User, UserCreate, UserList, UserQuery, UserUpdate } from './schema.ts'

/** An agent of the demo account, for the examples. */
const someAgent = (world: Helpdesk): { readonly id: number } => ({
  id: world.rows.users.first('byRole', ['agent'])?.id ?? 0,
})

/** Users: agents, and the bots that stand for mailboxes. Only admins change them (inferred). */
export function userRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Users')

  operation(
    {
      operationId: 'listUsers',
      method: 'GET',
      url: '/api/users',
      summary: 'List users',
      query: UserQuery,
      answer: UserList,
      failure: 'Failed to list users',
      example: () => ({ query: { roles: ['agent' as const], limit: 2 } }),
    },
    ({ world, query, url }) =>
      objectFirst(users.listUsers(world, query), url, (user) => presentUser(world, user)),
  )

  operation(
    {
      operationId: 'createUser',
      method: 'POST',
      url: '/api/users',
      summary: 'Create a user',
      description: 'Refused where the plan has no seat left: Starter has three.',
      body: UserCreate,
      answer: User,
      failure: 'Failed to create user',
      example: () => ({
        body: { name: 'Kim Lee', email: 'kim@acme.test', role: { name: 'agent' as const } },
      }),
      adminOnly: true,
    },
    ({ world, actor, body }) => presentUser(world, users.createUser(world, actor, body)),
  )

  operation(
    {
      operationId: 'getUser',
      method: 'GET',
      url: '/api/users/:id',
      summary: 'Retrieve a user',
      description: 'The id 0 stands for the caller.',
      path: IdPath,
      answer: User,
      failure: 'Failed to retrieve user',
      example: () => ({ path: { id: 0 } }),
    },
    ({ world, user, path }) => presentUser(world, users.findUser(world, user, path.id)),
  )

  operation(
    {
      operationId: 'updateUser',
      method: 'PUT',
      url: '/api/users/:id',
      summary: 'Update a user',
      description: 'Only the fields that are named change.',
      path: IdPath,
      body: UserUpdate,
      answer: User,
      failure: 'Failed to update user',
      example: (world) => ({ path: someAgent(world), body: { bio: 'Returns and exchanges.' } }),
      adminOnly: true,
    },
    ({ world, actor, user, path, body }) =>
      presentUser(world, users.updateUser(world, actor, users.findUser(world, user, path.id), body)),
  )

  operation(
    {
      operationId: 'deleteUser',
      method: 'DELETE',
      url: '/api/users/:id',
      summary: 'Delete a user',
      path: IdPath,
      answer: null,
      failure: 'Failed to delete user',
      example: (world) => ({ path: someAgent(world) }),
      adminOnly: true,
    },
    ({ world, actor, user, path }) => deleteUser(world, actor, users.findUser(world, user, path.id)),
  )
}
