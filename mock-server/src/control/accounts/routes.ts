import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { PLAN_NAMES } from '../../helpdesk/model/entities.ts'
import { demoSeed } from '../../seeds/demo.ts'
import { SeedSchema } from '../../seeds/document.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import type { Account } from '../account.ts'
import { route } from '../route.ts'
import type { Accounts } from './accounts.ts'

const NewAccountBody = Type.Object(
  {
    subdomain: Type.Optional(Type.String({ maxLength: 63 })),
    plan: Type.Optional(OneOf(PLAN_NAMES)),
    seed: Type.Optional(Type.Unsafe<'demo' | object>({ anyOf: [{ const: 'demo' }, SeedSchema] })),
    from: Type.Optional(Type.String({ description: 'The account to fork.' })),
  },
  { additionalProperties: false },
)

/** The accounts of the server: those there are, and new ones. */
export function accountsRoutes(
  app: FastifyInstance,
  accounts: Accounts,
  account: (name: string) => Account,
): void {
  app.get('/accounts', { schema: { operationId: 'listAccounts', summary: 'List accounts' } }, () => ({
    data: accounts.list().map(({ name }) => account(name).credentials),
  }))
  app.post<{ Body: Static<typeof NewAccountBody> }>(
    '/accounts',
    {
      schema: {
        operationId: 'createAccount',
        summary: 'Make an account: fresh, seeded, or a fork',
        body: NewAccountBody,
      },
    },
    (request, reply) => {
      const { seed, ...options } = request.body
      const furnished = { ...options, ...(seed !== undefined && { seed: seed === 'demo' ? demoSeed : seed }) }
      reply.code(201)
      return account(accounts.create(furnished).name).credentials
    },
  )
}

export const accountRoutes = [
  route({
    method: 'GET',
    url: '',
    operationId: 'getAccount',
    summary: 'Credentials of an account',
    answer: (account) => account.credentials,
  }),
  route({
    method: 'DELETE',
    url: '',
    operationId: 'deleteAccount',
    summary: 'Delete an account',
    answer: (account) => account.delete(),
  }),
  route({
    method: 'POST',
    url: '/reset',
    operationId: 'resetAccount',
    summary: 'Put an account back to its beginning',
    answer: (account) => account.reset(),
  }),
]
