import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'

const Instant = Type.Optional(Type.String({ maxLength: 40 }))

export const verdictRoutes = [
  route({
    method: 'GET',
    url: '/verdicts',
    operationId: 'readVerdicts',
    summary: 'What the client did that would hurt in production, with the calls that show it',
    query: Type.Object({ since: Instant, until: Instant }, { additionalProperties: false }),
    answer: (account, { query }) => account.verdicts(query),
  }),
]
