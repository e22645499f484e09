import { describe, expect, it } from 'vitest'
import { phoneTicket, readPages, startApi } from './api.ts'
import type { Api, List, Refused, Row } from './api.ts'

const HEAD = [
  'id',
  'uri',
  'message_id',
  'ticket_id',
  'external_id',
  'public',
  'channel',
  'via',
  'source',
  'sender',
  'auth_customer_identity',
  'integration_id',
  'intents',
  'rule_id',
  'from_agent',
  'receiver',
  'subject',
  'body_text',
  'body_html',
  'stripped_text',
  'stripped_html',
  'stripped_signature',
]
const TAIL_OF_POST = [
  'attachments',
  'macros',
  'actions',
  'headers',
  'imported',
  'meta',
  'created_datetime',
  'processed_datetime',
  'deleted_datetime',
  'sent_datetime',
  'failed_datetime',
  'opened_datetime',
  'last_sending_error',
  'is_retriable',
]
const TAIL_OF_OTHERS = [
  'headers',
  'attachments',
  'actions',
  'macros',
  'meta',
  'created_datetime',
  'processed_datetime',
  'sent_datetime',
  'failed_datetime',
  'deleted_datetime',
  'opened_datetime',
  'last_sending_error',
  'is_retriable',
  'imported',
]

const ticketOf = async (api: Api) => {
  const ticket = await api.call(201, 'POST', '/api/tickets', phoneTicket('dana@shop.test'))
  return `/api/tickets/${ticket.id}`
}
const note = { channel: 'internal-note', from_agent: true, body_text: 'Called back.' }
const reply = (from: string) => ({
  channel: 'email',
  from_agent: true,
  source: { from: { address: from }, to: [{ address: 'dana@shop.test' }] },
  body_text: 'On its way.',
})

describe('a message', () => {
  it('has the recorded keys, in one order on POST and in another elsewhere', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const made = await api.call(201, 'POST', `${ticket}/messages`, note)
    expect(Object.keys(made)).toEqual([...HEAD, ...TAIL_OF_POST])
    const path = `${ticket}/messages/${made.id}`
    expect(made.uri).toBe(`${path}/`)
    expect(Object.keys(await api.call(200, 'GET', path))).toEqual([...HEAD, ...TAIL_OF_OTHERS])
    const changed = await api.call(202, 'PUT', path, { ...note, body_text: 'Called twice.' })
    expect(Object.keys(changed)).toEqual([...HEAD, ...TAIL_OF_OTHERS])
    expect(changed).toMatchObject({ body_text: 'Called twice.', public: false })
    const { data } = await api.call<List>(200, 'GET', '/api/messages')
    expect(Object.keys(data[0] ?? {})).toEqual([...HEAD, ...TAIL_OF_OTHERS])
  })

  it.each([
    [{ integration_id: 1 }, { integration_id: ['Integration does not exist.'] }],
    [{ macros: [{ id: 1 }] }, { macros: ['Macro 1 does not exist.'] }],
    [{ mention_ids: [1] }, { mention_ids: ['User 1 does not exist.'] }],
  ])('that names what does not exist is refused with the field: %j', async (named, data) => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const message = { ...note, ...named }
    const made = await api.call<Refused>(400, 'POST', `${ticket}/messages`, message)
    expect(made.error.data).toEqual(data)
    const whole = phoneTicket('dana@shop.test')
    const messages = [...whole.messages, message]
    const opened = await api.call<Refused>(400, 'POST', '/api/tickets', { ...whole, messages })
    expect(opened.error.data).toEqual({ messages: { 1: data } })
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, note)
    const changed = await api.call<Refused>(400, 'PUT', `${ticket}/messages/${id}`, message)
    expect(changed.error.data).toEqual(data)
  })

  it('mentions users, and uses macros and integrations, where they exist; only a note mentions', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const { id: user } = await api.call(200, 'GET', '/api/users/0')
    const { id: macro } = await api.call(201, 'POST', '/api/macros', { name: 'Greet' })
    const { data } = await api.call<List>(200, 'GET', '/api/integrations')
    const integration_id = data[0]?.id
    const uses = { integration_id, macros: [{ id: macro }] }
    const made = await api.call(201, 'POST', `${ticket}/messages`, { ...note, ...uses, mention_ids: [user] })
    expect(made).toMatchObject(uses)
    const call = { channel: 'phone', from_agent: true, body_text: 'Called.' }
    await api.call(201, 'POST', `${ticket}/messages`, { ...call, mention_ids: [] })
    const refused = { ...call, mention_ids: [user] }
    const { error } = await api.call<Refused>(400, 'POST', `${ticket}/messages`, refused)
    expect(error.data).toEqual({ mention_ids: ['Only internal notes mention users.'] })
  })

  it('under the path of another ticket is not there', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, note)
    const other = await ticketOf(api)
    await api.call(404, 'GET', `${other}/messages/${id}`)
    await api.call(404, 'PUT', `${other}/messages/${id}`, note)
    await api.call(404, 'DELETE', `${other}/messages/${id}`)
    await api.call(404, 'POST', '/api/tickets/1/messages', note)
    await api.call(200, 'GET', `${ticket}/messages/${id}`)
  })

  it('needs channel and from_agent each time it is written, and a sender address by e-mail', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const missing = await api.call<Refused>(400, 'POST', `${ticket}/messages`, { body_text: 'Hello' })
    expect(missing.error.data).toEqual({
      channel: ['Missing data for required field.'],
      from_agent: ['Missing data for required field.'],
    })
    const { error } = await api.call<Refused>(400, 'POST', `${ticket}/messages`, { ...reply(''), source: {} })
    expect(error.msg).toBe('From field is missing or empty')
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, note)
    await api.call(400, 'PUT', `${ticket}/messages/${id}`, { body_text: 'No channel.' })
    await api.call(400, 'PUT', `${ticket}/messages/${id}`, { ...note, from_agent: false })
    await api.call(400, 'PUT', `${ticket}/messages/${id}`, { ...note, colour: 'red' })
    await api.call(400, 'PUT', `${ticket}/messages/${id}?action=undo`, note)
  })

  it('that is deleted takes its place in the count and the excerpt with it', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const answer = { channel: 'chat', from_agent: true, body_text: 'On its way.' }
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, answer)
    const rowOf = async () => (await api.call<List>(200, 'GET', '/api/tickets')).data[0]
    expect(await rowOf()).toMatchObject({ messages_count: 2, excerpt: 'On its way.' })
    await api.call(204, 'DELETE', `${ticket}/messages/${id}`)
    expect(await rowOf()).toMatchObject({ messages_count: 1, excerpt: 'Where is my order?' })
    await api.call(404, 'GET', `${ticket}/messages/${id}`)
  })

  it('that could not be sent is sent again by action=retry, once its sender is put right', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, reply('nobody@acme.test'))
    const path = `${ticket}/messages/${id}`
    const failed = await api.call(200, 'GET', path)
    expect(failed).toMatchObject({
      sent_datetime: null,
      last_sending_error: { error: 'No integration was found to send this email.' },
    })
    expect(api.server.account.outbox()).toEqual([])
    await api.call(202, 'PUT', `${path}?action=retry`, reply('support@acme.test'))
    const sent = await api.call(200, 'GET', path)
    expect(sent.sent_datetime).not.toBeNull()
    expect(sent.last_sending_error).toBeNull()
    expect(api.server.account.outbox()).toMatchObject([{ to: 'dana@shop.test', message_id: id }])
    await api.call(202, 'PUT', `${path}?action=retry`, reply('support@acme.test'))
    expect(api.server.account.outbox()).toHaveLength(1)
  })

  it('is deleted by action=cancel', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, note)
    const gone = await api.call(202, 'PUT', `${ticket}/messages/${id}?action=cancel`, note)
    expect(gone.deleted_datetime).not.toBeNull()
    await api.call(404, 'GET', `${ticket}/messages/${id}`)
  })
})

