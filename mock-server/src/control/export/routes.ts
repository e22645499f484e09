import { route } from '../route.ts'
import { ExportQuery } from './export.ts'

export const exportRoutes = [
  route({
    method: 'GET',
    url: '/export',
    operationId: 'exportAccount',
    summary: 'The account as one JSON document',
    query: ExportQuery,
    answer: (account, { query }) => account.export(query),
  }),
]
