import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const MACRO_KEYS = [
  'id',
  'external_id',
  'name',
  'intent',
  'language',
  'usage',
  'actions',
  'created_datetime',
  'updated_datetime',
  'archived_datetime',
  'uri',
]

const reply = (body_text: string) => ({ name: 'setResponseText', title: 'Set', arguments: { body_text } })
const tagging = (tags: string) => ({ name: 'addTags', arguments: { tags } })

const add = (api: Api, name: string, fields: object = {}) =>
  api.call(201, 'POST', '/api/macros', { name, ...fields })

const namesOf = async (api: Api, query: string) =>
  (await api.call<List>(200, 'GET', `/api/macros?${query}`)).data.map(({ name }) => name)

const eventsOf = async (api: Api, { id }: Row) =>
  (
    await api.call<List>(
      200,
      'GET',
      `/api/events?object_type=Macro&object_id=${id}&order_by=created_datetime:asc`,
    )
  ).data.map(({ type }) => type)

const startWithRule = (macro_id: number, more: object) => {
  const code = `if (eq(ticket.status, "open")) {} else { Action("applyMacro", { macro_id: "${macro_id}" }) }`
  const rule = { name: 'Greet', event_types: 'ticket-created', code, ...more }
  return startApi({ seed: { rules: [rule] } })
}

/**
 * A macro and a rule that applies it. No such rule can be saved, so it is there from the start: the same start
 * gives a macro the same id.
 */
async function appliedMacro(more: object = {}) {
  await using scout = await startWithRule(0, more)
  const { id } = await add(scout, 'Greeting')
  const api = await startWithRule(id, more)
  const macro = await add(api, 'Greeting')
  expect(macro.id).toBe(id)
  return { api, macro }
}