describe('lists of messages', () => {
  it('of all tickets have cursors, the newest message in front, and can be of one ticket', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const first = await api.call<{ messages: Row[] }>(200, 'GET', ticket)
    const ids = first.messages.map(({ id }) => id)
    for (const body_text of ['one', 'two', 'three'])
      ids.push((await api.call(201, 'POST', `${ticket}/messages`, { ...note, body_text })).id)
    await ticketOf(api)
    const ticketId = ticket.split('/').at(-1) ?? ''
    const pages = await readPages(api.call, `/api/messages?limit=3&ticket_id=${ticketId}`)
    expect(pages).toEqual([ids.toReversed().slice(0, 3), ids.slice(0, 1)])
    const all = await api.call<List>(200, 'GET', '/api/messages')
    expect(Object.keys(all)).toEqual(['data', 'object', 'uri', 'meta'])
    expect(all.data).toHaveLength(5)
  })

  it('of one ticket count pages, the oldest message in front', async () => {
    await using api = await startApi()
    const ticket = await ticketOf(api)
    const { id } = await api.call(201, 'POST', `${ticket}/messages`, note)
    const page = await api.call<List>(200, 'GET', `${ticket}/messages`)
    expect(Object.keys(page)).toEqual(['data', 'object', 'uri', 'meta'])
    expect(page.data).toHaveLength(2)
    expect(page.data[1]?.id).toBe(id)
    expect(page.meta).toEqual({
      page: 1,
      per_page: 30,
      current_page: `${ticket}/messages/?page=1`,
      item_count: 2,
      nb_pages: 1,
    })
    const second = await api.call<List>(200, 'GET', `${ticket}/messages?page=2&per_page=1`)
    expect(second).toMatchObject({ data: [{ id }], meta: { page: 2, nb_pages: 2 } })
    await api.call(404, 'GET', '/api/tickets/1/messages')
  })
})
