import { expect, it } from 'vitest'
import { startApi } from './api.ts'
import type { Api, Refused } from './api.ts'

interface Overview {
  readonly data: { readonly data: readonly Record<string, unknown>[] }
  readonly meta: object
}

const OVERVIEW = '/api/stats/overview'

const during = (start_datetime: string, end_datetime: string) => ({
  filters: { period: { start_datetime, end_datetime } },
})
const MONDAY = during('2026-03-02T00:00:00Z', '2026-03-03T00:00:00Z')

/** A ticket that was written at a time, answered once ten minutes later, and closed after an hour. */
async function addTicket({ call }: Api, hour: string): Promise<void> {
  const message = { channel: 'phone', body_text: 'Hm?' }
  const { id } = await call(201, 'POST', '/api/tickets', {
    messages: [
      {
        ...message,
        from_agent: false,
        sender: { email: 'dana@shop.test' },
        created_datetime: `${hour}:00:00Z`,
      },
      {
        ...message,
        from_agent: true,
        created_datetime: `${hour}:10:00Z`,
        sent_datetime: `${hour}:10:00Z`,
      },
    ],
  })
  await call(202, 'PUT', `/api/tickets/${id}`, { status: 'closed', closed_datetime: `${hour}:59:00Z` })
}

const valuesOf = ({ data }: Overview) => data.data.map(({ name, value, delta }) => [name, value, delta])

it('the overview has the recorded figures in their order, with the change against the period before', async () => {
  await using api = await startApi()
  await addTicket(api, '2026-03-01T12')
  await addTicket(api, '2026-03-02T06')
  await addTicket(api, '2026-03-02T07')
  const overview = await api.call<Overview>(200, 'POST', OVERVIEW, MONDAY)
  expect(Object.keys(overview)).toEqual(['data', 'meta'])
  expect(overview.meta).toEqual({
    end_datetime: '2026-03-03T00:00:00+00:00',
    previous_end_datetime: '2026-03-02T00:00:00+00:00',
    previous_start_datetime: '2026-03-01T00:00:00+00:00',
    start_datetime: '2026-03-02T00:00:00+00:00',
  })
  expect(Object.keys(overview.meta)).toEqual([
    'end_datetime',
    'previous_end_datetime',
    'previous_start_datetime',
    'start_datetime',
  ])
  const rows = overview.data.data
  expect(rows.map((row) => Object.keys(row).join())).toEqual([
    ...Array<string>(5).fill('name,type,value,delta'),
    ...Array<string>(3).fill('name,type,value,delta,more_is_better'),
  ])
  expect(rows.map(({ type }) => type)).toEqual([
    ...Array<string>(5).fill('number'),
    'duration',
    'duration',
    'percent',
  ])
  expect(rows.slice(5).map(({ more_is_better }) => more_is_better)).toEqual([false, false, true])
  expect(valuesOf(overview)).toEqual([
    ['total_new_tickets', 2, 100],
    ['total_replied_tickets', 2, 100],
    ['total_closed_tickets', 2, 100],
    ['total_messages_sent', 2, 100],
    ['total_messages_received', 2, 100],
    ['median_first_response_time', 600, 0],
    ['median_resolution_time', 3540, 0],
    ['total_one_touch_tickets', 100, 0],
  ])
})

it('the overview changes by a hundred percent where there was nothing, and by none where there is nothing', async () => {
  await using api = await startApi()
  const empty = valuesOf(await api.call<Overview>(200, 'POST', OVERVIEW, MONDAY))
  expect(empty.map(([, value]) => value)).toEqual([0, 0, 0, 0, 0, null, null, 0])
  expect(empty.map(([, , delta]) => delta)).toEqual(Array(8).fill(0))
  await addTicket(api, '2026-03-02T06')
  const full = valuesOf(await api.call<Overview>(200, 'POST', OVERVIEW, MONDAY))
  expect(full.map(([, , delta]) => delta)).toEqual(Array(8).fill(100))
  const next = during('2026-03-03T00:00:00Z', '2026-03-04T00:00:00Z')
  const after = valuesOf(await api.call<Overview>(200, 'POST', OVERVIEW, next))
  expect(after.map(([, , delta]) => delta)).toEqual([-100, -100, -100, -100, -100, 0, 0, -100])
})

it('what the shop wrote first is no response', async () => {
  await using api = await startApi()
  const created_datetime = '2026-03-02T06:00:00Z'
  await api.call(201, 'POST', '/api/tickets', {
    customer: { email: 'dana@shop.test' },
    messages: [
      {
        channel: 'phone',
        from_agent: true,
        body_text: 'Hi!',
        created_datetime,
        sent_datetime: created_datetime,
      },
    ],
  })
  const overview = await api.call<Overview>(200, 'POST', OVERVIEW, MONDAY)
  expect(valuesOf(overview).slice(3, 6)).toEqual([
    ['total_messages_sent', 1, 100],
    ['total_messages_received', 0, 0],
    ['median_first_response_time', null, 0],
  ])
})

it.each([
  [{}, { filters: { period: ['Missing data for required field.'] } }],
  [{ filters: {} }, { filters: { period: ['Missing data for required field.'] } }],
  [
    { filters: { period: { start_datetime: '2026-03-02' } } },
    {
      filters: {
        period: {
          start_datetime: ['Not a valid datetime.'],
          end_datetime: ['Missing data for required field.'],
        },
      },
    },
  ],
  [{ filters: { channels: ['email'] } }, { filters: { channels: ['No such field'] } }],
])('the overview of %j is refused', async (body, data) => {
  await using api = await startApi()
  const { error } = await api.call<Refused>(400, 'POST', OVERVIEW, body)
  expect(error).toEqual({ msg: 'Failed to retrieve statistic', data })
})

it('the overview spans 366 days at most', async () => {
  await using api = await startApi()
  const { error } = await api.call<Refused>(
    400,
    'POST',
    OVERVIEW,
    during('2025-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
  )
  expect(error).toEqual({ msg: 'Maximum allowed period size is 366 days' })
})

it.each(['support-volume', 'Overview', 'constructor'])('the statistic %s does not exist', async (name) => {
  await using api = await startApi()
  for (const path of [`/api/stats/${name}`, `/api/stats/${name}/download`]) {
    const { error } = await api.call<Refused>(400, 'POST', path, MONDAY)
    expect(error.msg).toBe(`Statistic "${name}" does not exist.`)
  }
})

it('the overview can be downloaded as a table', async () => {
  await using api = await startApi()
  await addTicket(api, '2026-03-02T06')
  const answer = await fetch(`${api.server.url}${OVERVIEW}/download`, {
    method: 'POST',
    headers: { authorization: api.server.account.authorization, 'content-type': 'application/json' },
    body: JSON.stringify(MONDAY),
  })
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/csv/)
  expect(answer.headers.get('content-disposition')).toContain('filename="overview.csv"')
  const lines = (await answer.text()).split('\r\n')
  expect(lines.slice(0, 2)).toEqual(['name,value,delta', 'total_new_tickets,1,100'])
  expect(lines).toHaveLength(10)
})
