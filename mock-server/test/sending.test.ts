import { describe, expect, it } from 'vitest'
import { CUSTOMER, fromAgent, fromCustomer, mailboxOf, note, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

/** A message of an agent that asks for the thread beneath. */
const withThread = (mailbox: string, more: object = {}) =>
  fromAgent(mailbox, {
    source: { from: { address: mailbox }, to: [{ address: CUSTOMER }], extra: { include_thread: true } },
    ...more,
  })

describe('an e-mail that leaves', () => {
  it('answers what the customer wrote last, and names its thread', async () => {
    const { account, api } = fresh()
    const mailbox = mailboxOf(account.name)
    const first = account.inbound({ from: CUSTOMER, text: 'One', message_id: '<1@c.example>', subject: 'Hi' })
    await api.reply(first.ticket_id, fromAgent(mailbox))
    const [own] = account.outbox()
    account.inbound({
      from: CUSTOMER,
      text: 'Two',
      message_id: '<2@c.example>',
      in_reply_to: own?.header_message_id ?? '',
    })
    await api.reply(first.ticket_id, fromAgent(mailbox))
    expect(account.outbox()).toMatchObject([
      { subject: 'Re: Hi', in_reply_to: '<1@c.example>', references: ['<1@c.example>'] },
      {
        subject: 'Re: Hi',
        in_reply_to: '<2@c.example>',
        references: ['<1@c.example>', own?.header_message_id, '<2@c.example>'],
      },
    ])
  })

  it('names the first and the newest of a long thread', async () => {
    const { account, api } = fresh()
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'x', message_id: '<0@c.example>' })
    for (let i = 1; i < 30; i++)
      account.inbound({ from: CUSTOMER, text: 'x', message_id: `<${i}@c.example>`, ticket_id })
    await api.reply(ticket_id, fromAgent(mailboxOf(account.name)))
    const references = account.outbox()[0]?.references ?? []
    expect(references).toHaveLength(20)
    expect([references[0], references[1], references.at(-1)]).toEqual([
      '<0@c.example>',
      '<11@c.example>',
      '<29@c.example>',
    ])
  })

  it('has the subject of the ticket, with one Re: in front of an answer and none in front of a beginning', async () => {
    const { account, api } = fresh()
    const mailbox = mailboxOf(account.name)
    await api.createTicket(ticket({ subject: 'We have news', messages: [note(), fromAgent(mailbox)] }))
    const { id } = await api.createTicket(ticket({ subject: 'RE: My order' }))
    await api.reply(id, fromAgent(mailbox))
    await api.reply(id, fromAgent(mailbox, { subject: 'Of its own' }))
    expect(account.outbox().map(({ subject }) => subject)).toEqual([
      'We have news',
      'RE: My order',
      'Of its own',
    ])
  })

  it('has HTML and text, whichever of them was written', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const mailbox = mailboxOf(account.name)
    await api.reply(id, fromAgent(mailbox, { body_text: 'a < b\n& c', body_html: null }))
    const html = '<p>Hello <b>you</b></p><p>See <a href="https://shop.test/1">order 1</a></p>'
    await api.reply(id, fromAgent(mailbox, { body_text: null, body_html: html }))
    expect(account.outbox()).toMatchObject([
      { text: 'a < b\n& c', html: '<div>a &lt; b<br>&amp; c</div>' },
      { text: 'Hello you\n\nSee order 1 [https://shop.test/1]', html },
    ])
    expect((await api.ticket(id)).messages.slice(1)).toMatchObject([{ body_html: null }, { body_text: null }])
  })

  it('goes to copies and blind copies as well, to each address once', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const source = {
      from: { address: mailboxOf(account.name), name: 'Shop' },
      to: [{ address: CUSTOMER }, { address: CUSTOMER.toUpperCase() }],
      cc: [{ address: 'copy@example.com', name: 'Copy' }],
      bcc: [{ address: 'blind@example.com' }, { address: 'copy@example.com' }],
    }
    await api.reply(id, fromAgent('', { source }))
    const rows = account.outbox()
    expect(rows.map(({ to }) => to)).toEqual([
      CUSTOMER.toUpperCase(),
      'copy@example.com',
      'blind@example.com',
    ])
    for (const row of rows)
      expect(row).toMatchObject({
        from_name: 'Shop',
        header_to: source.to,
        header_cc: source.cc,
        header_message_id: rows[0]?.header_message_id,
      })
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('to more than a hundred recipients fails, and nobody gets it', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const to = Array.from({ length: 101 }, (_, i) => ({ address: `c${i}@example.com` }))
    await api.reply(id, fromAgent('', { source: { from: { address: mailboxOf(account.name) }, to } }))
    expect(account.outbox()).toEqual([])
    const { last_sending_error } = (await api.ticket(id)).messages[1] ?? {}
    expect(last_sending_error).toEqual({ error: 'The message has more than 100 recipients.' })
  })

  it('keeps a Message-ID that its writer chose, where it can be one', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const mailbox = mailboxOf(account.name)
    await api.reply(id, fromAgent(mailbox, { message_id: '<mine@crm.example>' }))
    await api.reply(id, fromAgent(mailbox, { message_id: 'no id\r\nBcc: x@example.com' }))
    const [chosen, made] = account.outbox().map(({ header_message_id }) => header_message_id)
    expect(chosen).toBe('<mine@crm.example>')
    expect(made).toMatch(/^<[^<>\s]+@mail\.gorgias\.test>$/)
    expect((await api.ticket(id)).messages.slice(1).map(({ message_id }) => message_id)).toEqual([
      chosen,
      made,
    ])
  })

  it('says that it is automatic where a rule wrote it, and else does not', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'gladly-ai' }] }))
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.outbox().map(({ auto_submitted }) => auto_submitted)).toEqual(['auto-replied', null])
  })
})

