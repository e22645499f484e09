import type { FastifyInstance } from 'fastify'
import type { Account } from '../account.ts'
import { route } from '../route.ts'
import type { Accounts } from './accounts.ts'
import { createAccount } from './create.ts'
import { NewAccountBody } from './shapes.ts'
import type { NewAccountOrder } from './shapes.ts'

/** An exported account is as large as the account. */
const IMPORT_LIMIT = 256 * 1024 * 1024

/** The accounts of the server: those there are, and new ones. */
export function accountsRoutes(
  app: FastifyInstance,
  accounts: Accounts,
  account: (name: string) => Account,
): void {
  app.get('/accounts', { schema: { operationId: 'listAccounts', summary: 'List accounts' } }, () => ({
    data: accounts.list().map(({ name }) => account(name).credentials),
  }))
  app.post<{ Body: NewAccountOrder }>(
    '/accounts',
    {
      bodyLimit: IMPORT_LIMIT,
      schema: {
        operationId: 'createAccount',
        summary: 'Make an account: fresh, seeded, or a fork',
        body: NewAccountBody,
      },
    },
    (request, reply) => {
      reply.code(201)
      return account(createAccount(accounts, request.body).name).credentials
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
