import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Api, Call, List, Refused, Row } from './api.ts'

const TAG_KEYS = [
  'id',
  'decoration',
  'description',
  'name',
  'usage',
  'uri',
  'created_datetime',
  'deleted_datetime',
]

const tagged = (names: string[]) => phoneTicket('dana@shop.test', { tags: names.map((name) => ({ name })) })
const namesOf = async (call: Call, query: string) =>
  (await call<List>(200, 'GET', `/api/tags?${query}`)).data.map(({ name }) => name)
const addRule = (api: Api, code: string) =>
  api.call(201, 'POST', '/api/rules', { name: 'Sort', code, event_types: 'ticket-created' })

describe('a tag', () => {
  it('has the recorded keys, and a colour of its own if none is given', async () => {
    await using api = await startApi()
    const tag = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
    expect(Object.keys(tag)).toEqual(TAG_KEYS)
    expect(tag).toMatchObject({
      decoration: { color: expect.stringMatching(/^#[0-9a-f]{6}$/) as string },
      usage: 0,
      uri: `/api/tags/${tag.id}/`,
    })
    expect(await api.call(200, 'GET', `/api/tags/${tag.id}`)).toEqual(tag)
    const red = await api.call(201, 'POST', '/api/tags', { name: 'red', decoration: { color: '#ff0000' } })
    expect(red.decoration).toEqual({ color: '#ff0000' })
  })

  it('has a name that no other has, to the letter', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
    await api.call(409, 'POST', '/api/tags', { name: 'vip' })
    const other = await api.call(201, 'POST', '/api/tags', { name: 'VIP' })
    await api.call(409, 'PUT', `/api/tags/${other.id}`, { name: 'vip' })
    const same = await api.call(202, 'PUT', `/api/tags/${id}`, { name: 'vip', description: 'Big spender' })
    expect(same).toMatchObject({ name: 'vip', description: 'Big spender' })
  })

  it.each([{}, { name: '' }, { name: 'x'.repeat(257) }, { name: 'a', colour: 'red' }, { name: 7 }])(
    'is refused as %j',
    async (body) => {
      await using api = await startApi()
      await api.call(400, 'POST', '/api/tags', body)
    },
  )

  it('that is renamed keeps its tickets', async () => {
    await using api = await startApi()
    const ticket = await api.call<{ id: number; tags: Row[] }>(201, 'POST', '/api/tickets', tagged(['old']))
    await api.call(202, 'PUT', `/api/tags/${ticket.tags[0]?.id ?? 0}`, { name: 'new' })
    expect(await api.call(200, 'GET', `/api/tickets/${ticket.id}`)).toMatchObject({ tags: [{ name: 'new' }] })
    const { data } = await api.call<List>(200, 'GET', '/api/events?types=tag-renamed')
    expect(data).toHaveLength(1)
  })

  it('that is deleted leaves its tickets', async () => {
    await using api = await startApi()
    const ticket = await api.call<{ id: number; tags: Row[] }>(
      201,
      'POST',
      '/api/tickets',
      tagged(['a', 'b']),
    )
    await api.call(204, 'DELETE', `/api/tags/${ticket.tags[0]?.id ?? 0}`)
    expect(await api.call(200, 'GET', `/api/tickets/${ticket.id}`)).toMatchObject({ tags: [{ name: 'b' }] })
    await api.call(404, 'GET', `/api/tags/${ticket.tags[0]?.id ?? 0}`)
    await api.call(404, 'DELETE', `/api/tags/${ticket.tags[0]?.id ?? 0}`)
  })

  it.each([
    'if (eq(ticket.status, "open")) { Action("addTags", { tags: "new, vip" }) }',
    'if (eq(ticket.status, "open")) {} else { Action("removeTags", { "tags": "vip" }) }',
    'if (containsAny(ticket.tags.name, ["x", "vip"])) { Action("setStatus", { status: "closed" }) }',
  ])('cannot be deleted while a rule says %s', async (code) => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
    const rule = await addRule(api, code)
    const { error } = await api.call<Refused>(409, 'DELETE', `/api/tags/${id}`)
    expect(error.msg).toContain('"Sort"')
    await api.call(204, 'DELETE', `/api/rules/${rule.id}`)
    await api.call(204, 'DELETE', `/api/tags/${id}`)
  })

  it('may be deleted when a rule only speaks of something of the same name', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
    await addRule(
      api,
      'if (eq(ticket.subject, "vip")) { Action("addTags", { tags: "vip-2" }); ' +
        'Action("setSubject", { subject: "vip" }) }',
    )
    await addRule(
      api,
      'if (containsAny(ticket.tags.name, ["VIP"])) { Action("setStatus", { status: "closed" }) }',
    )
    await api.call(204, 'DELETE', `/api/tags/${id}`)
  })

  it.each(['addTags', 'removeTags', 'setTags'])(
    'cannot be deleted while a macro has %s for it',
    async (name) => {
      await using api = await startApi()
      const { id } = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
      const macro = { name: 'Thank', actions: [{ name, arguments: { tags: 'new, vip' } }] }
      const made = await api.call(201, 'POST', '/api/macros', macro)
      const { error } = await api.call<Refused>(409, 'DELETE', `/api/tags/${id}`)
      expect(error.msg).toContain(`macro "Thank" (${made.id})`)
      await api.call(409, 'DELETE', '/api/tags', { ids: [id] })
      await api.call(202, 'PUT', `/api/macros/${made.id}`, {
        actions: [{ name, arguments: { tags: 'vip-2' } }],
      })
      await api.call(204, 'DELETE', `/api/tags/${id}`)
    },
  )

  it('leaves an event at each step', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/tags', { name: 'vip' })
    const other = await api.call(201, 'POST', '/api/tags', { name: 'VIP' })
    await api.call(202, 'PUT', `/api/tags/${id}`, { description: 'Big spender' })
    await api.call(202, 'PUT', `/api/tags/${id}`, { name: 'big' })
    await api.call(202, 'PUT', `/api/tags/${id}/merge`, { source_tags_ids: [other.id] })
    await api.call(204, 'DELETE', `/api/tags/${id}`)
    const { data } = await api.call<List>(200, 'GET', `/api/events?object_type=Tag&object_id=${id}`)
    const steps = ['tag-deleted', 'tag-merged', 'tag-renamed', 'tag-updated', 'tag-created']
    expect(data.map(({ type }) => type)).toEqual(steps)
  })

  it('takes the views that ask for it out of service when it goes', async () => {
    const filters = 'containsAny(ticket.tags.name, ["vip"])'
    await using api = await startApi({
      seed: { tags: ['vip'], views: [{ name: 'VIP', slug: 'vip', filters }] },
    })
    const { data } = await api.call<List>(200, 'GET', '/api/tags')
    await api.call(204, 'DELETE', `/api/tags/${data[0]?.id ?? 0}`)
    const events = await api.call<List>(200, 'GET', '/api/events?types=view-deactivated')
    expect(events.data).toHaveLength(1)
  })
})

