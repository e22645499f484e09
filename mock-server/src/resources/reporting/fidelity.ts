import { recordsOf } from '../../kernel/fidelity.ts'

const ENVELOPE = 'statistics are figures of a period, with the documented envelope'
const TOLD = 'a question that asks %j is told what may be asked'
const CLOSED = 'a scope counts the tickets that are open, closed and replied'
const OUT = 'a scope leaves out spam, the trash, and what a rule answered where replies are meant'

const inScopes = (name: string) => ({ file: 'mock-server/test/resources/reporting-scopes.test.ts', name })

const chosen = { standing: 'inferred', source: 'none: chosen' } as const

const statistics = recordsOf('Reporting', 'mock-server/test/resources/reporting.test.ts', [
  {
    subject: 'queryStatistics',
    aspect:
      'Takes scope, filters, measures, dimensions, time_dimensions, timezone and order; 30 lines a page, 10000 at most.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: 'a question asks for 10000 lines at most',
  },
  {
    subject: 'queryStatistics',
    aspect: 'Answers object, uri, data, and meta with scope, cursors, total, offset and limit.',
    standing: 'documented',
    source: 'reference, mid 2026',
    test: ENVELOPE,
  },
  {
    subject: 'queryStatistics',
    aspect: 'Answers 200, not 201; the object is "list", the meta in this order.',
    ...chosen,
    test: ENVELOPE,
  },
  {
    subject: 'queryStatistics',
    aspect: 'Spans 366 days at most, and says so in a known sentence.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: 'a question spans 366 days at most, and does not end before it begins',
  },
  {
    subject: 'queryStatistics',
    aspect:
      'The period is two filters, periodStart with afterDate and periodEnd with beforeDate, both required.',
    ...chosen,
    test: TOLD,
  },
  {
    subject: 'queryStatistics',
    aspect: 'The period begins with its first moment and ends before its last one.',
    ...chosen,
    test: 'statistics begin with the first moment of the period and end before its last one',
  },
  {
    subject: 'queryStatistics',
    aspect:
      'Simulated scopes: tickets-created, tickets-closed, tickets-open, tickets-replied, messages-sent, messages-received, tags, satisfaction-surveys, users; any other is a 400 that names them.',
    ...chosen,
    test: TOLD,
  },
  {
    subject: 'queryStatistics',
    aspect:
      'The names of measures, dimensions and columns; an unknown one is a 400 that names what is there.',
    ...chosen,
    test: TOLD,
  },
  {
    subject: 'queryStatistics',
    aspect:
      'Filters name a dimension and one of: one-of, not-one-of, all-of, equals, notEquals, set, notSet.',
    ...chosen,
    test: 'statistics are filtered by the dimensions of their scope',
  },
  {
    subject: 'queryStatistics',
    aspect: 'What has no value of a dimension stands under null, what has several under each of them.',
    ...chosen,
    test: 'statistics come by dimension; a ticket without a value stands under null, one with several under each',
  },
  {
    subject: 'queryStatistics',
    aspect:
      'Times are cut by the clocks of the timezone and carry its offset; lines without facts are left out; weeks begin on Mondays.',
    ...chosen,
    test: 'statistics come by time as the clocks of the timezone cut it; empty pieces are left out',
  },
  {
    subject: 'queryStatistics',
    aspect:
      'A day on which clocks are changed has 23 or 25 hours, and the hour that comes twice is two lines.',
    ...chosen,
    test: 'statistics of a day on which clocks are changed count its 23 hours, and the hour that comes twice twice',
  },
  {
    subject: 'queryStatistics',
    aspect:
      'Lines stand by time, then by dimension, unless pairs of column and direction say otherwise; a cursor holds a place among them.',
    ...chosen,
    test: 'statistics are ordered as it is asked, and page by page they are what they are in one',
  },
  {
    subject: 'queryStatistics',
    aspect:
      'A ticket is closed while it has not reopened, and replied when an agent wrote to the customer; times run from its first message and from its making, in seconds.',
    ...chosen,
    test: inScopes(CLOSED),
  },
  {
    subject: 'queryStatistics',
    aspect: 'Spam and the trash count nowhere; what a rule answers is sent, but no reply.',
    ...chosen,
    test: inScopes(OUT),
  },
  {
    subject: 'queryStatistics',
    aspect:
      'The scope users tells of each agent the replies, the closed tickets that were theirs, and median times.',
    ...chosen,
    test: inScopes('a scope tells what each agent did'),
  },
])

const NONE =
  'the overview changes by a hundred percent where there was nothing, and by none where there is nothing'
const GONE = 'the statistic %s does not exist'

const legacy = recordsOf('Older statistics', 'mock-server/test/resources/legacy-statistics.test.ts', [
  {
    subject: 'getStatistic',
    aspect:
      'The statistic overview answers eight figures in this order, with type, delta and more_is_better.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: 'the overview has the recorded figures in their order, with the change against the period before',
  },
  {
    subject: 'getStatistic',
    aspect: 'The delta is in percent, 100 where there was nothing before; a median of nothing is null.',
    standing: 'recorded',
    source: 'recorded answers, August 2026',
    test: NONE,
  },
  {
    subject: 'getStatistic',
    aspect: 'The delta is 0 where there is nothing now, or nothing on both sides.',
    ...chosen,
    test: NONE,
  },
  {
    subject: 'getStatistic',
    aspect: 'Answers 200; takes no filter but the period, of 366 days at most.',
    ...chosen,
    test: 'the overview spans 366 days at most',
  },
  {
    subject: 'getStatistic',
    aspect: 'Any other name is a 400 that says that it does not exist.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: GONE,
  },
  {
    subject: 'downloadStatistic',
    aspect: 'Any name but overview is a 400 that says that it does not exist.',
    standing: 'recorded',
    source: 'live accounts, mid 2026',
    test: GONE,
  },
  {
    subject: 'downloadStatistic',
    aspect: 'The overview comes as CSV with name, value and delta.',
    ...chosen,
    test: 'the overview can be downloaded as a table',
  },
])

/** What is known about statistics. */
export const reportingFidelity = [...statistics, ...legacy]