describe('a macro', () => {
  it('has the recorded keys, and actions with their keys in the order of the alphabet', async () => {
    await using api = await startApi()
    const macro = await add(api, 'Hello', {
      actions: [
        { name: 'setResponseText', title: 'Set', arguments: { body_text: 'Hi', body_html: '<p>Hi</p>' } },
      ],
    })
    expect(Object.keys(macro)).toEqual(MACRO_KEYS)
    expect(JSON.stringify(macro.actions)).toBe(
      '[{"arguments":{"body_html":"<p>Hi</p>","body_text":"Hi"},"name":"setResponseText","title":"Set"}]',
    )
    expect(macro).toMatchObject({
      external_id: null,
      intent: null,
      language: null,
      usage: 0,
      updated_datetime: null,
      archived_datetime: null,
      uri: `/api/macros/${macro.id}/`,
    })
    expect(await api.call(200, 'GET', `/api/macros/${macro.id}`)).toEqual(macro)
    expect(await eventsOf(api, macro)).toEqual(['macro-created'])
  })

  it.each([
    [{}, { name: ['Missing data for required field.'] }],
    [{ name: 'a', description: 'b' }, { description: ['No such field'] }],
    [{ name: '' }, { name: ['Shorter than minimum length 1.'] }],
    [
      { name: 'a', actions: [{ arguments: {} }] },
      { actions: { 0: { name: ['Missing data for required field.'] } } },
    ],
    [{ name: 'a', actions: 'addTags' }, { actions: ['Not a valid list.'] }],
  ])('is refused as %j', async (body, data) => {
    await using api = await startApi()
    const { error } = await api.call<Refused>(400, 'POST', '/api/macros', body)
    expect(error).toEqual({ msg: 'Failed to create macro', data })
  })

  it('takes the documented intents and no others', async () => {
    await using api = await startApi()
    expect(await add(api, 'a', { intent: 'shipping/status' })).toMatchObject({ intent: 'shipping/status' })
    await api.call(400, 'POST', '/api/macros', { name: 'a', intent: 'shipping' })
  })

  it('is changed where it says so; actions are replaced as a whole', async () => {
    await using api = await startApi()
    const { id, created_datetime } = await add(api, 'a', {
      language: 'fr',
      actions: [reply('x'), tagging('b')],
    })
    const changed = await api.call(202, 'PUT', `/api/macros/${id}`, { name: 'b', actions: [tagging('c')] })
    expect(changed).toMatchObject({
      name: 'b',
      language: 'fr',
      actions: [{ arguments: { tags: 'c' }, name: 'addTags' }],
      updated_datetime: created_datetime,
    })
    expect(await api.call(200, 'GET', `/api/macros/${id}`)).toEqual(changed)
    expect(await eventsOf(api, changed)).toEqual(['macro-created', 'macro-updated'])
    await api.call(400, 'PUT', `/api/macros/${id}`, { usage: 7 })
    await api.call(404, 'PUT', '/api/macros/1', { name: 'b' })
  })

  it('that is deleted is gone', async () => {
    await using api = await startApi()
    const macro = await add(api, 'a')
    expect(await api.call(204, 'DELETE', `/api/macros/${macro.id}`)).toBeUndefined()
    await api.call(404, 'GET', `/api/macros/${macro.id}`)
    await api.call(404, 'DELETE', `/api/macros/${macro.id}`)
    expect(await eventsOf(api, macro)).toEqual(['macro-created', 'macro-deleted'])
  })

  it('cannot be deleted or archived while an active rule applies it', async () => {
    const { api, macro } = await appliedMacro()
    await using _api = api
    const { error } = await api.call<Refused>(409, 'DELETE', `/api/macros/${macro.id}`)
    expect(error.msg).toContain('"Greet"')
    const body = { ids: [macro.id] }
    expect(await api.call(202, 'PUT', '/api/macros/archive', body)).toEqual({
      data: [
        {
          id: macro.id,
          status: 'macro_used',
          error: { msg: 'The macro is used in active rules.', data: { rules: ['Greet'] } },
        },
      ],
    })
  })

  it('may go when the rule that applies it is not active', async () => {
    const { api, macro } = await appliedMacro({ active: false })
    await using _api = api
    await api.call(202, 'PUT', '/api/macros/archive', { ids: [macro.id] })
    await api.call(204, 'DELETE', `/api/macros/${macro.id}`)
  })

  it('counts the messages that were written with it', async () => {
    await using api = await startApi()
    const [a, b] = [await add(api, 'a'), await add(api, 'b')]
    const written = { channel: 'internal-note', from_agent: true, body_text: 'x' }
    const ticket = await api.call(201, 'POST', '/api/tickets', phoneTicket('dana@example.com'))
    const macros = [{ id: a.id }, { id: a.id }]
    await api.call(201, 'POST', `/api/tickets/${ticket.id}/messages`, { ...written, macros })
    await api.call(201, 'POST', `/api/tickets/${ticket.id}/messages`, { ...written, macros: [{ id: a.id }] })
    expect(await api.call(200, 'GET', `/api/macros/${a.id}`)).toMatchObject({ usage: 2 })
    expect(await api.call(200, 'GET', `/api/macros/${b.id}`)).toMatchObject({ usage: 0 })
  })
})

describe('several macros', () => {
  it('are archived, each with what came of it', async () => {
    await using api = await startApi()
    const { id } = await add(api, 'a')
    expect(await api.call(202, 'PUT', '/api/macros/archive', { ids: [id, id, 1] })).toEqual({
      data: [
        { id, status: 'archived' },
        { id, status: 'already_archived' },
        { id: 1, status: 'not_found' },
      ],
    })
    const macro = await api.call(200, 'GET', `/api/macros/${id}`)
    expect(macro.archived_datetime).not.toBeNull()
  })

  it('are taken out of the archive, each with what came of it', async () => {
    await using api = await startApi()
    const macro = await add(api, 'a')
    const { id } = macro
    await api.call(202, 'PUT', '/api/macros/archive', { ids: [id] })
    expect(await api.call(202, 'PUT', '/api/macros/unarchive', { ids: [id, id, 1] })).toEqual({
      data: [
        { id, status: 'unarchived' },
        { id, status: 'already_not_archived' },
        { id: 1, status: 'not_found' },
      ],
    })
    expect(await api.call(200, 'GET', `/api/macros/${id}`)).toMatchObject({ archived_datetime: null })
    expect(await eventsOf(api, macro)).toEqual(['macro-created', 'macro-updated', 'macro-updated'])
  })

  it.each(['archive', 'unarchive'])('are at most thirty to %s', async (what) => {
    await using api = await startApi()
    const ids = Array.from({ length: 31 }, (_, i) => i + 1)
    await api.call(202, 'PUT', `/api/macros/${what}`, { ids: ids.slice(1) })
    await api.call(400, 'PUT', `/api/macros/${what}`, { ids })
    await api.call(400, 'PUT', `/api/macros/${what}`, { ids: [] })
    await api.call(400, 'PUT', `/api/macros/${what}`, ids)
  })
})

