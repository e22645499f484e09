import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

export const exportRoutes = [
  route({
    method: 'GET',
    url: '/export',
    operationId: 'exportAccount',
    summary: 'The account as one JSON document',
    query: Type.Object(
      {
        secrets: Type.Optional(
          Type.Boolean({
            description: 'With keys, OAuth secrets and tokens, and credentials; default false.',
          }),
        ),
      },
      { additionalProperties: false },
    ),
    answer: (account, { query }) => account.export(query),
  }),
]
