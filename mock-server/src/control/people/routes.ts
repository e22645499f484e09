import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'

const KeyBody = Type.Object({ user_id: Type.Integer() }, { additionalProperties: false })

export const peopleRoutes = [
  route({
    method: 'POST',
    url: '/keys',
    operationId: 'createKey',
    summary: 'Make an API key for an admin',
    body: KeyBody,
    status: 201,
    answer: (account, { body }) => account.createKey(body.user_id),
  }),
  route({
    method: 'DELETE',
    url: '/keys/:id',
    operationId: 'revokeKey',
    summary: 'Revoke an API key',
    path: ItemPath,
    answer: (account, { path }) => account.revokeKey(path.id),
  }),
  route({
    method: 'POST',
    url: '/users/:id/deactivate',
    operationId: 'deactivateUser',
    summary: 'Deactivate a user',
    path: ItemPath,
    answer: (account, { path }) => account.deactivateUser(path.id),
  }),
]
