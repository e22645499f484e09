import { describe, expect, it } from 'vitest'
import { readPages, startApi } from './api.ts'
import type { Call, List, Refused } from './api.ts'

const KEYS = [
  'id',
  'app_id',
  'context',
  'created_datetime',
  'deactivated_datetime',
  'integration_id',
  'order',
  'template',
  'type',
  'updated_datetime',
  'uri',
]

const template = (...widgets: object[]) => ({ type: 'wrapper', widgets })
const widget = (fields: object = {}) => ({ type: 'http', template: template({ type: 'card' }), ...fields })
const create = (call: Call, fields?: object) => call(201, 'POST', '/api/widgets', widget(fields))
const idsOf = async (call: Call, query: string) =>
  (await call<List>(200, 'GET', `/api/widgets?${query}`)).data.map(({ id }) => id)
const mailboxOf = async (call: Call) => (await call<List>(200, 'GET', '/api/integrations')).data[0]?.id ?? 0

/** A template of so many levels below the wrapper. */
const deep = (levels: number): object =>
  levels === 1 ? { type: 'text' } : { type: 'card', widgets: [deep(levels - 1)] }

describe('a widget', () => {
  it('needs a type and a template, and stands beside tickets if it does not say where', async () => {
    await using api = await startApi()
    const made = await create(api.call)
    expect(Object.keys(made)).toEqual(KEYS)
    expect(made).toMatchObject({
      ...widget(),
      context: 'ticket',
      order: 0,
      integration_id: null,
      app_id: null,
      deactivated_datetime: null,
      uri: `/api/widgets/${made.id}/`,
    })
    expect(await api.call(200, 'GET', `/api/widgets/${made.id}`)).toEqual(made)
    await api.call(404, 'GET', '/api/widgets/1')
  })

  it('keeps its template as it is', async () => {
    await using api = await startApi()
    const parts = { type: 'card', path: 'orders', meta: { link: '{{url}}' }, widgets: [{ type: 'text' }] }
    const made = await create(api.call, { template: { ...template(parts), meta: { color: 'red' } } })
    expect(made.template).toEqual({ ...template(parts), meta: { color: 'red' } })
    await create(api.call, { template: template(deep(6)) })
  })

  it.each([
    { type: 'http' },
    { template: template() },
    widget({ colour: 'red' }),
    widget({ context: 'house' }),
    widget({ order: -1 }),
    widget({ template: {} }),
    widget({ template: { type: 'card', widgets: [] } }),
    widget({ template: template(deep(7)) }),
    widget({ template: template(...Array.from({ length: 51 }, () => ({}))) }),
    widget({ template: template({ text: 'x'.repeat(70_000) }) }),
  ])('is refused as %j', async (body) => {
    await using api = await startApi()
    await api.call(400, 'POST', '/api/widgets', body)
  })

  it('shows data of an integration that exists', async () => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'POST', '/api/widgets', widget({ integration_id: 1 }))
    expect(error.data).toEqual({ integration_id: ['Integration does not exist.'] })
    const made = await create(api.call, { integration_id: await mailboxOf(api.call) })
    await api.call(400, 'PUT', `/api/widgets/${made.id}`, { integration_id: 1 })
    const freed = await api.call(202, 'PUT', `/api/widgets/${made.id}`, { integration_id: null })
    expect(freed.integration_id).toBeNull()
  })

  it('changes only what is named, and its template as a whole', async () => {
    await using api = await startApi()
    const made = await create(api.call, { app_id: '7f', order: 3 })
    const path = `/api/widgets/${made.id}`
    const change = {
      context: 'user',
      template: template(),
      deactivated_datetime: '2026-03-02T10:00:00+00:00',
    }
    const changed = await api.call(202, 'PUT', path, change)
    expect(changed).toEqual({ ...made, ...change })
    expect(await api.call(200, 'GET', path)).toEqual(changed)
    await api.call(404, 'PUT', '/api/widgets/1', { order: 1 })
  })

  it('that is deleted is gone; each step leaves its event', async () => {
    await using api = await startApi()
    const { id } = await create(api.call)
    await api.call(202, 'PUT', `/api/widgets/${id}`, { order: 1 })
    await api.call(204, 'DELETE', `/api/widgets/${id}`)
    await api.call(404, 'GET', `/api/widgets/${id}`)
    await api.call(404, 'DELETE', `/api/widgets/${id}`)
    const { data } = await api.call<List>(200, 'GET', `/api/events?object_type=Widget&object_id=${id}`)
    expect(data.map(({ type }) => type)).toEqual(['widget-deleted', 'widget-updated', 'widget-created'])
  })
})

describe('the list of widgets', () => {
  it('has the older envelope, and the newest in front', async () => {
    await using api = await startApi()
    const [a, b] = [await create(api.call), await create(api.call)]
    const list = await api.call<List>(200, 'GET', '/api/widgets')
    expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
    expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null })
    expect(list.data).toEqual([b, a])
    await api.call(400, 'GET', '/api/widgets?order_by=type:asc')
    await api.call(400, 'GET', '/api/widgets?context=ticket')
  })

  it('is ordered by place or time, page by page', async () => {
    await using api = await startApi()
    const ids: number[] = []
    for (const order of [2, 0, 1]) ids.push((await create(api.call, { order })).id)
    const [a, b, c] = ids
    expect(await readPages(api.call, '/api/widgets?limit=2&order_by=order:asc')).toEqual([[b, c], [a]])
    expect(await idsOf(api.call, 'order_by=order:desc')).toEqual([a, c, b])
    expect(await idsOf(api.call, 'order_by=created_datetime:asc')).toEqual([a, b, c])
  })

  it('holds those of an integration or an app', async () => {
    await using api = await startApi()
    const integration_id = await mailboxOf(api.call)
    const ours = await create(api.call, { integration_id })
    const app = await create(api.call, { app_id: '7f' })
    const both = await create(api.call, { integration_id, app_id: '7f' })
    expect(await idsOf(api.call, `integration_id=${integration_id}`)).toEqual([both.id, ours.id])
    expect(await idsOf(api.call, 'app_id=7f')).toEqual([both.id, app.id])
    expect(await idsOf(api.call, `app_id=7f&integration_id=${integration_id}`)).toEqual([both.id])
    expect(await idsOf(api.call, 'integration_id=1')).toEqual([])
  })
})
