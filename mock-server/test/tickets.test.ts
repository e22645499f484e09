import { describe, expect, it, test } from 'vitest'
import { expectStatus } from './support/api.ts'
import {
  CUSTOMER,
  fromAgent,
  fromCustomer,
  handoff,
  mailboxOf,
  note,
  ticket,
  ticketFrom,
} from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { fresh } = await testServer()

const words = (text: string) => text.trim().split(/\s+/)

const FULL = words(`
  id uri external_id events status priority channel via from_agent spam imported customer assignee_user
  assignee_user_id assignee_team assignee_team_id language subject summary meta tags messages created_datetime
  processed_datetime opened_datetime last_received_message_datetime last_message_datetime updated_datetime
  closed_datetime trashed_datetime snooze_datetime satisfaction_survey reply_options requester is_unread`)
const COMPACT = words(`
  id uri external_id language status priority channel via from_agent customer assignee_user assignee_team
  subject summary excerpt integrations meta tags messages_count is_unread spam created_datetime opened_datetime
  last_received_message_datetime last_message_datetime last_sent_message_not_delivered updated_datetime
  closed_datetime snooze_datetime trashed_datetime custom_fields`)
const MESSAGE = words(`
  id uri message_id ticket_id external_id public channel via source sender auth_customer_identity
  integration_id intents rule_id from_agent receiver subject body_text body_html stripped_text stripped_html
  stripped_signature attachments actions imported meta created_datetime processed_datetime sent_datetime
  failed_datetime opened_datetime last_sending_error is_retriable`)
const CREATED_MESSAGE = MESSAGE.flatMap((key) => (key === 'actions' ? ['macros', key] : [key]))
const PERSON = words('id email name firstname lastname meta')
const TICKET_CUSTOMER = [...PERSON, ...words('channels data customer integrations external_id note')]

describe('the keys of a ticket come in the recorded order', () => {
  it('in the answers to POST, GET and PUT', async () => {
    const { api } = fresh()
    const made = await api.createTicket(ticket())
    expect(Object.keys(made)).toEqual(FULL)
    expect(Object.keys(made.messages[0] ?? {})).toEqual(CREATED_MESSAGE)
    expect(Object.keys(made.customer)).toEqual(TICKET_CUSTOMER)
    expect(made.requester).toEqual(made.customer)
    const got = await api.ticket(made.id)
    expect(Object.keys(got)).toEqual(FULL)
    expect(Object.keys(got.messages[0] ?? {})).toEqual(MESSAGE)
    expect(Object.keys(got.customer)).toEqual([...TICKET_CUSTOMER, 'external_data', 'ecommerce_data'])
    const changed = await api.updateTicket(made.id, { subject: 'Hello' })
    expect(Object.keys(changed)).toEqual(FULL)
    expect(Object.keys(changed.messages[0] ?? {})).toEqual(MESSAGE)
    expect(Object.keys(changed.customer)).toEqual(TICKET_CUSTOMER)
  })

  it('in a list', async () => {
    const { api } = fresh()
    await api.createTicket(ticket())
    const list = await api.tickets()
    expect(Object.keys(list)).toEqual(['object', 'uri', 'data', 'meta'])
    expect(list.meta).toEqual({ prev_cursor: null, next_cursor: null, total_resources: null })
    expect(Object.keys(list.data[0] ?? {})).toEqual(COMPACT)
    expect(Object.keys(list.data[0]?.customer ?? {})).toEqual(PERSON)
  })
})

