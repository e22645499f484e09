import { describe, expect, it } from 'vitest'
import { phoneTicket, startApi } from './api.ts'
import type { Api, Call, List, Refused, Row } from './api.ts'

interface Items {
  readonly data: readonly Row[]
  readonly meta: {
    readonly next_items: string | null
    readonly prev_items: string | null
    readonly current_cursor: string | null
  }
}

const ITEM_KEYS = [
  'id',
  'uri',
  'external_id',
  'language',
  'status',
  'priority',
  'channel',
  'via',
  'from_agent',
  'customer',
  'assignee_user',
  'assignee_team',
  'subject',
  'meta',
  'tags',
  'is_unread',
  'spam',
  'created_datetime',
  'opened_datetime',
  'last_received_message_datetime',
  'last_message_datetime',
  'updated_datetime',
  'closed_datetime',
  'snooze_datetime',
  'trashed_datetime',
  'integrations',
  'messages_count',
  'excerpt',
  'last_sent_message_not_delivered',
]

const OPEN = 'eq(ticket.status, "open")'
const ids = ({ data }: { data: readonly Row[] }) => data.map(({ id }) => id)
const itemsAt = (call: Call, path: string) => call<Items>(200, 'GET', path)
const makeView = async (call: Call, fields: object) =>
  (await call(201, 'POST', '/api/views', { slug: 'v', ...fields })).id
const itemsWith = async (call: Call, fields: object) =>
  itemsAt(call, `/api/views/${await makeView(call, fields)}/items`)
const search = (call: Call, view: object, query = '') =>
  call<Items>(202, 'PUT', `/api/views/0/items${query}`, { view })

/** Makes a ticket each minute; answers their ids. */
async function tickets(api: Api, ...fields: object[]): Promise<number[]> {
  const made: number[] = []
  for (const [i, more] of fields.entries()) {
    made.push((await api.call(201, 'POST', '/api/tickets', phoneTicket(`c${i}@shop.test`, more))).id)
    await api.server.account.clock.advance('PT1M')
  }
  return made
}

