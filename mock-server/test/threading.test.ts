import { describe, expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

/** A ticket that was answered by e-mail, and the Message-ID of the answer. */
async function answered() {
  const { account, api } = fresh()
  const { id } = await api.createTicket(ticket({ subject: 'My order' }))
  await api.reply(id, fromAgent(mailboxOf(account.name)))
  const messageId = account.outbox()[0]?.header_message_id ?? ''
  const answer = (more: object = {}) =>
    account.inbound({ from: CUSTOMER, text: 'And?', in_reply_to: messageId, ...more }).ticket_id
  return { account, api, id, messageId, answer }
}

type Api = Awaited<ReturnType<typeof answered>>['api']

async function setSplitting(api: Api, data: object): Promise<void> {
  const { data: settings } = expectStatus(await api.get('/api/account/settings'), 200).json as {
    data: { id: number; type: string }[]
  }
  const setting = settings.find(({ type }) => type === 'auto-split')
  const body = { type: 'auto-split', data }
  expectStatus(await api.put(`/api/account/settings/${setting?.id ?? 0}`, body), 200)
}

describe("a customer's answer", () => {
  it('finds its ticket by In-Reply-To, by References, and by what the customer sent before', async () => {
    const { account, id, messageId, answer } = await answered()
    expect(answer({ message_id: '<own@c.example>' })).toBe(id)
    const write = (more: object) => account.inbound({ from: CUSTOMER, text: 'x', ...more }).ticket_id
    expect(write({ references: ['<unknown@x.example>', messageId] })).toBe(id)
    expect(write({ in_reply_to: '<unknown@x.example>', references: [messageId, '<other@x.example>'] })).toBe(
      id,
    )
    expect(write({ in_reply_to: '<own@c.example>' })).toBe(id)
    expect(write({ in_reply_to: '<unknown@x.example>' })).not.toBe(id)
  })

  it('goes by the nearest e-mail where it names those of several tickets', async () => {
    const one = await answered()
    const { ticket_id } = one.account.inbound({ from: CUSTOMER, text: 'New', message_id: '<new@c.example>' })
    expect(one.answer({ references: ['<new@c.example>'] })).toBe(one.id)
    const references = [one.messageId, '<new@c.example>']
    expect(one.account.inbound({ from: CUSTOMER, text: 'x', references }).ticket_id).toBe(ticket_id)
  })

  it('from somebody else comes onto the ticket, too, as theirs', async () => {
    const { api, id, answer } = await answered()
    expect(answer({ from: 'colleague@example.com', from_name: 'Col League' })).toBe(id)
    const after = await api.ticket(id)
    expect(after.customer.email).toBe(CUSTOMER)
    expect(after.messages.at(-1)?.sender).toMatchObject({
      email: 'colleague@example.com',
      name: 'Col League',
    })
  })

  it('reopens a closed ticket and leaves the event', async () => {
    const { account, api, id, answer } = await answered()
    await api.updateTicket(id, { status: 'closed' })
    await account.clock.advance('P9D')
    expect(answer()).toBe(id)
    expect(await api.ticket(id)).toMatchObject({ status: 'open', closed_datetime: null, is_unread: true })
    const { json } = expectStatus(await api.get(`/api/events?object_type=Ticket&object_id=${id}`), 200)
    const types = (json as { data: { type: string }[] }).data.map(({ type }) => type)
    expect(types).toContain('ticket-reopened')
  })

  it('follows a ticket that was merged into another, named or not', async () => {
    const { account, api, id, answer } = await answered()
    const kept = await api.createTicket(ticket({ subject: 'Kept' }))
    account.mergeTickets(id, kept.id)
    expect(answer()).toBe(kept.id)
    expect(account.inbound({ from: CUSTOMER, text: 'x', ticket_id: id }).ticket_id).toBe(kept.id)
  })

  it('to a ticket in the trash, or to one that was deleted, opens a new one', async () => {
    const { account, api, id, answer } = await answered()
    await api.updateTicket(id, { trashed_datetime: '2026-03-02T09:00:00+00:00' })
    const second = answer()
    expect(second).not.toBe(id)
    await api.updateTicket(id, { trashed_datetime: null })
    expect(answer()).toBe(id)
    expectStatus(await api.delete(`/api/tickets/${id}`), 204)
    expect([id, second]).not.toContain(answer())
    expect(account.outbox()).toHaveLength(1)
  })

  it('to an e-mail of the survey comes onto the ticket of the survey', async () => {
    const { account, api, id } = await answered()
    const { customer } = await api.ticket(id)
    const body = {
      ticket_id: id,
      customer_id: customer.id,
      should_send_datetime: '2026-03-02T09:00:00+00:00',
    }
    expectStatus(await api.post('/api/satisfaction-surveys', body), 201)
    await account.clock.advance(0)
    const survey = account.outbox().at(-1)
    expect(survey?.message_id).toBeNull()
    const in_reply_to = survey?.header_message_id ?? ''
    expect(account.inbound({ from: CUSTOMER, text: 'Great', in_reply_to }).ticket_id).toBe(id)
  })
})

describe('an answer by e-mail after ten quiet days', () => {
  it('opens a new ticket, which remembers the old one; a moment earlier it does not', async () => {
    const { account, api, id, answer } = await answered()
    await account.clock.advance('P10D')
    expect(answer()).toBe(id)
    await account.clock.advance('P10DT1S')
    const split = answer()
    expect(split).not.toBe(id)
    expect(await api.ticket(split)).toMatchObject({ subject: 'My order', status: 'open', channel: 'email' })
    const { json } = expectStatus(await api.get(`/api/events?types[]=ticket-split`), 200)
    expect((json as { data: object[] }).data).toMatchObject([{ object_id: split, data: { split_from: id } }])
    expect(account.billing().billable_tickets).toBe(1)
  })

  it('goes on where the conversation went on since', async () => {
    const { account, answer } = await answered()
    await account.clock.advance('P11D')
    const split = answer()
    await account.clock.advance('P1D')
    expect(answer()).toBe(split)
    await account.clock.advance('P11D')
    const again = answer()
    expect(again).not.toBe(split)
    expect(answer()).toBe(again)
  })

  it('ends where what was split off was merged back', async () => {
    const { account, id, answer } = await answered()
    await account.clock.advance('P11D')
    account.mergeTickets(answer(), id)
    expect(answer()).toBe(id)
    await account.clock.advance('P11D')
    expect(answer()).not.toBe(id)
  })

  it('stays on the ticket where the account has switched that off, and comes earlier where it says so', async () => {
    const { account, api, id, answer } = await answered()
    await setSplitting(api, { email: { enabled: false, split_after_days: 10 } })
    await account.clock.advance('P100D')
    expect(answer()).toBe(id)
    await setSplitting(api, { email: { enabled: true, split_after_days: 2 } })
    await account.clock.advance('P3D')
    expect(answer()).not.toBe(id)
  })

  it('stays on a ticket that is named', async () => {
    const { account, id, answer } = await answered()
    await account.clock.advance('P100D')
    expect(answer({ ticket_id: id })).toBe(id)
  })
})

describe('a chat', () => {
  it('stays one ticket, reopens, and is split after three quiet days', async () => {
    const { account, api } = fresh()
    const say = (text: string) => account.inbound({ channel: 'chat', from: CUSTOMER, text }).ticket_id
    const first = say('Hello')
    expect(await api.ticket(first)).toMatchObject({
      channel: 'chat',
      via: 'gorgias_chat',
      customer: { email: CUSTOMER },
    })
    await api.updateTicket(first, { status: 'closed' })
    await account.clock.advance('P3D')
    expect(say('Still there?')).toBe(first)
    expect((await api.ticket(first)).status).toBe('open')
    await account.clock.advance('P3DT1S')
    const second = say('Once more')
    expect(second).not.toBe(first)
    expect(say('And again')).toBe(second)
  })

  it('belongs to whoever is named, by address or by external id', async () => {
    const { account, api } = fresh()
    const byId = account.inbound({ channel: 'chat', external_id: 'shop-7', from_name: 'Ana', text: 'Hi' })
    const again = account.inbound({ channel: 'chat', external_id: 'shop-7', text: 'Me' })
    const other = account.inbound({ channel: 'chat', from: CUSTOMER, text: 'Not me' })
    expect(again.ticket_id).toBe(byId.ticket_id)
    expect(other.ticket_id).not.toBe(byId.ticket_id)
    const { customer } = await api.ticket(byId.ticket_id)
    expect(customer).toMatchObject({ external_id: 'shop-7', name: 'Ana', email: null })
  })

  it('is another conversation than what the customer e-mailed', () => {
    const { account } = fresh()
    const byEmail = account.inbound({ from: CUSTOMER, text: 'x' })
    expect(account.inbound({ channel: 'chat', from: CUSTOMER, text: 'x' }).ticket_id).not.toBe(
      byEmail.ticket_id,
    )
  })

  it('is answered in the chat window: no e-mail leaves, and no note is shown', async () => {
    const { account, api } = fresh()
    const { ticket_id } = account.inbound({ channel: 'chat', from: CUSTOMER, from_name: 'Ana', text: 'Hi' })
    await account.clock.advance('PT1M')
    await api.reply(ticket_id, { channel: 'internal-note', from_agent: true, body_text: 'SECRET' })
    await api.reply(ticket_id, { channel: 'chat', from_agent: true, body_text: 'Hello Ana' })
    expect(account.outbox()).toEqual([])
    expect(account.chat(CUSTOMER)).toMatchObject([
      { from: 'customer', name: 'Ana', text: 'Hi', ticket_id },
      { from: 'shop', name: 'Admin', text: 'Hello Ana', ticket_id },
    ])
    expect(account.billing().billable_tickets).toBe(1)
  })
})
