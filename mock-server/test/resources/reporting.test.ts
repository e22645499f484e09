import { describe, expect, it } from 'vitest'
import { startApi } from './api.ts'
import type { Refused } from './api.ts'
import { ask, between, MARCH, PATH, query, startShop, ticketAt } from './reports.ts'
import type { Report } from './reports.ts'

describe('statistics', () => {
  it('are figures of a period, with the documented envelope', async () => {
    await using api = await startShop()
    const report = await api.call<Report>(200, 'POST', `${PATH}?limit=5`, query('tickets-created'))
    expect(Object.keys(report)).toEqual(['object', 'uri', 'data', 'meta'])
    expect(report).toEqual({
      object: 'list',
      uri: '/api/reporting/stats?limit=5',
      data: [{ ticketCount: 3 }],
      meta: { scope: 'tickets-created', prev_cursor: null, next_cursor: null, total: 1, offset: 0, limit: 5 },
    })
    expect(Object.keys(report.meta)).toEqual([
      'scope',
      'prev_cursor',
      'next_cursor',
      'total',
      'offset',
      'limit',
    ])
  })

  it('come by dimension; a ticket without a value stands under null, one with several under each', async () => {
    await using api = await startShop()
    expect(await ask(api.call, 'tickets-created', { dimensions: ['channel'] })).toEqual([
      { channel: 'chat', ticketCount: 1 },
      { channel: 'phone', ticketCount: 2 },
    ])
    const byTag = await ask(api.call, 'tickets-created', {
      dimensions: ['tagId'],
      order: [['ticketCount', 'desc']],
    })
    expect(byTag.map(({ ticketCount }) => ticketCount)).toEqual([2, 1, 1])
    expect(byTag.map(({ tagId }) => tagId === null)).toEqual([false, true, false])
    const none = await ask(api.call, 'tickets-created', {
      filters: between('2025-03-01T00:00:00Z', '2025-04-01T00:00:00Z'),
      dimensions: ['channel'],
    })
    expect(none).toEqual([])
  })

  it('come by time as the clocks of the timezone cut it; empty pieces are left out', async () => {
    await using api = await startShop()
    const time_dimensions = [{ dimension: 'createdDatetime', granularity: 'day' }]
    expect(await ask(api.call, 'tickets-created', { time_dimensions })).toEqual([
      { createdDatetime: '2026-03-02T00:00:00+00:00', ticketCount: 2 },
      { createdDatetime: '2026-03-05T00:00:00+00:00', ticketCount: 1 },
    ])
    expect(
      await ask(api.call, 'tickets-created', { time_dimensions, timezone: 'Europe/Oslo' }),
    ).toMatchObject([
      { createdDatetime: '2026-03-02T00:00:00+01:00', ticketCount: 1 },
      { createdDatetime: '2026-03-03T00:00:00+01:00', ticketCount: 1 },
      { createdDatetime: '2026-03-05T00:00:00+01:00', ticketCount: 1 },
    ])
  })

  it('of a day on which clocks are changed count its 23 hours, and the hour that comes twice twice', async () => {
    await using api = await startApi()
    for (const time of [
      '2026-03-28T22:59:59Z',
      '2026-03-28T23:00:00Z',
      '2026-03-29T21:59:59Z',
      '2026-03-29T22:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
    ])
      await api.call(201, 'POST', '/api/tickets', ticketAt(time))
    const by = (granularity: string, from: string, to: string) =>
      ask(api.call, 'tickets-created', {
        filters: between(from, to),
        time_dimensions: [{ dimension: 'createdDatetime', granularity }],
        timezone: 'Europe/Oslo',
      })
    expect(await by('day', '2026-03-28T12:00:00Z', '2026-03-30T12:00:00Z')).toEqual([
      { createdDatetime: '2026-03-28T00:00:00+01:00', ticketCount: 1 },
      { createdDatetime: '2026-03-29T00:00:00+01:00', ticketCount: 2 },
      { createdDatetime: '2026-03-30T00:00:00+02:00', ticketCount: 1 },
    ])
    expect(await by('hour', '2026-10-25T00:00:00Z', '2026-10-26T00:00:00Z')).toEqual([
      { createdDatetime: '2026-10-25T02:00:00+02:00', ticketCount: 1 },
      { createdDatetime: '2026-10-25T02:00:00+01:00', ticketCount: 1 },
    ])
  })

  it('begin with the first moment of the period and end before its last one', async () => {
    await using api = await startShop()
    const count = async (from: string, to: string) =>
      (await ask(api.call, 'tickets-created', { filters: between(from, to) }))[0]?.ticketCount
    expect(await count('2026-03-02T08:00:00Z', '2026-03-02T23:30:00Z')).toBe(1)
    expect(await count('2026-03-02T08:00:00.000001Z', '2026-03-02T23:30:00.000001')).toBe(1)
    expect(await count('2026-03-02T08:00:00Z', '2026-03-02T23:30:00.000001+00:00')).toBe(2)
  })

  it('are filtered by the dimensions of their scope', async () => {
    await using api = await startShop()
    const count = async (member: string, operator: string, values: unknown[]) => {
      const filters = [...MARCH, { member, operator, values }]
      return (await ask(api.call, 'tickets-created', { filters }))[0]?.ticketCount
    }
    expect(await count('channel', 'one-of', ['chat', 'email'])).toBe(1)
    expect(await count('channel', 'not-one-of', ['chat'])).toBe(2)
    expect(await count('agentId', 'one-of', [String(api.agent)])).toBe(2)
    expect(await count('agentId', 'notSet', [])).toBe(1)
    expect(await count('ticketId', 'equals', api.tickets.slice(0, 2))).toBe(2)
  })

  it('are ordered as it is asked, and page by page they are what they are in one', async () => {
    await using api = await startShop()
    const more = {
      dimensions: ['ticketId'],
      order: [
        ['ticketCount', 'desc'],
        ['ticketId', 'desc'],
      ],
    }
    const whole = await ask(api.call, 'tickets-created', more)
    expect(whole.map(({ ticketId }) => ticketId)).toEqual(api.tickets.slice(0, 3).reverse())
    const page = (cursor: string | null) =>
      api.call<Report>(
        200,
        'POST',
        `${PATH}?limit=2${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
        query('tickets-created', more),
      )
    const first = await page(null)
    const second = await page(first.meta.next_cursor)
    expect(first.meta).toMatchObject({ total: 3, offset: 0, limit: 2, prev_cursor: null })
    expect(second.meta).toMatchObject({ total: 3, offset: 2, limit: 2, next_cursor: null })
    expect([...first.data, ...second.data]).toEqual(whole)
    expect((await page(second.meta.prev_cursor)).data).toEqual(first.data)
  })

  it.each(['oneday', Buffer.from('["next", -1, 0]').toString('base64')])(
    'refuse the cursor %s',
    async (cursor) => {
      await using api = await startApi()
      await api.call(400, 'POST', `${PATH}?cursor=${encodeURIComponent(cursor)}`, query('tickets-created'))
    },
  )
})

describe('a question', () => {
  const refused = async (body: object, path = PATH) => {
    await using api = await startApi()
    return (await api.call<Refused>(400, 'POST', path, body)).error
  }

  it('spans 366 days at most, and does not end before it begins', async () => {
    const year = (to: string) => query('tickets-created', { filters: between('2025-01-01T00:00:00Z', to) })
    expect(await refused(year('2026-01-02T00:00:00.000001Z'))).toEqual({
      msg: 'Maximum allowed period size is 366 days',
    })
    expect(await refused(year('2025-01-01T00:00:00Z'))).toEqual({ msg: 'The period ends before it begins.' })
    await using api = await startApi()
    await api.call(200, 'POST', PATH, year('2026-01-02T00:00:00Z'))
  })

  it.each([
    [{ scope: 'ticket-sla' }, 'scope', 'tickets-created, tickets-closed'],
    [{ measures: ['mood'] }, 'measures', 'Must be one of: ticketCount.'],
    [{ dimensions: ['constructor'] }, 'dimensions', 'ticketId, customerId'],
    [{ filters: [...MARCH, { member: 'mood', operator: 'set', values: [] }] }, 'filters', 'periodStart'],
    [{ filters: [...MARCH, { member: 'channel', operator: 'is', values: [] }] }, 'filters', 'one-of'],
    [
      { time_dimensions: [{ dimension: 'closedDatetime', granularity: 'day' }] },
      'time_dimensions',
      'createdDatetime',
    ],
    [
      { time_dimensions: [{ dimension: 'createdDatetime', granularity: 'year' }] },
      'time_dimensions',
      'hour, day',
    ],
    [{ timezone: 'Mars/Olympus' }, 'timezone', 'Not a valid timezone.'],
    [{ order: [['channel', 'asc']] }, 'order', 'Must be one of: ticketCount.'],
    [{ order: [['ticketCount', 'up']] }, 'order', 'Must be one of: asc, desc.'],
    [{ filters: MARCH.slice(1) }, 'filters', 'periodStart'],
    [{ filters: [MARCH[0], { ...MARCH[1], operator: 'afterDate' }] }, 'filters', 'beforeDate'],
    [{ filters: [MARCH[0], { ...MARCH[1], values: ['soon'] }] }, 'filters', 'one datetime'],
    [{ limit: 10 }, 'limit', 'No such field'],
  ])('that asks %j is told what may be asked', async (more, field, sentence) => {
    const { msg, data } = await refused(query('tickets-created', more))
    expect(msg).toBe('Failed to query statistics')
    expect(Object.keys((data as { query: object }).query)).toEqual([field])
    expect(JSON.stringify(data)).toContain(sentence)
  })

  it('is told which of its filters is wrong', async () => {
    const filters = [...MARCH, { member: 'mood', operator: 'set', values: [] }]
    const { data } = await refused(query('tags', { filters }))
    const place = (data as { query: { filters: object } }).query.filters
    expect(Object.keys(place)).toEqual(['2'])
  })

  it('asks for 10000 lines at most', async () => {
    await refused(query('tickets-created'), `${PATH}?limit=10001`)
  })
})
