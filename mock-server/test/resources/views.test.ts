import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Call, List, Refused, Row } from './api.ts'

const VIEW_KEYS = [
  'id',
  'category',
  'created_datetime',
  'deactivated_datetime',
  'decoration',
  'fields',
  'filters',
  'filters_ast',
  'name',
  'order_by',
  'order_dir',
  'search',
  'shared_with_teams',
  'shared_with_users',
  'section_id',
  'slug',
  'type',
  'uri',
  'visibility',
]
const NOTHING = { line: 0, column: 0 }
const VIP = 'containsAny(ticket.tags.name, ["vip"])'

const makeView = (call: Call, fields: object = {}) =>
  call(201, 'POST', '/api/views', { slug: 'mine', ...fields })
const systemViews = async (call: Call) =>
  (await call<List>(200, 'GET', '/api/views?category=system&order_by=created_datetime:asc')).data
const eventsOf = async (call: Call, type: string) =>
  (await call<List>(200, 'GET', `/api/events?types=${type}`)).data
const problemsOf = async (call: Call, filters: string): Promise<string> => {
  const { error } = await call<Refused>(400, 'POST', '/api/views', { slug: 'x', filters })
  return (error.data as { filters: string[] }).filters.join('\n')
}

describe('a view', () => {
  it('that is made of next to nothing has the recorded keys and values', async () => {
    await using api = await startApi()
    const body = { slug: 'test-1', name: 'Test View', type: 'ticket-list', visibility: 'public' }
    const view = await api.call(201, 'POST', '/api/views', body)
    expect(Object.keys(view)).toEqual(VIEW_KEYS)
    expect(view).toEqual({
      id: expect.any(Number) as number,
      category: 'user',
      created_datetime: '2026-03-02T10:00:00+00:00',
      deactivated_datetime: null,
      decoration: null,
      fields: [],
      filters: '',
      filters_ast: {
        loc: { start: NOTHING, end: NOTHING },
        type: 'Program',
        body: [],
        sourceType: 'script',
      },
      name: 'Test View',
      order_by: 'updated_datetime',
      order_dir: 'desc',
      search: null,
      shared_with_teams: [],
      shared_with_users: [],
      section_id: null,
      slug: 'test-1',
      type: 'ticket-list',
      uri: `/api/views/${view.id}/`,
      visibility: 'public',
    })
    expect(JSON.stringify(view.filters_ast)).toMatch(/^\{"loc":\{"start":.*"end":.*"type":.*"body":.*"source/)
    expect(await api.call(200, 'GET', `/api/views/${view.id}`)).toEqual(view)
    expect(await eventsOf(api.call, 'view-created')).toMatchObject([
      { object_type: 'View', object_id: view.id },
    ])
  })

  it('shows its filters as they were written, and the tree of them', async () => {
    await using api = await startApi()
    const filters = '!eq(ticket.assignee_user.id, "{{current_user.id}}") && containsAny(ticket.tags.id, [1])'
    const view = await makeView(api.call, { filters })
    expect(view.filters).toBe(filters)
    const { body } = view.filters_ast as { body: [{ expression: Row }] }
    expect(Object.keys(body[0])).toEqual(['loc', 'type', 'expression'])
    const { expression } = body[0]
    expect(Object.keys(expression)).toEqual(['loc', 'type', 'operator', 'left', 'right'])
    expect(Object.keys(expression.left as Row)).toEqual(['loc', 'type', 'operator', 'argument', 'prefix'])
    const { arguments: given } = expression.right as { arguments: [Row, Row] }
    expect(given[0]).toMatchObject({ type: 'MemberExpression', computed: false })
    expect(given[1]).toEqual({
      loc: { start: { line: 1, column: 83 }, end: { line: 1, column: 86 } },
      type: 'ArrayExpression',
      elements: [
        {
          loc: { start: { line: 1, column: 84 }, end: { line: 1, column: 85 } },
          type: 'Literal',
          value: 1,
          raw: '1',
        },
      ],
    })
  })

  it.for([
    ['no slug', {}, 'slug', 'Missing data for required field.'],
    ['an empty slug', { slug: '' }, 'slug', 'Shorter than minimum length 1.'],
    ['customers', { slug: 'a', type: 'customer-list' }, 'type', 'Must be one of: ticket-list.'],
    [
      'a visibility',
      { slug: 'a', visibility: 'x' },
      'visibility',
      'Must be one of: public, shared, private.',
    ],
    ['an order', { slug: 'a', order_by: 'id' }, 'order_by', 'Must be one of: created_datetime, updated_'],
    ['a direction', { slug: 'a', order_dir: 'up' }, 'order_dir', 'Must be one of: asc, desc.'],
    [
      'long filters',
      { slug: 'a', filters: 'x'.repeat(10_001) },
      'filters',
      'Longer than maximum length 10000.',
    ],
    [
      'too many users',
      { slug: 'a', shared_with_users: Array.from({ length: 101 }, (_, i) => i) },
      'shared_with_users',
      'Longer than maximum length 100.',
    ],
    ['an unknown user', { slug: 'a', shared_with_users: [7] }, 'shared_with_users', 'User 7 does not exist.'],
    ['an unknown team', { slug: 'a', shared_with_teams: [7] }, 'shared_with_teams', 'Team 7 does not exist.'],
    ['an unknown field', { slug: 'a', colour: 'red' }, 'colour', 'No such field'],
  ] as const)('is refused with %s', async ([, body, field, problem]) => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'POST', '/api/views', body)
    expect(error.msg).toBe('Failed to create view')
    expect(error.data).toEqual({ [field]: [expect.stringContaining(problem)] })
  })

  it('has columns of the documented list, and no others', async () => {
    await using api = await startApi()
    const fields = ['id', 'subject', 'priority']
    expect(await makeView(api.call, { fields })).toMatchObject({ fields })
    await api.call(400, 'POST', '/api/views', { slug: 'a', fields: ['mood'] })
    await api.call(400, 'POST', '/api/views', { slug: 'a', fields: ['id', 'id'] })
  })

  it('is refused with filters that it does not know, in the words that were seen, with what it does know', async () => {
    await using api = await startApi()
    const supported = /^Unsupported argument "ticket\.(subject|id)"\. Supported: .*ticket\.status.*\(line 1, /
    expect(await problemsOf(api.call, 'eq(ticket.subject, "a")')).toMatch(supported)
    expect(await problemsOf(api.call, 'eq(ticket.id, 1)')).toMatch(supported)
    expect(await problemsOf(api.call, 'eq(message.text, "a")')).toContain(
      'Unsupported argument "message.text"',
    )
    expect(await problemsOf(api.call, 'eq(ticket.status, "open"')).toContain('line 1, column 25')
    expect(await problemsOf(api.call, 'Action("addTags", { tags: "a" })')).toContain(
      '"Action" is no operator',
    )
    expect(await problemsOf(api.call, 'eq(ticket.custom_fields["x"].value, 1)')).toContain('no brackets')
  })

  it('takes the documented variables, and the values of custom fields by their id', async () => {
    await using api = await startApi()
    for (const name of [
      'assignee_team.id',
      'assignee_user.id',
      'customer.id',
      'messages.integration_id',
      'channel',
      'language',
      'status',
      'priority',
      'store_id',
      'custom_fields[319613].value',
      'custom_fields[319613]',
      'customer.custom_fields[319613].value',
    ])
      await makeView(api.call, { filters: `eq(ticket.${name}, "1")` })
    await makeView(api.call, { filters: "gte(ticket.updated_datetime, '2024-01-01T00:00:00')" })
    await makeView(api.call, { filters: 'gteTimedelta(ticket.created_datetime, "2d")' })
  })

  it('changes in the fields that are named, and no others', async () => {
    await using api = await startApi()
    const before = await makeView(api.call, { name: 'Before', filters: VIP, decoration: { emoji: '🧦' } })
    const after = await api.call(202, 'PUT', `/api/views/${before.id}`, { name: 'After', order_dir: 'asc' })
    expect(after).toEqual({ ...before, name: 'After', order_dir: 'asc' })
    await api.call(400, 'PUT', `/api/views/${before.id}`, { filters: 'eq(' })
    await api.call(400, 'PUT', `/api/views/${before.id}`, { type: 'customer-list' })
    expect(await api.call(200, 'GET', `/api/views/${before.id}`)).toEqual(after)
    expect(await eventsOf(api.call, 'view-updated')).toMatchObject([{ object_id: before.id }])
  })

  it('is gone once it is deleted', async () => {
    await using api = await startApi()
    const { id } = await makeView(api.call)
    expect(await api.call(204, 'DELETE', `/api/views/${id}`)).toBeUndefined()
    for (const [method, body] of [['GET'], ['PUT', {}], ['DELETE']] as const)
      await api.call(404, method, `/api/views/${id}`, body)
    expect(await eventsOf(api.call, 'view-deleted')).toMatchObject([{ object_id: id }])
  })
})

describe('system views', () => {
  it('are those of a fresh account, with their filters and order', async () => {
    await using api = await startApi()
    const views = await systemViews(api.call)
    expect(views.map(({ name }) => name)).toEqual([
      'Inbox',
      'Unassigned',
      'All',
      'Snoozed',
      'Closed',
      'Trash',
      'Spam',
      'All customers',
    ])
    expect(views[0]).toMatchObject({
      slug: 'inbox',
      category: 'system',
      fields: ['details', 'tags', 'customer', 'last_message'],
      filters: 'eq(ticket.assignee_user.id, "{{current_user.id}}") && eq(ticket.status, "open")',
      order_by: 'last_message_datetime',
      order_dir: 'desc',
    })
    expect(views[7]).toMatchObject({ slug: 'all-customers', type: 'customer-list', filters: '' })
  })

  it('cannot be deleted, and keep their names and filters; how they are shown may change', async () => {
    await using api = await startApi()
    for (const { id, name, filters } of await systemViews(api.call)) {
      const { error } = await api.call<Refused>(403, 'DELETE', `/api/views/${id}`)
      expect(error.msg).toBe('System views cannot be deleted.')
      await api.call(403, 'PUT', `/api/views/${id}`, { filters: VIP })
      await api.call(403, 'PUT', `/api/views/${id}`, { name: 'Mine' })
      await api.call(403, 'PUT', `/api/views/${id}`, { visibility: 'private' })
      const body = { name, filters, fields: ['id', 'subject'], order_by: 'created_datetime' }
      expect(await api.call(202, 'PUT', `/api/views/${id}`, body)).toMatchObject(body)
    }
  })
})

describe('the list of views', () => {
  it('has the newer envelope, the newest in front, by category', async () => {
    await using api = await startApi()
    const mine = await makeView(api.call)
    const list = await api.call<List>(200, 'GET', '/api/views')
    expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
    expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null, total_resources: null })
    expect(list.data).toHaveLength(9)
    expect(list.data[0]).toEqual(mine)
    expect((await api.call<List>(200, 'GET', '/api/views?category=user')).data).toEqual([mine])
    expect((await readPages(api.call, '/api/views?limit=2')).flat()).toEqual(list.data.map(({ id }) => id))
    await api.call(400, 'GET', '/api/views?category=mine')
    await api.call(400, 'GET', '/api/views?limit=101')
    await api.call(400, 'GET', '/api/views?order_by=name:asc')
  })
})