describe('the items of a view', () => {
  it('have the recorded keys, in an envelope with three places and nothing else', async () => {
    await using api = await startApi()
    const [id] = await tickets(api, { subject: 'Shoes', tags: [{ name: 'vip' }] })
    const items = await itemsWith(api.call, { filters: OPEN })
    expect(Object.keys(items)).toEqual(['data', 'meta'])
    expect(Object.keys(items.data[0] ?? {})).toEqual(ITEM_KEYS)
    expect(items.data[0]).toMatchObject({ id, subject: 'Shoes', tags: [{ name: 'vip' }], messages_count: 1 })
    expect(Object.entries(items.meta)).toEqual([
      ['next_items', null],
      ['prev_items', null],
      ['current_cursor', null],
    ])
  })

  it('come in the order of the view, unless the call says otherwise', async () => {
    await using api = await startApi()
    const priorities = ['low', 'critical', 'normal', 'high'].map((priority) => ({ priority }))
    const [low = 0, critical = 0, normal = 0, high = 0] = await tickets(api, ...priorities)
    const id = await makeView(api.call, { order_by: 'priority', order_dir: 'desc' })
    const path = `/api/views/${id}/items`
    expect(ids(await itemsAt(api.call, path))).toEqual([critical, high, normal, low])
    expect(ids(await itemsAt(api.call, `${path}?order_by=priority:asc`))).toEqual([
      low,
      normal,
      high,
      critical,
    ])
    expect(ids(await itemsAt(api.call, `${path}?order_by=created_datetime:desc`))).toEqual([
      high,
      normal,
      critical,
      low,
    ])
    await api.call(202, 'PUT', `/api/tickets/${normal}`, { status: 'closed' })
    for (const name of ['closed', 'updated', 'last_message', 'last_received_message', 'snooze']) {
      const found = await itemsAt(api.call, `${path}?order_by=${name}_datetime:desc`)
      const back = await itemsAt(api.call, `${path}?order_by=${name}_datetime:asc`)
      expect(ids(found)).toEqual(ids(back).reverse())
      if (name === 'closed' || name === 'updated') expect(ids(found)[0]).toBe(normal)
    }
    await api.call(400, 'GET', `${path}?order_by=subject:asc`)
  })

  it('are walked by relative URLs, and back to the same pages', async () => {
    await using api = await startApi()
    const made = await tickets(api, ...Array.from({ length: 7 }, () => ({ priority: 'high' })))
    const id = await makeView(api.call, { filters: OPEN })
    for (const order of ['created_datetime:asc', 'priority:desc', 'snooze_datetime:asc']) {
      const start = `/api/views/${id}/items?limit=3&order_by=${order}`
      const pages = [await itemsAt(api.call, start)]
      for (let next = pages[0]?.meta.next_items ?? null; next !== null;) {
        expect(next.startsWith(`/api/views/${id}/items?limit=3&order_by=`)).toBe(true)
        expect([...new URL(next, api.server.url).searchParams.keys()]).toEqual([
          'limit',
          'order_by',
          'cursor',
          'direction',
          'ignored_item',
        ])
        const page = await itemsAt(api.call, next)
        pages.push(page)
        next = page.meta.next_items
      }
      const seen = pages.flatMap(ids)
      expect(pages.map(({ data }) => data.length)).toEqual([3, 3, 1])
      expect([...seen].sort()).toEqual(made)
      expect(pages[0]?.meta.prev_items).toBeNull()
      const second = await itemsAt(api.call, pages[2]?.meta.prev_items ?? '')
      expect(second.data).toEqual(pages[1]?.data)
      const first = await itemsAt(api.call, second.meta.prev_items ?? '')
      expect(first.data).toEqual(pages[0]?.data)
      expect(first.meta.prev_items).toBeNull()
    }
  })

  it('neither repeat nor hide an item when others come and go between the pages', async () => {
    await using api = await startApi()
    const [a = 0, b = 0, c = 0, d = 0] = await tickets(api, {}, {}, {}, {})
    const id = await makeView(api.call, { filters: OPEN })
    const path = `/api/views/${id}/items?limit=2&order_by=created_datetime:desc`
    const page = await itemsAt(api.call, path)
    expect(ids(page)).toEqual([d, c])
    await api.call(202, 'PUT', `/api/tickets/${c}`, { status: 'closed' })
    await tickets(api, {})
    expect(ids(await itemsAt(api.call, page.meta.next_items ?? ''))).toEqual([b, a])
  })

  it('begin at a cursor with all that stands there, but for the item that is to be ignored', async () => {
    await using api = await startApi()
    const same = { created_datetime: '2026-01-01T12:00:00+00:00' }
    const [a = 0, b = 0, c = 0] = await tickets(api, same, same, {})
    const id = await makeView(api.call, {})
    const at = (more: string) =>
      itemsAt(api.call, `/api/views/${id}/items?order_by=created_datetime:desc&limit=2${more}`)
    const first = await at('')
    expect(ids(first)).toEqual([c, b])
    expect(first.meta.current_cursor).toBe('2026-03-02T10:02:00')
    expect(ids(await at('&cursor=2026-01-01T12:00:00'))).toEqual([b, a])
    expect(ids(await at(`&cursor=2026-01-01T12:00:00&ignored_item=${b}`))).toEqual([a])
    expect(ids(await at('&direction=prev&cursor=2026-01-01T12:00:00'))).toEqual([b, a])
    expect(ids(await at(`&direction=prev&cursor=2026-01-01T12:00:00&ignored_item=${b}`))).toEqual([c])
    expect(ids(await at('&direction=prev'))).toEqual([b, a])
  })

  it.for([
    ['cursor=yesterday', 'cursor'],
    ['cursor=', 'cursor'],
    ['order_by=priority:asc&cursor=2026-01-01T12:00:00', 'cursor'],
    ['ignored_item=7', 'cursor'],
    ['direction=up', 'direction'],
    ['limit=101', 'limit'],
    ['limit=0', 'limit'],
    ['page=2', 'page'],
  ] as const)('are refused with %s', async ([query, field]) => {
    await using api = await startApi()
    const id = await makeView(api.call, {})
    const { error } = await api.call<Refused>(400, 'GET', `/api/views/${id}/items?${query}`)
    expect(error.data).toHaveProperty(field)
  })

  it('are tickets: a view of customers is listed elsewhere, and 0 is no view', async () => {
    await using api = await startApi()
    const { data } = await api.call<List>(200, 'GET', '/api/views?category=system')
    const customers = data.find(({ type }) => type === 'customer-list')?.id ?? 0
    const { error } = await api.call<Refused>(400, 'GET', `/api/views/${customers}/items`)
    expect(JSON.stringify(error.data)).toContain('GET /api/customers?view_id=ID')
    await api.call(200, 'GET', `/api/customers?view_id=${customers}`)
    await api.call(400, 'GET', `/api/tickets?view_id=${customers}`)
    await api.call(404, 'GET', '/api/views/0/items')
    await api.call(404, 'GET', '/api/views/1/items')
  })
})