describe('several tags', () => {
  it('are deleted together, or none of them', async () => {
    await using api = await startApi()
    const a = await api.call(201, 'POST', '/api/tags', { name: 'a' })
    const b = await api.call(201, 'POST', '/api/tags', { name: 'b' })
    await api.call(400, 'DELETE', '/api/tags', { ids: [a.id, 1] })
    await api.call(400, 'DELETE', '/api/tags', {})
    expect(await namesOf(api.call, '')).toHaveLength(2)
    await api.call(204, 'DELETE', '/api/tags', { ids: [a.id, b.id] })
    expect(await namesOf(api.call, '')).toEqual([])
  })

  it('are merged into one that gets their tickets, each once', async () => {
    await using api = await startApi()
    const { id } = await api.call(201, 'POST', '/api/tickets', tagged(['a', 'b', 'c']))
    const other = await api.call(201, 'POST', '/api/tickets', tagged(['b']))
    const { data } = await api.call<List>(200, 'GET', '/api/tags?order_by=name:asc')
    const [a, b, c] = data.map((tag) => tag.id)
    const merged = await api.call(202, 'PUT', `/api/tags/${c ?? 0}/merge`, { source_tags_ids: [a, b] })
    expect(Object.keys(merged)).toEqual([
      'id',
      'created_datetime',
      'decoration',
      'deleted_datetime',
      'description',
      'name',
      'usage',
      'uri',
    ])
    // The count follows.
    expect(merged).toMatchObject({ name: 'c', usage: 1 })
    expect(await api.call(200, 'GET', `/api/tags/${c ?? 0}`)).toMatchObject({ name: 'c', usage: 2 })
    for (const ticketId of [id, other.id]) {
      const ticket = await api.call<{ tags: Row[] }>(200, 'GET', `/api/tickets/${ticketId}`)
      expect(ticket.tags.map(({ name }) => name)).toEqual(['c'])
    }
    await api.call(404, 'GET', `/api/tags/${a ?? 0}`)
    await api.call(400, 'PUT', `/api/tags/${c ?? 0}/merge`, { source_tags_ids: [c] })
    await api.call(404, 'PUT', '/api/tags/1/merge', { source_tags_ids: [c] })
  })
})

describe('the list of tags', () => {
  it('searches names without case', async () => {
    await using api = await startApi()
    for (const name of ['Refund', 'refund-done', 'vip']) await api.call(201, 'POST', '/api/tags', { name })
    expect(await namesOf(api.call, 'search=REFUND&order_by=name:asc')).toEqual(['Refund', 'refund-done'])
  })

  it.each([
    ['usage:desc,name:asc', ['c', 'a', 'b', 'd']],
    ['usage:desc,name:desc', ['c', 'b', 'a', 'd']],
    ['usage:asc,name:asc', ['d', 'a', 'b', 'c']],
    ['name:desc', ['d', 'c', 'b', 'a']],
    ['created_datetime:asc', ['c', 'b', 'a', 'd']],
  ])('is sorted by %s, on one page as on many', async (order, expected) => {
    await using api = await startApi()
    for (const name of ['c', 'b', 'a', 'd']) await api.call(201, 'POST', '/api/tags', { name })
    await api.call(201, 'POST', '/api/tickets', tagged(['a', 'b', 'c']))
    await api.call(201, 'POST', '/api/tickets', tagged(['c']))
    expect(await namesOf(api.call, `order_by=${order}`)).toEqual(expected)
    const paged = (await readPages(api.call, `/api/tags?limit=1&order_by=${order}`)).flat()
    const whole = (await api.call<List>(200, 'GET', `/api/tags?order_by=${order}`)).data
    expect(paged).toEqual(whole.map(({ id }) => id))
  })

  it('has the newer envelope', async () => {
    await using api = await startApi()
    const list = await api.call<List>(200, 'GET', '/api/tags?order_by=name:asc')
    expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
    expect(list.uri).toBe('/api/tags?order_by=name%3Aasc')
    expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null, total_resources: null })
  })
})
