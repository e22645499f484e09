import type { FastifyInstance } from 'fastify'
import type { Static } from 'typebox'
import { PLAN_NAMES } from '../../helpdesk/model/entities.ts'
import { SeedSchema } from '../../seeds/document.ts'
import { MOST_TICKETS } from '../../seeds/large-seed.ts'
import { OneOf } from '../../wire/schema.ts'
import { Type } from '../../wire/type.ts'
import type { Account } from '../account.ts'
import { ControlError } from '../errors.ts'
import type { AccountDocument } from '../export/document.ts'
import { route } from '../route.ts'
import type { Accounts } from './accounts.ts'
import { toStartingPoint } from './starting-point.ts'
import type { SeedOption } from './starting-point.ts'

const LargeSeedSchema = Type.Object(
  {
    kind: Type.Unsafe<'large'>({ const: 'large' }),
    tickets: Type.Integer({ minimum: 1, maximum: MOST_TICKETS }),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 })),
  },
  { additionalProperties: false, title: 'A large shop, made up from a number' },
)

/** An exported account is as large as the account. */
const IMPORT_LIMIT = 256 * 1024 * 1024

const NewAccountBody = Type.Object(
  {
    subdomain: Type.Optional(Type.String({ maxLength: 63 })),
    plan: Type.Optional(OneOf(PLAN_NAMES)),
    seed: Type.Optional(
      Type.Unsafe<SeedOption>({
        // One kind of seed is meant, and what is wrong with that one is to be told.
        if: { type: 'object', required: ['kind'] },
        then: LargeSeedSchema,
        else: { anyOf: [{ const: 'demo' }, SeedSchema] },
      }),
    ),
    from: Type.Optional(Type.String({ description: 'The account to fork.' })),
    snapshot: Type.Optional(Type.String({ description: 'The snapshot of that account to fork.' })),
    import: Type.Optional(
      Type.Unsafe<AccountDocument>({ type: 'object', description: 'An account as it was exported.' }),
    ),
  },
  { additionalProperties: false },
)

/** An account starts from one thing. */
function refuseContradictions({
  seed,
  from,
  snapshot,
  import: document,
}: Static<typeof NewAccountBody>): void {
  const [first, second] = Object.entries({ import: document, from, seed }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  )
  if (second !== undefined)
    throw new ControlError(400, `${second}: an account starts from one thing, and there is ${first}.`, second)
  if (snapshot !== undefined && from === undefined)
    throw new ControlError(400, 'snapshot: name its account as well: {"from": NAME}.', 'snapshot')
}

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
      bodyLimit: IMPORT_LIMIT,
      schema: {
        operationId: 'createAccount',
        summary: 'Make an account: fresh, seeded, or a fork',
        body: NewAccountBody,
      },
    },
    (request, reply) => {
      refuseContradictions(request.body)
      const { import: document, seed = document, ...options } = request.body
      const furnished = { ...options, ...(seed !== undefined && { seed: toStartingPoint(seed) }) }
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
