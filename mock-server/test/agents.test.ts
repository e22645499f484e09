import { describe, expect, it } from 'vitest'
import type { Account } from '../src/index.ts'
import { fresh, ROBIN, setUp, url } from './support/agents.ts'
import { apiOf, expectStatus } from './support/api.ts'
import { CUSTOMER, fromCustomer, handoff, mailboxOf, note, ticket } from './support/bodies.ts'

describe('an agent', () => {
  it('replies to a handoff: an e-mail from the support address, through the helpdesk, billed once (REQ-006, REQ-014, REQ-021, REQ-079, REQ-086)', async () => {
    const { account, api, does, idOf, events } = setUp()
    const { id } = await api.createTicket(handoff())
    expect(account.billing().billable_tickets).toBe(0)
    const { message_id } = await does('reply', { ticket_id: id, text: 'It ships today.' })
    for (const text of ['And?', 'Still there?']) await does('reply', { ticket_id: id, text })
    const robin = await idOf(ROBIN)
    expect((await api.ticket(id)).messages[2]).toMatchObject({
      id: message_id,
      via: 'helpdesk',
      channel: 'email',
      from_agent: true,
      public: true,
      sender: { id: robin },
      receiver: { email: CUSTOMER },
      body_text: 'It ships today.',
      stripped_text: 'It ships today.',
    })
    expect(account.outbox()).toHaveLength(3)
    expect(account.outbox()[0]).toMatchObject({ to: CUSTOMER, from: mailboxOf(account.name), ticket_id: id })
    expect(account.billing().tickets).toMatchObject([
      { ticket_id: id, first_billable_message_id: message_id, by: { kind: 'agent', id: robin } },
    ])
    expect(await events(message_id, 'TicketMessage')).toMatchObject([
      { type: 'ticket-message-created', user_id: robin },
    ])
  })

  it('answers a handed-off chat by e-mail (REQ-014)', async () => {
    const { account, api, does } = setUp()
    const { id } = await api.createTicket(handoff({ subject: 'Handed off from chat' }))
    await does('reply', { ticket_id: id, html: '<p>Hello</p>' })
    expect(account.outbox()).toMatchObject([{ to: CUSTOMER, ticket_id: id }])
    expect((await api.ticket(id)).messages.map(({ channel }) => channel)).not.toContain('chat')
  })

  it('sends and closes in one go, and has opened what they worked on', async () => {
    const { account, api, does } = setUp()
    const { id } = await api.createTicket(ticket())
    await does('reply', { ticket_id: id, text: 'Done.', status: 'closed' })
    const after = await api.ticket(id)
    expect(after).toMatchObject({ status: 'closed', is_unread: false })
    expect(after.opened_datetime).toBe(account.readClock().now)
  })

  it('quotes the thread if asked to, never a note of it (REQ-039)', async () => {
    const { account, api, does } = setUp()
    const { id } = await api.createTicket(handoff())
    await does('note', { ticket_id: id, text: 'SECRET two' })
    await does('reply', { ticket_id: id, text: 'Plain.' })
    await does('reply', { ticket_id: id, text: 'Quoting.', include_thread: true })
    const [plain, quoting] = account.outbox()
    expect(plain?.text).toBe('Plain.')
    expect(quoting?.text).toContain('Where is my order?')
    const all = JSON.stringify(account.outbox())
    expect(all).not.toContain('SECRET')
    expect(all).not.toContain('Customer is upset')
  })

  it('writes a note for colleagues, with mentions, that nobody else gets and nobody pays for', async () => {
    const { account, api, does, idOf } = setUp()
    const { id } = await api.createTicket(ticket())
    const { message_id } = await does('note', {
      ticket_id: id,
      text: 'Have a look?',
      mentions: ['lee@acme.test', await idOf(ROBIN)],
    })
    expect((await api.ticket(id)).messages[1]).toMatchObject({
      id: message_id,
      channel: 'internal-note',
      public: false,
      via: 'helpdesk',
    })
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })

  it('tags, assigns, prioritises, closes and opens, each with its event in their name', async () => {
    const { api, does, idOf, events } = setUp()
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'a' }] }))
    await does('tag', { ticket_id: id, tags: ['b', 'c'] })
    await does('untag', { ticket_id: id, tags: ['a', 'unknown'] })
    await does('assign', { ticket_id: id, user: ROBIN, team: 'Returns' })
    await does('priority', { ticket_id: id, priority: 'high' })
    await does('close', { ticket_id: id })
    const robin = await idOf(ROBIN)
    const after = await api.ticket(id)
    expect(after).toMatchObject({
      status: 'closed',
      priority: 'high',
      assignee_user_id: robin,
      assignee_team: { name: 'Returns' },
    })
    expect(after.tags.map(({ name }) => name)).toEqual(['b', 'c'])
    await does('open', { ticket_id: id })
    await does('assign', { ticket_id: id, user: null, team: null })
    expect(await api.ticket(id)).toMatchObject({ status: 'open', assignee_user: null, assignee_team: null })
    const types = [
      'tags-added',
      'tags-removed',
      'assigned',
      'team-assigned',
      'closed',
      'reopened',
      'unassigned',
    ]
    const seen = await events(id)
    for (const type of types)
      expect(seen).toContainEqual(expect.objectContaining({ type: `ticket-${type}`, user_id: robin }))
  })

  it('marks spam, uses the trash and takes both back', async () => {
    const { api, does } = setUp()
    const { id } = await api.createTicket(ticket())
    await does('spam', { ticket_id: id })
    await does('trash', { ticket_id: id })
    const gone = await api.ticket(id)
    expect(gone.spam).toBe(true)
    expect(gone.trashed_datetime).not.toBeNull()
    await does('spam', { ticket_id: id, spam: false })
    await does('trash', { ticket_id: id, trashed: false })
    expect(await api.ticket(id)).toMatchObject({ spam: false, trashed_datetime: null })
  })

  it('snoozes a ticket until a time, for a duration, and wakes it', async () => {
    const { api, does } = setUp()
    const { id } = await api.createTicket(ticket())
    await does('snooze', { ticket_id: id, until: '2026-03-02T12:00:00Z' })
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: '2026-03-02T12:00:00+00:00' })
    await does('snooze', { ticket_id: id, for: 'PT30M' })
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: '2026-03-02T09:30:00+00:00' })
    await does('snooze', { ticket_id: id, until: null })
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: null })
  })

  it('forwards an e-mail with its thread but without its notes, and that bills', async () => {
    const { account, api, does } = setUp()
    const { id } = await api.createTicket(handoff())
    await does('forward', { ticket_id: id, to: 'warehouse@partner.test', text: 'Please look.' })
    const [sent] = account.outbox()
    expect(sent).toMatchObject({ to: 'warehouse@partner.test', subject: 'Fwd: Handed off', ticket_id: id })
    expect(sent?.text).toContain('Where is my order?')
    expect(sent?.text).not.toContain('Customer is upset')
    expect(account.billing().billable_tickets).toBe(1)
    expect((await api.ticket(id)).customer.email).toBe(CUSTOMER)
  })

  it('forwards what the customer never sees, not even quoted beneath a later reply', async () => {
    const { account, api, does } = setUp()
    const { id } = await api.createTicket(ticket())
    await does('forward', { ticket_id: id, to: 'warehouse@partner.test', text: 'Difficult customer.' })
    await does('reply', { ticket_id: id, text: 'We are looking.', include_thread: true })
    const [, reply] = account.outbox()
    expect(reply).toMatchObject({ to: CUSTOMER })
    expect(reply?.text).toContain('Where is my order?')
    expect(JSON.stringify(reply)).not.toContain('Difficult')
  })

  it('opens a ticket by writing to a customer: it goes out, and bills without an answer', async () => {
    const { account, api, does } = setUp()
    const { ticket_id, message_id } = await does('write', {
      to: 'New@Example.com',
      name: 'New Person',
      subject: 'Your scarf',
      text: 'We found it.',
      tags: ['found'],
    })
    expect(await api.ticket(ticket_id)).toMatchObject({
      subject: 'Your scarf',
      via: 'helpdesk',
      channel: 'email',
      from_agent: true,
      status: 'open',
      customer: { email: 'new@example.com', name: 'New Person' },
      tags: [{ name: 'found' }],
      messages: [{ id: message_id, via: 'helpdesk', sender: { email: ROBIN } }],
    })
    expect(account.outbox()).toMatchObject([{ subject: 'Your scarf', from: mailboxOf(account.name) }])
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('applies a macro: its text is sent in their name, its actions are done, its use counts once', async () => {
    const { account, api, does } = setUp()
    const actions = [
      {
        name: 'setResponseText',
        arguments: { body_text: 'Hi {{ticket.customer.email}}, from {{current_user.firstname}}.' },
      },
      { name: 'addTags', arguments: { tags: 'macro' } },
      { name: 'shopifyCancelLastOrder', arguments: {} },
    ]
    const made = expectStatus(await api.post('/api/macros', { name: 'Hello', actions }), 201).json as {
      id: number
    }
    const { id } = await api.createTicket(ticket())
    const done = await does('macro', { ticket_id: id, macro: 'Hello', status: 'closed' })
    expect(done.left_out_actions).toEqual(['shopifyCancelLastOrder'])
    const after = await api.ticket(id)
    expect(after).toMatchObject({ status: 'closed', tags: [{ name: 'macro' }] })
    expect(account.outbox()).toMatchObject([
      { text: `Hi ${CUSTOMER}, from Robin.`, message_id: done.message_id },
    ])
    const message = await api.get(`/api/tickets/${id}/messages/${done.message_id}`)
    expect(message.json).toMatchObject({ macros: [{ id: made.id }] })
    expect((await api.get(`/api/macros/${made.id}`)).json).toMatchObject({ usage: 1 })
    const silent = await does('macro', { ticket_id: id, macro: made.id, send: false })
    expect(silent.message_id).toBeNull()
    expect(account.outbox()).toHaveLength(1)
  })

  it('merges a ticket into another, whose number says so afterwards', async () => {
    const { api, does, send, events } = setUp()
    const [source, target] = [await api.createTicket(ticket()), await api.createTicket(ticket())]
    expect(await does('merge', { ticket_id: source.id, into: target.id })).toEqual({
      ticket_id: target.id,
      message_id: null,
    })
    expect((await events(target.id)).map(({ type }) => type)).toContain('ticket-merged')
    const again = expectStatus(await send('close', { ticket_id: source.id }), 400)
    expect(again.text).toContain(`was merged into ticket ${target.id}`)
  })

  it('sets rules off like anybody who changes a ticket', async () => {
    const { account, api } = fresh({
      seed: {
        rules: [
          {
            name: 'Log',
            event_types: 'ticket-message-created',
            code: 'if (eq(message.via, "helpdesk")) { Action("addTags", { tags: "answered" }) }',
          },
        ],
      },
    })
    const { id } = await api.createTicket(ticket())
    account.act(account.credentials.email, 'reply', { ticket_id: id, text: 'Hello.' })
    expect((await api.ticket(id)).tags.map(({ name }) => name)).toEqual(['answered'])
  })
})

it('what agents do needs no key and fills no bucket', async () => {
  const { account, api, does } = setUp()
  const { id } = await api.createTicket({ customer: { email: CUSTOMER }, messages: [fromCustomer(), note()] })
  const used = account.readRateLimit().used
  await does('reply', { ticket_id: id, text: 'Hello.' })
  expect(account.readRateLimit().used).toBe(used)
  expect(account.journal().filter(({ path }) => path.includes('agents'))).toEqual([])
})

it('the same deeds make the same bytes, in the library as over HTTP', async () => {
  const { account, api } = fresh({ seed: 'demo' })
  const work = (of: Account) => {
    const { ticket_id } = of.inbound({ from: CUSTOMER, text: 'Hello', subject: 'Hi' })
    of.act('robin@acme.test', 'assign', { ticket_id, user: 'robin@acme.test' })
    of.act('robin@acme.test', 'reply', { ticket_id, text: 'Hello.', status: 'closed' })
    return ticket_id
  }
  const first = (await api.get(`/api/tickets/${work(account)}`)).text
  account.reset()
  expect((await apiOf(url, account).get(`/api/tickets/${work(account)}`)).text).toBe(first)
})