it('an internal note is never public, whatever is said of it', async () => {
  const { api } = fresh()
  const { id } = await api.createTicket(ticket({ messages: [fromCustomer(), note({ public: true })] }))
  const path = `/api/tickets/${id}/messages/${(await api.ticket(id)).messages[1]?.id ?? 0}`
  expect((await api.ticket(id)).messages[1]).toMatchObject({ public: false })
  await api.put(path, note({ public: true }))
  expect((await api.ticket(id)).messages[1]).toMatchObject({ public: false })
  expect((await api.tickets()).data[0]?.excerpt).toBe('Where is my order?')
})

describe('the thread beneath a reply', () => {
  it('is left out unless the reply asks for it', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.outbox()[0]?.text).toBe('It is on its way.')
  })

  it('has what was said before, the newest first, in quotes within quotes', async () => {
    const { account, api } = fresh()
    const mailbox = mailboxOf(account.name)
    const { ticket_id } = account.inbound({ from: CUSTOMER, from_name: 'Ana', text: 'Where is <it>?' })
    await account.clock.advance('PT5H17M')
    await api.reply(ticket_id, fromAgent(mailbox, { body_text: 'Let me look.' }))
    await api.reply(ticket_id, withThread(mailbox, { body_text: 'Found it.' }))
    const quoted = account.outbox()[1]
    expect(quoted?.text).toBe(
      'Found it.' +
        `\n\nOn Mon, Mar 2, 2026, at 02:17 PM, Admin <${mailbox}> wrote:\nLet me look.` +
        `\n\nOn Mon, Mar 2, 2026, at 09:00 AM, Ana <${CUSTOMER}> wrote:\nWhere is <it>?`,
    )
    expect(quoted?.html).toMatch(
      /^<div>Found it\.<\/div>.*<blockquote class="gorgias_quote"><div>Let me look\.<\/div>.*<blockquote class="gorgias_quote"><div>Where is &lt;it&gt;\?<\/div><\/blockquote><\/blockquote>$/,
    )
    expect((await api.ticket(ticket_id)).messages[2]?.body_text).toBe('Found it.')
  })

  it('leaves out notes, what is not public, what did not leave and what was quoted before (REQ-039)', async () => {
    const { account, api } = fresh()
    const mailbox = mailboxOf(account.name)
    const { ticket_id } = account.inbound({
      from: CUSTOMER,
      text: 'VISIBLE\n\nOn Monday, Shop <a@b.test> wrote:\n> QUOTED',
    })
    await api.reply(ticket_id, note({ body_text: 'SECRET note' }))
    await api.reply(ticket_id, note({ body_text: 'SECRET public note', public: true }))
    await api.reply(ticket_id, fromAgent(mailbox, { public: false, body_text: 'SECRET draft' }))
    await api.reply(ticket_id, fromAgent('nobody@acme.test', { body_text: 'SECRET failure' }))
    await api.reply(ticket_id, fromCustomer({ public: false, body_text: 'SECRET aside' }))
    await api.reply(ticket_id, withThread(mailbox))
    const [row] = account.outbox()
    expect(row?.text).toContain('VISIBLE')
    expect(JSON.stringify(row)).not.toMatch(/SECRET|QUOTED/)
  })

  it('is bounded, however much was written', async () => {
    const { account, api } = fresh()
    const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'x'.repeat(900_000) })
    for (let i = 0; i < 30; i++) account.inbound({ from: CUSTOMER, text: 'y'.repeat(30_000), ticket_id })
    await api.reply(ticket_id, withThread(mailboxOf(account.name)))
    expect(account.outbox()[0]?.text.length).toBeLessThan(500_000)
  })
})
