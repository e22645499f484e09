import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Api, List } from './api.ts'

const EVENT_KEYS = [
  'id',
  'context',
  'created_datetime',
  'data',
  'object_id',
  'object_type',
  'type',
  'user_id',
  'uri',
]

const addTicket = (api: Api) => api.call(201, 'POST', '/api/tickets', phoneTicket('dana@shop.test'))
const typesOf = async (api: Api, query: string) =>
  (await api.call<List>(200, 'GET', `/api/events?${query}`)).data.map(({ type }) => type)

describe('an event', () => {
  it('has the recorded keys, and one context with all of its request', async () => {
    await using api = await startApi()
    const { id } = await addTicket(api)
    const query = `/api/events?object_type=Ticket&object_id=${id}&order_by=created_datetime:asc`
    const list = await api.call<List>(200, 'GET', query)
    expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
    const [created, updated] = list.data
    expect(Object.keys(created ?? {})).toEqual(EVENT_KEYS)
    const admin = await api.call(200, 'GET', '/api/users/0')
    expect(created).toMatchObject({ type: 'ticket-created', object_id: id, data: null, user_id: admin.id })
    expect(updated).toMatchObject({ type: 'ticket-updated', context: created?.context })
    expect(await api.call(200, 'GET', `/api/events/${created?.id ?? 0}`)).toEqual(created)
    await api.call(404, 'GET', '/api/events/1')
  })
})

describe('the list of events', () => {
  it('needs the id of an object beside its type', async () => {
    await using api = await startApi()
    await api.call(400, 'GET', '/api/events?object_type=Ticket')
    const { id } = await addTicket(api)
    expect(await typesOf(api, `object_type=Ticket&object_id=${id}`)).toContain('ticket-created')
    expect(await typesOf(api, `object_type=Tag&object_id=${id}`)).toEqual([])
    expect(await typesOf(api, 'object_id=1')).toEqual([])
  })

  it('is filtered by types and users, written with or without brackets', async () => {
    await using api = await startApi()
    await addTicket(api)
    const expected = ['customer-created', 'ticket-created']
    expect((await typesOf(api, 'types=ticket-created&types=customer-created')).sort()).toEqual(expected)
    expect((await typesOf(api, 'types[]=ticket-created&types[]=customer-created')).sort()).toEqual(expected)
    const { id } = await api.call(200, 'GET', '/api/users/0')
    expect(await typesOf(api, `user_ids[]=${id}&types[]=ticket-created`)).toEqual(['ticket-created'])
    expect(await typesOf(api, 'user_ids[]=1')).toEqual([])
  })

  it.each([
    ['gt', '2026-03-02T11:00:00', 0],
    ['gte', '2026-03-02T11:00:00', 1],
    ['lt', '2026-03-02T10:00:00Z', 0],
    ['lte', '2026-03-02T10:00:00Z', 1],
    ['lt', '2026-03-02T11:00:00', 1],
  ])('knows events with created_datetime[%s]=%s', async (comparison, at, count) => {
    await using api = await startApi()
    await addTicket(api)
    await api.server.account.clock.advance('PT1H')
    await addTicket(api)
    const query = `types=ticket-created&created_datetime[${comparison}]=${at}`
    expect(await typesOf(api, query)).toHaveLength(count)
    const encoded = query.replace('[', '%5B').replace(']', '%5D')
    expect(await typesOf(api, encoded)).toHaveLength(count)
  })

  it('pages through events of one instant exactly once', async () => {
    await using api = await startApi()
    await addTicket(api)
    await addTicket(api)
    const all = (await api.call<List>(200, 'GET', '/api/events?limit=100')).data.map(({ id }) => id)
    const pages = await readPages(api.call, '/api/events?limit=3')
    expect(pages.flat()).toEqual(all)
    expect(all.length).toBeGreaterThan(6)
  })

  it.each([
    'types=ticket-danced',
    'object_type=Ship&object_id=1',
    'created_datetime[gt]=noon',
    'status=open',
  ])('refuses %s', async (query) => {
    await using api = await startApi()
    await api.call(400, 'GET', `/api/events?${query}`)
  })

  it('takes every type of event that the helpdesk writes', async () => {
    await using api = await startApi()
    const { id } = await addTicket(api)
    await api.call(202, 'PUT', `/api/tickets/${id}`, { status: 'closed', tags: [{ name: 'x' }] })
    await api.call(201, 'POST', '/api/teams', { name: 'T' })
    const { data } = await api.call<List>(200, 'GET', '/api/events?limit=100')
    for (const type of new Set(data.map((event) => event.type as string)))
      expect(await typesOf(api, `types=${type}`)).toContain(type)
  })
})
