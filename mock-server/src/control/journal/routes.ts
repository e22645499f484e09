import { Type } from '../../wire/type.ts'
import { route } from '../route.ts'
import { filterFields } from './filter.ts'
import { PageFields } from './journal.ts'

const strict = { additionalProperties: false }

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
    query: Type.Object(filterFields, strict),
    answer: (account, { query }) => account.har(query),
  }),
  route({
    method: 'GET',
    url: '/journal/stream',
    operationId: 'followJournal',
    summary: 'The calls as they come: server-sent events, which go on after Last-Event-ID',
    query: Type.Object(
      {
        ...filterFields,
        after: Type.Optional(
          Type.String({ pattern: '^\\d{1,15}$', description: 'As Last-Event-ID, which goes before it.' }),
        ),
      },
      strict,
    ),
    type: 'text/event-stream',
    options: { exposeHeadRoute: false },
    answer: (account, { query: { after, ...filter }, headers }) => {
      const last = headers['last-event-id'] ?? after
      return account.followJournal({ ...filter, ...(last !== undefined && { after: String(last) }) })
    },
  }),
]