describe('a view holds', () => {
  it("what is the caller's, where its filters say so", async () => {
    await using api = await startApi()
    const agent = await api.as('agent')
    const mine = { assignee_user: { email: 'admin@acme.test' } }
    const theirs = { assignee_user: { email: 'agent@acme.test' } }
    const [a, b] = await tickets(api, mine, theirs, {})
    const { data } = await api.call<List>(200, 'GET', '/api/views?category=system')
    const inbox = `/api/views/${data.find(({ slug }) => slug === 'inbox')?.id ?? 0}/items`
    expect(ids(await itemsAt(api.call, inbox))).toEqual([a])
    expect(ids(await itemsAt(agent, inbox))).toEqual([b])
  })

  it('spam and what lies in the trash only if its filters speak of them', async () => {
    await using api = await startApi()
    const trashed_datetime = '2026-03-01T00:00:00Z'
    const [plain, spam, trash, both] = await tickets(
      api,
      {},
      { spam: true },
      { trashed_datetime },
      { spam: true, trashed_datetime },
    )
    const { data } = await api.call<List>(200, 'GET', '/api/views?category=system')
    const of = async (slug: string) => {
      const id = data.find((view) => view.slug === slug)?.id ?? 0
      return ids(await itemsAt(api.call, `/api/views/${id}/items`))
    }
    expect(await of('all')).toEqual([plain])
    expect(await of('spam')).toEqual([spam])
    expect(await of('trash')).toEqual([both, trash])
    expect(ids(await search(api.call, { filters: 'eq(ticket.spam, false)' }))).toEqual([plain])
  })

  it('tickets by age, counted from now', async () => {
    await using api = await startApi()
    const [old, young] = await tickets(api, { created_datetime: '2026-03-01T00:00:00Z' }, {})
    const id = await makeView(api.call, { filters: 'gteTimedelta(ticket.created_datetime, "1d")' })
    const path = `/api/views/${id}/items`
    expect(ids(await itemsAt(api.call, path))).toEqual([old])
    await api.server.account.clock.advance('P1D')
    expect(ids(await itemsAt(api.call, path)).sort()).toEqual([old, young])
  })

  it('tickets by the values of their custom fields, and of those of their customers', async () => {
    await using api = await startApi()
    const field = async (object_type: string, label: string) =>
      (
        await api.call(201, 'POST', '/api/custom-fields', {
          object_type,
          label,
          definition: { data_type: 'text', input_settings: { input_type: 'input' } },
        })
      ).id
    const [reason, tier] = [await field('Ticket', 'Reason'), await field('Customer', 'Tier')]
    const [a, b] = await tickets(api, { custom_fields: [{ id: reason, value: 'Late' }] }, {})
    const customer = (await api.call<{ customer: Row }>(200, 'GET', `/api/tickets/${b ?? 0}`)).customer.id
    await api.call(200, 'PUT', `/api/customers/${customer}/custom-fields`, [{ id: tier, value: 'Gold' }])
    const found = async (filters: string) => ids(await search(api.call, { filters }))
    expect(await found(`eq(ticket.custom_fields[${reason}].value, "Late")`)).toEqual([a])
    expect(await found(`isEmpty(ticket.custom_fields[${reason}].value)`)).toEqual([b])
    expect(await found(`containsAny(ticket.customer.custom_fields[${tier}].value, ["gold"])`)).toEqual([b])
  })

  it('what has all words of its search in what a list shows', async () => {
    await using api = await startApi()
    const [a, b] = await tickets(api, { subject: 'Red shoes' }, { subject: 'Red hat', external_id: 'x-9' })
    const found = async (text: string) => ids(await itemsWith(api.call, { search: text })).sort()
    expect(await found('RED')).toEqual([a, b])
    expect(await found('red  shoe')).toEqual([a])
    expect(await found('c1@shop.test hat')).toEqual([b])
    expect(await found('x-9')).toEqual([b])
    expect(await found('where is my order')).toEqual([a, b])
    expect(await found('blue')).toEqual([])
  })
})