describe('creating a ticket', () => {
  it('takes one call for a transcript, a note, tags, priority and team [REQ-005, REQ-038, REQ-049, REQ-051]', async () => {
    const { api } = fresh({ seed: { teams: [{ name: 'Returns' }] } })
    const teams = (await api.get('/api/teams')).json as { data: { id: number }[] }
    const team = teams.data[0]?.id ?? 0
    const made = await api.createTicket(
      handoff({
        priority: 'high',
        assignee_team: { id: team },
        external_id: 'c-1',
        meta: { from: 'gladly' },
      }),
    )
    expect(made).toMatchObject({
      status: 'open',
      priority: 'high',
      channel: 'email',
      via: 'api',
      from_agent: false,
      subject: 'Handed off',
      external_id: 'c-1',
      meta: { from: 'gladly' },
      assignee_team: { id: team, name: 'Returns' },
      assignee_team_id: team,
      assignee_user: null,
      tags: [{ name: 'gladly-ai', decoration: {} }],
      uri: `/api/tickets/${made.id}/`,
      messages: [
        { channel: 'email', public: true, from_agent: false },
        { channel: 'internal-note', public: false, from_agent: true },
      ],
    })
  })

  it('gives what is not said its default', async () => {
    const { api } = fresh()
    const made = await api.createTicket(ticket())
    expect(made).toMatchObject({
      status: 'open',
      priority: 'normal',
      spam: false,
      imported: false,
      is_unread: true,
      events: [],
      tags: [],
      subject: null,
      language: null,
      opened_datetime: null,
      closed_datetime: null,
      created_datetime: START,
      updated_datetime: START,
      last_received_message_datetime: START,
      last_message_datetime: START,
      reply_options: { email: { answerable: true }, 'internal-note': { answerable: true } },
    })
  })

  test.for([
    ['priority', 'urgent'],
    ['status', 'pending'],
    ['created_datetime', 'yesterday'],
    ['tags', [{ name: '' }]],
    ['tags', ['vip']],
    ['spam', 'no'],
    ['subject', 'x'.repeat(999)],
    ['unheard_of', 1],
    ['assignee_user', { id: 1 }],
    ['assignee_user', { email: 'nobody@acme.test' }],
    ['assignee_team', { id: 1 }],
    ['custom_fields', [{ id: 5, value: 'x' }]],
    ['messages', []],
    ['messages', undefined],
    ['customer', { id: 1 }],
    ['customer', { name: 'No Address' }],
  ] as const)('refuses %s %j, names the field and makes nothing [REQ-052]', async ([field, value]) => {
    const { api } = fresh()
    const answer = expectStatus(await api.post('/api/tickets', ticket({ [field]: value })), 400)
    const { data } = (answer.json as { error: { data: Record<string, unknown> } }).error
    expect(Object.keys(data)).toEqual([field])
    expect((await api.tickets()).data).toEqual([])
    expect((await api.customers()).data).toEqual([])
  })

  it('refuses a note from somebody who is no user, and names the message [REQ-057]', async () => {
    const { api } = fresh()
    const messages = [fromCustomer(), note({ sender: { email: 'stranger@example.com' } })]
    const answer = expectStatus(await api.post('/api/tickets', ticket({ messages })), 400)
    expect(answer.json).toMatchObject({
      error: { data: { messages: { '1': { sender: ['User does not exist.'] } } } },
    })
    expect((await api.tickets()).data).toEqual([])
  })

  it('attributes a note to the user it names, else to the user of the key [REQ-055, REQ-056]', async () => {
    const { account, api } = fresh({
      seed: { users: [{ name: 'Notes', email: 'notes@acme.test', role: 'agent' }] },
    })
    const named = await api.createTicket(
      ticket({ messages: [fromCustomer(), note({ sender: { email: 'Notes@acme.test' } })] }),
    )
    expect(named.messages[1]?.sender.email).toBe('notes@acme.test')
    const unnamed = await api.createTicket(handoff())
    expect(unnamed.messages[1]?.sender.email).toBe(account.credentials.email)
  })

  it('takes the time of the past for an imported ticket, and sends nothing', async () => {
    const { account, api } = fresh()
    const when = '2024-05-06T07:08:09.123456+00:00'
    const made = await api.createTicket(
      ticket({
        imported: true,
        created_datetime: when,
        messages: [fromAgent(mailboxOf(account.name), { created_datetime: when })],
      }),
    )
    expect(made).toMatchObject({ imported: true, created_datetime: when })
    expect(made.messages[0]).toMatchObject({ imported: true, created_datetime: when, sent_datetime: null })
    expect(account.outbox()).toEqual([])
  })

  it('shows the state before its effects; the next call shows them', async () => {
    const { account, api } = fresh()
    const made = await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    expect(made.messages[0]?.sent_datetime).toBeNull()
    const { messages } = await api.ticket(made.id)
    expect(messages[0]?.sent_datetime).toBe(START)
  })

  it('has no memory of external ids: the same one twice makes two tickets', async () => {
    const { api } = fresh()
    await api.createTicket(ticket({ external_id: 'same' }))
    await api.createTicket(ticket({ external_id: 'same' }))
    expect((await api.tickets('?external_id=same')).data).toHaveLength(2)
  })
})

