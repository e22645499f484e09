import { SpanFields } from '../journal/filter.ts'
import { route } from '../route.ts'

export const verdictRoutes = [
  route({
    method: 'GET',
    url: '/verdicts',
    operationId: 'readVerdicts',
    summary: 'What the client did that would hurt in production, with the calls that show it',
    query: SpanFields,
    answer: (account, { query }) => account.verdicts(query),
  }),
]