describe('who sees a view', () => {
  const sees = async (call: Call, id: number) =>
    (await call<List>(200, 'GET', '/api/views')).data.some((view) => view.id === id)

  it('is everybody if it is public, and only who made it if it is private', async () => {
    await using api = await startApi()
    const agent = await api.as('agent')
    const { id } = await makeView(agent, { visibility: 'private' })
    expect([await sees(agent, id), await sees(api.call, id)]).toEqual([true, false])
    await agent(200, 'GET', `/api/views/${id}/items`)
    for (const path of [`/api/views/${id}`, `/api/views/${id}/items`]) await api.call(404, 'GET', path)
    await api.call(404, 'PUT', `/api/views/${id}`, { name: 'Mine now' })
    await api.call(404, 'DELETE', `/api/views/${id}`)
    await api.call(400, 'GET', `/api/tickets?view_id=${id}`)
    await agent(202, 'PUT', `/api/views/${id}`, { visibility: 'public' })
    expect(await sees(api.call, id)).toBe(true)
  })

  it('is its maker, its users and the members of its teams if it is shared', async () => {
    await using api = await startApi()
    const [agent, lite, basic] = [
      await api.as('agent'),
      await api.as('lite-agent'),
      await api.as('basic-agent'),
    ]
    const me = async (call: Call) => (await call(200, 'GET', '/api/users/0')).id
    const team = await api.call(201, 'POST', '/api/teams', { name: 'T', members: [{ id: await me(lite) }] })
    const shares = { shared_with_users: [await me(basic)], shared_with_teams: [team.id] }
    const view = await makeView(agent, { visibility: 'shared', ...shares })
    expect(view).toMatchObject(shares)
    for (const call of [agent, lite, basic]) expect(await sees(call, view.id)).toBe(true)
    expect(await sees(api.call, view.id)).toBe(false)
    await agent(202, 'PUT', `/api/views/${view.id}`, { visibility: 'private' })
    for (const call of [lite, basic]) expect(await sees(call, view.id)).toBe(false)
  })

  it('is who hid it, where nobody had made it', async () => {
    await using api = await startApi({ seed: 'demo' })
    const agent = await api.as('agent')
    const { data } = await api.call<List>(200, 'GET', '/api/views?category=user')
    const id = data[0]?.id ?? 0
    await agent(202, 'PUT', `/api/views/${id}`, { visibility: 'private' })
    expect([await sees(agent, id), await sees(api.call, id)]).toEqual([true, false])
  })
})