describe('updating a ticket', () => {
  it('changes what is named and nothing else', async () => {
    const { account, api } = fresh()
    const made = await api.createTicket(handoff({ priority: 'low' }))
    await account.clock.advance('PT1M')
    const changed = await api.updateTicket(made.id, { priority: 'critical', is_unread: false })
    const later = '2026-03-02T09:01:00+00:00'
    const { messages, ...rest } = await api.ticket(made.id)
    expect(changed).toMatchObject({ priority: 'critical', is_unread: false, updated_datetime: later })
    expect(rest).toMatchObject({
      subject: made.subject,
      status: 'open',
      tags: made.tags,
      created_datetime: START,
    })
    expect(messages.map(({ id }) => id)).toEqual(made.messages.map(({ id }) => id))
  })

  it('keeps the time of the first close, and clears it on reopening', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { status: 'closed' })
    await account.clock.advance('PT1H')
    expect((await api.updateTicket(id, { status: 'closed' })).closed_datetime).toBe(START)
    expect((await api.updateTicket(id, { status: 'open' })).closed_datetime).toBeNull()
  })

  it('keeps a closing time that an open ticket was made with', async () => {
    const { api } = fresh()
    const given = '2026-03-01T08:00:00+00:00'
    const { id } = await api.createTicket({ ...ticket(), closed_datetime: given })
    expect((await api.updateTicket(id, { subject: 'Another one' })).closed_datetime).toBe(given)
  })

  it('assigns and unassigns a user, both ways of saying nobody', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket())
    const me = (await api.get('/api/users/0')).json as { id: number; email: string }
    const assigned = await api.updateTicket(id, { assignee_user: { id: me.id } })
    expect(assigned).toMatchObject({ assignee_user_id: me.id, assignee_user: { email: me.email } })
    expect(await api.updateTicket(id, { assignee_user: null })).toMatchObject({ assignee_user: null })
    await api.updateTicket(id, { assignee_user: { email: me.email } })
    expect(await api.updateTicket(id, { assignee_user: { id: null } })).toMatchObject({
      assignee_user: null,
      assignee_user_id: null,
    })
    expectStatus(await api.put(`/api/tickets/${id}`, { assignee_user: { id: 0 } }), 400)
  })

  it('puts it into the trash and back', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { trashed_datetime: START })
    expect((await api.tickets('?trashed=false')).data).toEqual([])
    expect((await api.tickets()).data[0]?.trashed_datetime).toBe(START)
    await api.updateTicket(id, { trashed_datetime: null })
    expect((await api.tickets('?trashed=false')).data).toHaveLength(1)
  })
})

describe('deleting a ticket', () => {
  it('takes its messages with it, and leaves nothing to find', async () => {
    const { api } = fresh()
    const { id, messages } = await api.createTicket(handoff())
    expect(expectStatus(await api.delete(`/api/tickets/${id}`), 204).text).toBe('')
    expectStatus(await api.get(`/api/tickets/${id}`), 404)
    expectStatus(await api.get(`/api/tickets/${id}/messages/${messages[0]?.id ?? 0}`), 404)
    expect((await api.tickets()).data).toEqual([])
  })
})