describe('a search for items', () => {
  it('takes a view that nobody has saved, and pages through it', async () => {
    await using api = await startApi()
    const made = await tickets(api, {}, {}, { status: 'closed' }, {})
    const view = { filters: OPEN, order_by: 'created_datetime', order_dir: 'asc', type: 'ticket-list' }
    const page = await search(api.call, view, '?limit=2')
    expect(ids(page)).toEqual(made.slice(0, 2))
    expect(page.meta.next_items).toMatch(/^\/api\/views\/0\/items\?limit=2&cursor=/)
    const rest = await api.call<Items>(202, 'PUT', page.meta.next_items ?? '', { view })
    expect(ids(rest)).toEqual([made[3]])
    expect(ids(await search(api.call, {}))).toHaveLength(4)
    expect((await api.call<List>(200, 'GET', '/api/views?category=user')).data).toEqual([])
  })

  it('takes a saved view with some of its fields changed, and saves nothing', async () => {
    await using api = await startApi()
    const [a, b] = await tickets(api, { subject: 'Hat' }, { subject: 'Hat', status: 'closed' })
    const id = await makeView(api.call, { filters: OPEN })
    const before = await api.call(200, 'GET', `/api/views/${id}`)
    const found = async (view: object) =>
      ids(await api.call<Items>(202, 'PUT', `/api/views/${id}/items`, { view })).sort()
    expect(await found({ search: 'hat' })).toEqual([a])
    expect(await found({ search: 'hat', filters: '' })).toEqual([a, b])
    expect(await api.call(200, 'GET', `/api/views/${id}`)).toEqual(before)
    expect((await api.call<List>(200, 'GET', '/api/events?types=view-updated')).data).toEqual([])
  })

  it('is refused as a view would be', async () => {
    await using api = await startApi()
    const refused = (body: object, id = 0) => api.call<Refused>(400, 'PUT', `/api/views/${id}/items`, body)
    const { error } = await refused({ view: { filters: 'eq(ticket.subject, "a")' } })
    expect(JSON.stringify(error.data)).toContain('Unsupported argument')
    for (const body of [{}, { view: { slug: 'a' } }, { view: { order_by: 'id' } }, { views: {} }])
      await refused(body)
    await refused({ view: { type: 'customer-list' } })
    await api.call(404, 'PUT', '/api/views/1/items', { view: {} })
  })

  it('is refused where the filter takes too many steps', async () => {
    await using api = await startApi()
    await tickets(api, { tags: Array.from({ length: 300 }, (_, i) => ({ name: `t${i}` })) })
    const filters = Array.from({ length: 300 }, () => '!eq(ticket.tags.id, 1)').join('&&')
    const { error } = await api.call<Refused>(400, 'PUT', '/api/views/0/items', { view: { filters } })
    expect(JSON.stringify(error.data)).toContain('too many steps')
  })
})