describe('a view whose tag is deleted', () => {
  it('is out of service until it is given other filters', async () => {
    await using api = await startApi()
    const tag = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
    await api.call(201, 'POST', '/api/tickets', phoneTicket('a@shop.test', { tags: [{ name: 'vip' }] }))
    const byName = await makeView(api.call, { filters: `eq(ticket.status, "open") && !(${VIP})` })
    const byId = await makeView(api.call, { filters: `eq(ticket.tags.id, ${tag.id})` })
    const other = await makeView(api.call, { filters: 'containsAny(ticket.tags.name, ["VIP", "vip-2"])' })
    await api.call(204, 'DELETE', `/api/tags/${tag.id}`)
    const off = async ({ id }: Row) => (await api.call(200, 'GET', `/api/views/${id}`)).deactivated_datetime
    expect([await off(byName), await off(byId), await off(other)]).toEqual([
      '2026-03-02T10:00:00+00:00',
      '2026-03-02T10:00:00+00:00',
      null,
    ])
    const events = await eventsOf(api.call, 'view-deactivated')
    expect(events.map(({ object_id }) => object_id).sort()).toEqual([byName.id, byId.id].sort())
    await api.call(202, 'PUT', `/api/views/${byId.id}`, { name: 'No more' })
    expect(await off(byId)).not.toBeNull()
    await api.call(202, 'PUT', `/api/views/${byId.id}`, { filters: '' })
    expect(await off(byId)).toBeNull()
  })
})