describe('the tags of a ticket', () => {
  const names = (tags: readonly { name: string }[]) => tags.map((tag) => tag.name)

  it('are made where they are unknown, case-sensitive, each once', async () => {
    const { api } = fresh()
    const tags = ['Order_Status', 'order_status', 'gladly-ai', 'gladly-ai'].map((name) => ({ name }))
    const made = await api.createTicket(ticket({ tags }))
    expect(names(made.tags)).toEqual(['Order_Status', 'order_status', 'gladly-ai'])
    const again = await api.createTicket(ticket({ tags: [{ name: 'gladly-ai' }] }))
    expect(again.tags[0]?.id).toBe(made.tags[2]?.id)
  })

  it('are replaced as a whole by an update', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'a' }, { name: 'b' }] }))
    expect(names((await api.updateTicket(id, { tags: [{ name: 'b' }, { name: 'c' }] })).tags)).toEqual([
      'b',
      'c',
    ])
    expect(names((await api.updateTicket(id, { tags: [] })).tags)).toEqual([])
  })

  it('are added, replaced and removed by calls of their own, with empty answers', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'a' }] }))
    const path = `/api/tickets/${id}/tags`
    expect(expectStatus(await api.post(path, { names: ['b', 'a'] }), 201).text).toBe('')
    expect(names(await api.tagsOf(id))).toEqual(['a', 'b'])
    expect(expectStatus(await api.put(path, { names: ['c', 'a'] }), 202).text).toBe('')
    expect(names(await api.tagsOf(id))).toEqual(['c', 'a'])
    expect(expectStatus(await api.delete(path, { names: ['c'] }), 204).text).toBe('')
    const left = await api.tagsOf(id)
    expect(names(left)).toEqual(['a'])
    expectStatus(await api.delete(path, { ids: left.map((tag) => tag.id) }), 204)
    expect(await api.tagsOf(id)).toEqual([])
  })

  it('are listed without an envelope, with the recorded keys and their use', async () => {
    const { api } = fresh()
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'a' }] }))
    const { json } = await api.get(`/api/tickets/${id}/tags`)
    expect(Object.keys(json as object)).toEqual(['data'])
    const [tag] = await api.tagsOf(id)
    expect(Object.keys(tag ?? {})).toEqual(
      'id created_datetime decoration deleted_datetime description name usage uri'.split(' '),
    )
    expect(tag).toMatchObject({ usage: 1, uri: `/api/tags/${tag?.id ?? 0}/` })
    await api.delete(`/api/tickets/${id}`)
    const all = (await api.get('/api/tags')).json as { data: { usage: number }[] }
    expect(all.data.map(({ usage }) => usage)).toEqual([0])
  })
})

describe('the list of tickets', () => {
  const ids = (list: { data: readonly { id: number }[] }) => list.data.map(({ id }) => id)

  async function three() {
    const { account, api } = fresh()
    const made: number[] = []
    for (const [email, external_id] of [
      [CUSTOMER, 'one'],
      ['ben@example.com', 'two'],
      [CUSTOMER, 'three'],
    ] as const) {
      made.push((await api.createTicket(ticketFrom(email, { external_id }))).id)
      await account.clock.advance('PT1M')
    }
    const [one = 0, two = 0, last = 0] = made
    return { account, api, one, two, last }
  }

  it('shows the newest first, or as it is asked for', async () => {
    const { api, one, two, last } = await three()
    expect(ids(await api.tickets())).toEqual([last, two, one])
    expect(ids(await api.tickets('?order_by=created_datetime:asc'))).toEqual([one, two, last])
    await api.updateTicket(two, { subject: 'changed' })
    expect(ids(await api.tickets('?order_by=updated_datetime:desc'))).toEqual([two, last, one])
    expect(ids(await api.tickets('?order_by=updated_datetime:asc'))).toEqual([one, last, two])
  })

  it('can be of one customer, one external id, certain ids, and all of that together', async () => {
    const { api, one, two, last } = await three()
    const customer = (await api.ticket(one)).customer.id
    expect(ids(await api.tickets(`?customer_id=${customer}`))).toEqual([last, one])
    expect(ids(await api.tickets('?external_id=two'))).toEqual([two])
    expect(ids(await api.tickets('?external_id=nothing'))).toEqual([])
    expect(ids(await api.tickets(`?ticket_ids=${one}&ticket_ids=${two}`))).toEqual([two, one])
    expect(ids(await api.tickets(`?ticket_ids[]=${one}&ticket_ids[]=${last}`))).toEqual([last, one])
    expect(ids(await api.tickets(`?customer_id=${customer}&external_id=two`))).toEqual([])
    expect(ids(await api.tickets(`?ticket_ids=${one}&ticket_ids=${two}&customer_id=${customer}`))).toEqual([
      one,
    ])
  })

  it('repeats the call in its uri, and keeps a bare question mark', async () => {
    const { api } = fresh()
    expect((await api.tickets()).uri).toBe('/api/tickets?')
    const query = '?limit=5&order_by=created_datetime%3Aasc'
    expect((await api.tickets(query)).uri).toBe(`/api/tickets${query}`)
  })

  it('has pages of 30, of up to 100 if it is asked for', async () => {
    const { account, api } = fresh()
    account.setRateLimit({ enabled: false })
    for (let i = 0; i < 31; i++) await api.createTicket(ticket())
    expect((await api.tickets()).data).toHaveLength(30)
    expect((await api.tickets('?limit=100')).data).toHaveLength(31)
  })
})
