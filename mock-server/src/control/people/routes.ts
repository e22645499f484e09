import { PLAN_NAMES } from '../../helpdesk/model/entities.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import { ItemPath, route } from '../route.ts'

const KeyBody = Type.Object({ user_id: Type.Integer() }, { additionalProperties: false })
const PlanBody = Type.Object({ plan: OneOf(PLAN_NAMES) }, { additionalProperties: false })

export const peopleRoutes = [
  route({
    method: 'GET',
    url: '/keys',
    operationId: 'listKeys',
    summary: 'The API keys, without their texts',
    answer: (account) => ({ data: account.keys() }),
  }),
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
    method: 'POST',
    url: '/keys/:id/reset',
    operationId: 'resetKey',
    summary: 'End an API key and make a new one for its user',
    path: ItemPath,
    status: 201,
    answer: (account, { path }) => account.resetKey(path.id),
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
  route({
    method: 'POST',
    url: '/users/:id/reactivate',
    operationId: 'reactivateUser',
    summary: 'Let a deactivated user in again',
    path: ItemPath,
    answer: (account, { path }) => account.reactivateUser(path.id),
  }),
  route({
    method: 'PUT',
    url: '/plan',
    operationId: 'changePlan',
    summary: 'Move the account to another plan',
    body: PlanBody,
    answer: (account, { body }) => ({ plan: account.changePlan(body.plan) }),
  }),
]
