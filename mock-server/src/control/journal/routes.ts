import { route } from '../route.ts'
import { FilterFields } from './filter.ts'
import { PageFields } from './journal.ts'
import { StreamFields } from './stream.ts'

export const journalRoutes = [
  route({
    method: 'GET',
    url: '/journal',
    operationId: 'listJournal',
    summary: 'The calls so far, oldest first, in pages',
    query: PageFields,
    answer: (account, { query }) => account.journalPage(query),
  }),
  route({
    method: 'GET',
    url: '/journal.har',
    operationId: 'exportJournal',
    summary: 'The calls so far as an HTTP archive (HAR 1.2)',
    query: FilterFields,
    answer: (account, { query }) => account.har(query),
  }),
  route({
    method: 'GET',
    url: '/journal/stream',
    operationId: 'followJournal',
    summary: 'The calls as they come: server-sent events, which go on after Last-Event-ID',
    query: StreamFields,
    type: 'text/event-stream',
    options: { exposeHeadRoute: false },
    answer: (account, { query: { after, ...filter }, headers }) => {
      const last = headers['last-event-id'] ?? after
      return account.followJournal({ ...filter, ...(last !== undefined && { after: String(last) }) })
    },
  }),
]
