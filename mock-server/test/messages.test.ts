import { describe, expect, it, test } from 'vitest'
import { expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, fromCustomer, handoff, mailboxOf, note, ticket } from './support/bodies.ts'
import { START, testServer } from './support/server.ts'

const { fresh } = await testServer()
const slow = await testServer({ effects: 'realistic' })

describe('a handoff ticket', () => {
  it('e-mails nobody and bills nothing by being created [REQ-020, REQ-025, REQ-076, REQ-086]', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    await account.clock.advance('P1D')
    expect(account.outbox()).toEqual([])
    expect(account.billing()).toMatchObject({ billable_tickets: 0, tickets: [] })
    const [transcript, summary] = (await api.ticket(id)).messages
    expect(transcript).toMatchObject({ public: true, sent_datetime: START, failed_datetime: null })
    expect(summary).toMatchObject({ public: false, failed_datetime: null })
  })

  it('whose transcript claims to be from an agent goes out and is billed: the trap [REQ-025]', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name)), note()] }))
    expect(account.outbox()).toHaveLength(1)
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('from a chat is answered by e-mail, from the support address, and not in the chat [REQ-014]', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff({ meta: { origin: 'chat' } }))
    await api.reply(id, fromAgent(mailboxOf(account.name), { via: 'helpdesk', receiver: null }))
    expect(account.outbox()).toMatchObject([
      {
        to: CUSTOMER,
        from: mailboxOf(account.name),
        ticket_id: id,
        text: 'It is on its way.',
        placement: 'inbox',
      },
    ])
    const { messages } = await api.ticket(id)
    expect(messages.map(({ channel }) => channel)).toEqual(['email', 'internal-note', 'email'])
  })

  it('stays open, unassigned and answerable with no help from outside [REQ-006]', async () => {
    const { api } = fresh()
    const made = await api.createTicket(handoff())
    expect(made).toMatchObject({ status: 'open', assignee_user: null, assignee_team: null })
    expect(made.reply_options.email).toEqual({ answerable: true })
  })
})

describe("an agent's reply", () => {
  it('leaves through the mailbox it names, as part of the ticket [REQ-021]', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ subject: 'My order' }))
    const reply = await api.reply(id, fromAgent(mailboxOf(account.name), { body_html: '<p>Soon</p>' }))
    expect(reply).toMatchObject({ sent_datetime: null, message_id: null, integration_id: null })
    const [email] = account.outbox()
    expect(email).toMatchObject({
      ticket_id: id,
      message_id: reply.id,
      subject: 'Re: My order',
      html: '<p>Soon</p>',
    })
    expect(email?.header_message_id).toContain(`${id}-${reply.id}@`)
    const sent = (await api.ticket(id)).messages[1]
    expect(sent).toMatchObject({ sent_datetime: START, message_id: email?.header_message_id })
    const [row] = (await api.tickets()).data
    expect(row?.integrations).toMatchObject([{ address: mailboxOf(account.name), type: 'email' }])
  })

  it('goes to everybody it names, else to the customer', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const from = { address: mailboxOf(account.name) }
    const to = [{ address: 'one@example.com' }, { address: 'two@example.com' }]
    await api.reply(id, fromAgent('', { source: { from, to } }))
    await api.reply(id, fromAgent('', { source: { from } }))
    expect(account.outbox().map((email) => email.to)).toEqual([
      'one@example.com',
      'two@example.com',
      CUSTOMER,
    ])
  })

  it('from an address that is no mailbox is 201, and fails afterwards [REQ-061]', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const reply = await api.reply(id, fromAgent('nobody@acme.test'))
    expect(reply.last_sending_error).toBeNull()
    const { messages } = await api.ticket(id)
    expect(messages[1]).toMatchObject({
      sent_datetime: null,
      failed_datetime: START,
      last_sending_error: { error: 'No integration was found to send this email.' },
    })
    expect((await api.tickets()).data[0]?.last_sent_message_not_delivered).toBe(true)
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })

  it('that was sent elsewhere, as its sent_datetime says, is only kept', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const when = '2026-03-01T12:00:00+00:00'
    await api.reply(id, fromAgent(mailboxOf(account.name), { sent_datetime: when }))
    expect((await api.ticket(id)).messages[1]?.sent_datetime).toBe(when)
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })
})

