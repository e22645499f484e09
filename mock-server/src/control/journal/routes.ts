import { route } from '../route.ts'

export const journalRoutes = [
  route({
    method: 'GET',
    url: '/journal',
    operationId: 'listJournal',
    summary: 'The calls so far',
    answer: (account) => ({ data: account.journal() }),
  }),
]