describe('the list of macros', () => {
  it('has the older envelope', async () => {
    await using api = await startApi()
    const { id } = await add(api, 'a')
    const list = await api.call<List>(200, 'GET', '/api/macros?order_by=name:asc')
    expect(Object.keys(list)).toEqual(['data', 'object', 'uri', 'meta'])
    expect(list).toMatchObject({
      data: [{ id }],
      uri: '/api/macros?order_by=name%3Aasc',
      meta: { prev_cursor: null, next_cursor: null },
    })
  })

  it.each([
    ['name:asc', ['Also', 'Greet', 'Other']],
    ['name:desc', ['Other', 'Greet', 'Also']],
    ['created_datetime:asc', ['Other', 'Greet', 'Also']],
    ['updated_datetime:desc', ['Greet', 'Also', 'Other']],
    ['usage:desc', ['Also', 'Greet', 'Other']],
    ['language:asc', ['Other', 'Also', 'Greet']],
    ['relevance:desc', ['Also', 'Greet', 'Other']],
    ['relevance:desc&search=greet', ['Greet', 'Also']],
  ])('is sorted by %s, on one page as on many', async (order, expected) => {
    await using api = await startApi()
    await add(api, 'Other')
    const greet = await add(api, 'Greet', { language: 'fr' })
    const also = await add(api, 'Also', { language: 'en', actions: [reply('Greetings')] })
    await api.call(202, 'PUT', `/api/macros/${greet.id}`, { name: 'Greet' })
    const used = { channel: 'internal-note', from_agent: true, macros: [{ id: also.id }] }
    await api.call(201, 'POST', '/api/tickets', { messages: [used], customer: { email: 'a@example.com' } })
    expect(await namesOf(api, `order_by=${order}`)).toEqual(expected)
    const paged = (await readPages(api.call, `/api/macros?limit=1&order_by=${order}`)).flat()
    const whole = await api.call<List>(200, 'GET', `/api/macros?order_by=${order}`)
    expect(paged).toEqual(whole.data.map(({ id }) => id))
  })

  it('is searched by name and text, tag and language', async () => {
    await using api = await startApi()
    await add(api, 'Where is it?', { language: 'en', actions: [tagging('shipping, status')] })
    await add(api, 'Refund', { language: 'fr', actions: [reply('It is on its WAY')] })
    await add(api, 'Other')
    expect(await namesOf(api, 'search=way')).toEqual(['Refund'])
    expect(await namesOf(api, 'search=WHERE')).toEqual(['Where is it?'])
    expect(await namesOf(api, 'tags[]=status&tags[]=none')).toEqual(['Where is it?'])
    expect(await namesOf(api, 'tags[]=stat')).toEqual([])
    expect(await namesOf(api, 'languages[]=fr&languages[]=de')).toEqual(['Refund'])
    await api.call(400, 'GET', '/api/macros?intent=refund')
  })

  it('shows the archived ones when they are asked for, and only them', async () => {
    await using api = await startApi()
    const { id } = await add(api, 'old')
    await add(api, 'new')
    await api.call(202, 'PUT', '/api/macros/archive', { ids: [id] })
    expect(await namesOf(api, '')).toEqual(['new'])
    expect(await namesOf(api, 'archived=false')).toEqual(['new'])
    expect(await namesOf(api, 'archived=true')).toEqual(['old'])
  })

  it('takes what predictions are made from, and predicts nothing', async () => {
    await using api = await startApi()
    await add(api, 'a')
    const { id } = await api.call(201, 'POST', '/api/tickets', phoneTicket('dana@example.com'))
    expect(await namesOf(api, `ticket_id=${id}&number_predictions=3`)).toEqual(['a'])
    await api.call(400, 'GET', '/api/macros?ticket_id=1')
    await api.call(400, 'GET', '/api/macros?message_id=1')
  })
})