test.for<[string, (mailbox: string) => object]>([
  ['an internal note', () => note()],
  ['a public note', (mailbox) => note({ ...fromAgent(mailbox), channel: 'internal-note', public: true })],
  ['a message of the channel api', (mailbox) => fromAgent(mailbox, { channel: 'api' })],
  ['a phone call', (mailbox) => fromAgent(mailbox, { channel: 'phone' })],
  ['a message that is not public', (mailbox) => fromAgent(mailbox, { public: false })],
  ["the customer's own e-mail", () => fromCustomer()],
])('%s leaves nothing in the outbox and nothing on the bill [REQ-085]', async ([, messageOf]) => {
  const { account, api } = fresh()
  const { id } = await api.createTicket(ticket())
  await api.reply(id, messageOf(mailboxOf(account.name)))
  expect(account.outbox()).toEqual([])
  expect(account.billing().billable_tickets).toBe(0)
})

it('no part of a note reaches the customer, not even with the reply that follows it [REQ-039]', async () => {
  const { account, api } = fresh({
    seed: {
      rules: [
        {
          name: 'Confirm',
          event_types: 'ticket-created,ticket-message-created',
          code: 'if (eq(ticket.status, "open")) { Action("replyToTicket", { body_text: "{{message.body_text}} {{ticket.subject}}" }) }',
        },
      ],
    },
  })
  const { id } = await api.createTicket(
    handoff({ messages: [fromCustomer(), note({ body_text: 'SECRET' })] }),
  )
  await api.reply(id, note({ body_text: 'SECRET again', body_html: '<b>SECRET</b>' }))
  await api.reply(id, fromAgent(mailboxOf(account.name)))
  expect(account.outbox().length).toBeGreaterThan(0)
  expect(JSON.stringify(account.outbox())).not.toContain('SECRET')
  expect((await api.tickets()).data[0]?.excerpt).not.toContain('SECRET')
})

it('a ticket counts its messages, and shows the beginning of the newest public one', async () => {
  const { api } = fresh()
  const { id } = await api.createTicket(ticket())
  await api.reply(id, fromCustomer({ body_text: `${'é'.repeat(150)}${'😀'.repeat(100)}` }))
  await api.reply(id, note())
  const [row] = (await api.tickets()).data
  expect(row).toMatchObject({ messages_count: 3, excerpt: `${'é'.repeat(150)}${'😀'.repeat(50)}` })
})

it("a customer's message reopens a closed ticket and marks it unread", async () => {
  const { api } = fresh()
  const { id } = await api.createTicket(ticket())
  await api.updateTicket(id, { status: 'closed', is_unread: false })
  await api.reply(id, fromCustomer())
  expect(await api.ticket(id)).toMatchObject({ status: 'open', closed_datetime: null, is_unread: true })
})

it('what follows by itself takes its time if effects are realistic', async () => {
  const { account, api } = slow.fresh()
  const { id } = await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
  expect((await api.ticket(id)).messages[0]?.sent_datetime).toBeNull()
  await account.clock.advance('PT0.499S')
  expect(account.outbox()).toEqual([])
  await account.clock.advance('PT0.001S')
  expect((await api.ticket(id)).messages[0]?.sent_datetime).toBe('2026-03-02T09:00:00.500000+00:00')
})

it('HTML and text are kept as they were sent, neither made from the other', async () => {
  const { api } = fresh()
  const html = '<script>alert("x")</script><p>{{ticket.id}} &amp; ü</p>'
  const made = await api.createTicket(
    ticket({
      messages: [fromCustomer({ body_html: html, body_text: null }), fromCustomer({ body_text: 'only' })],
    }),
  )
  expect(made.messages).toMatchObject([
    { body_html: html, body_text: null },
    { body_html: null, body_text: 'only' },
  ])
})

it('a message under a ticket that is not there is 404', async () => {
  const { api } = fresh()
  expectStatus(await api.post('/api/tickets/1/messages', note()), 404)
})
