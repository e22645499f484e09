import { startApi } from './api.ts'
import type { Api, Call } from './api.ts'

/** A page of a report. */
export interface Report {
  readonly object: string
  readonly uri: string
  readonly data: readonly Record<string, unknown>[]
  readonly meta: {
    readonly total: number
    readonly prev_cursor: string | null
    readonly next_cursor: string | null
  }
}

export const PATH = '/api/reporting/stats'

export const between = (from: string, to: string) => [
  { member: 'periodStart', operator: 'afterDate', values: [from] },
  { member: 'periodEnd', operator: 'beforeDate', values: [to] },
]
export const MARCH = between('2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z')

export const query = (scope: string, more: object = {}) => ({
  query: { scope, filters: MARCH, timezone: 'UTC', ...more },
})

export const ask = async (call: Call, scope: string, more: object = {}): Promise<Report['data']> =>
  (await call<Report>(200, 'POST', `${PATH}?limit=10000`, query(scope, more))).data

/** A ticket that somebody wrote at a time, by phone unless it is said otherwise. */
export const ticketAt = (created_datetime: string, more: object = {}, channel = 'phone') => ({
  messages: [
    { channel, from_agent: false, sender: { email: 'dana@shop.test' }, body_text: 'Hm?', created_datetime },
  ],
  ...more,
})

export const reply = (created_datetime: string, more: object = {}) => ({
  channel: 'phone',
  from_agent: true,
  body_text: 'Yes.',
  created_datetime,
  sent_datetime: created_datetime,
  ...more,
})

/** An account with four tickets of March: two by phone, one by chat, one that is spam. */
export async function startShop(): Promise<
  Api & { readonly agent: number; readonly tickets: readonly number[] }
> {
  const api = await startApi()
  const { call } = api
  const robin = await call(201, 'POST', '/api/users', {
    name: 'Robin',
    email: 'robin@acme.test',
    role: { name: 'agent' },
  })
  const assignee_user = { id: robin.id }
  const tickets: number[] = []
  for (const body of [
    ticketAt('2026-03-02T08:00:00Z', { tags: [{ name: 'vip' }, { name: 'late' }], assignee_user }),
    ticketAt('2026-03-02T23:30:00Z', { tags: [{ name: 'late' }] }),
    ticketAt('2026-03-05T12:00:00Z', { assignee_user }, 'chat'),
    ticketAt('2026-03-05T13:00:00Z', { spam: true }),
  ])
    tickets.push((await call(201, 'POST', '/api/tickets', body)).id)
  return Object.assign(api, { agent: robin.id, tickets })
}
