import type { FastifyInstance } from 'fastify'
import { SCOPES } from '../../helpdesk/reporting/scopes.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { formatDatetime } from '../../wire/datetimes.ts'
import { FileAnswer } from '../file-answer.ts'
import { listUri } from '../list.ts'
import { operationsOf } from '../operation.ts'
import { overviewFile, presentOverview } from './overview.ts'
import { reportPage } from './report.ts'
import {
  Overview,
  OverviewBody,
  StatisticPath,
  Statistics,
  StatisticsBody,
  StatisticsQuery,
} from './schema.ts'

const WEEK = 7 * 86_400_000_000

/** The week until now, for the examples. */
const lastWeek = ({ now }: Helpdesk) => ({
  start_datetime: formatDatetime(now - WEEK),
  end_datetime: formatDatetime(now + 1_000_000),
})

const overviewExample = (world: Helpdesk) => ({
  path: { name: 'overview' },
  body: { filters: { period: lastWeek(world) } },
})

/** Statistics, computed from what the account holds. */
export function reportingRoutes(app: FastifyInstance): void {
  const operation = operationsOf(app, 'Reporting')

  operation(
    {
      operationId: 'queryStatistics',
      method: 'POST',
      url: '/api/reporting/stats',
      summary: 'Query statistics',
      description: `Computed from what the account holds. Scopes: ${[...SCOPES.keys()].join(', ')}.`,
      query: StatisticsQuery,
      body: StatisticsBody,
      answer: Statistics,
      // Nothing is created (inferred).
      status: 200,
      failure: 'Failed to query statistics',
      example(world) {
        const { start_datetime, end_datetime } = lastWeek(world)
        return {
          body: {
            query: {
              scope: 'messages-received',
              filters: [
                { member: 'periodStart', operator: 'afterDate', values: [start_datetime] },
                { member: 'periodEnd', operator: 'beforeDate', values: [end_datetime] },
                { member: 'channel', operator: 'one-of', values: ['email', 'chat'] },
              ],
              measures: ['messageCount'],
              dimensions: ['channel'],
              time_dimensions: [{ dimension: 'createdDatetime', granularity: 'day' as const }],
              timezone: 'Europe/Oslo',
              order: [['messageCount', 'desc']],
            },
          },
        }
      },
    },
    ({ world, query, body, url }) => {
      const { rows, ...meta } = reportPage(world, body, query)
      return { object: 'list', uri: listUri(url), data: rows, meta: { scope: body.query.scope, ...meta } }
    },
  )

  operation(
    {
      operationId: 'getStatistic',
      method: 'POST',
      url: '/api/stats/:name',
      summary: 'Retrieve a statistic (legacy)',
      description: 'Only the statistic `overview` still exists.',
      deprecated: true,
      path: StatisticPath,
      body: OverviewBody,
      answer: Overview,
      status: 200,
      failure: 'Failed to retrieve statistic',
      example: overviewExample,
    },
    ({ world, path, body }) => presentOverview(world, path.name, body),
  )

  operation(
    {
      operationId: 'downloadStatistic',
      method: 'POST',
      url: '/api/stats/:name/download',
      summary: 'Download a statistic (legacy)',
      description: 'Only the statistic `overview` still exists; it comes as CSV.',
      deprecated: true,
      path: StatisticPath,
      body: OverviewBody,
      answer: FileAnswer,
      status: 200,
      failure: 'Failed to download statistic',
      example: overviewExample,
    },
    ({ world, path, body }) => overviewFile(world, path.name, body),
  )
}