describe('a view whose integration is deleted', () => {
  it('is out of service, too', async () => {
    await using api = await startApi()
    const json = 'application/json'
    const http = { url: 'https://shop.example.com/', method: 'GET', request_content_type: json }
    const integration = await api.call(201, 'POST', '/api/integrations', {
      name: 'Orders',
      type: 'http',
      http: { ...http, response_content_type: json },
    })
    const filters = `containsAny(ticket.messages.integration_id, ["${integration.id}"])`
    const { id } = await makeView(api.call, { filters })
    const other = await makeView(api.call, { filters: `eq(ticket.customer.id, ${integration.id})` })
    await api.call(204, 'DELETE', `/api/integrations/${integration.id}`)
    const events = await eventsOf(api.call, 'view-deactivated')
    expect(events.map(({ object_id }) => object_id)).toEqual([id])
    expect(await api.call(200, 'GET', `/api/views/${other.id}`)).toEqual(other)
  })
})

it('a seed whose views have filters that cannot be read is refused with the reason', async () => {
  const seed = { views: [{ name: 'Odd', slug: 'odd', filters: 'eq(ticket.subject, "a")' }] }
  await expect(startApi({ seed })).rejects.toThrow(/views\[0\] "Odd" .*Unsupported argument "ticket.subject"/)
})
