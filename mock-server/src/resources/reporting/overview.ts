import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import { overviewOf, periodBefore } from '../../helpdesk/reporting/overview.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { formatDatetime, parseDatetime } from '../../wire/datetimes.ts'
import type { FileContent } from '../file-answer.ts'
import type { OverviewBody } from './schema.ts'

/** The one older statistic that still answers (recorded). */
const OVERVIEW = 'overview'

type Body = Static<typeof OverviewBody>

/** The overview of a period, as JSON shows it. Refuses every other name (observed). */
export function presentOverview(world: Helpdesk, name: string, { filters }: Body) {
  if (name !== OVERVIEW) throw new Refusal('invalid', `Statistic "${name}" does not exist.`)
  const from = parseDatetime(filters?.period?.start_datetime ?? '')
  const to = parseDatetime(filters?.period?.end_datetime ?? '')
  if (from === undefined || to === undefined)
    throw new Refusal('invalid', '', { filters: { period: ['Missing data for required field.'] } })
  const before = periodBefore({ from, to })
  return {
    data: { data: overviewOf(world, { from, to }) },
    meta: {
      end_datetime: formatDatetime(to),
      previous_end_datetime: formatDatetime(before.to),
      previous_start_datetime: formatDatetime(before.from),
      start_datetime: formatDatetime(from),
    },
  }
}

/** The same figures as a table. Names and figures hold nothing that would have to be quoted. */
export function overviewFile(world: Helpdesk, name: string, body: Body): FileContent {
  const { data } = presentOverview(world, name, body).data
  const lines = data.map((row) => [row.name, row.value ?? '', row.delta].join(','))
  return {
    bytes: Buffer.from(['name,value,delta', ...lines, ''].join('\r\n')),
    content_type: 'text/csv',
    name: 'overview.csv',
  }
}
