import { describe, expect, it } from 'vitest'
import { CUSTOMER, fromAgent, handoff, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

describe("a customer's e-mail", () => {
  it('that answers one of ours comes onto the same ticket and reopens it [REQ-022]', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    await api.updateTicket(id, { status: 'closed', is_unread: false })
    const [email] = account.outbox()
    const { ticket_id, message_id } = account.inbound({
      from: ' Ana@Example.com ',
      text: 'Thanks, but when?',
      ...(email && { in_reply_to: email.header_message_id }),
    })
    expect(ticket_id).toBe(id)
    const after = await api.ticket(id)
    expect(after).toMatchObject({ status: 'open', is_unread: true, closed_datetime: null })
    expect(after.messages).toHaveLength(4)
    expect(after.messages[3]).toMatchObject({
      id: message_id,
      from_agent: false,
      via: 'email',
      body_text: 'Thanks, but when?',
      sender: { id: after.customer.id, email: CUSTOMER },
    })
    expect((await api.tickets()).data).toHaveLength(1)
    expect((await api.customers()).data).toHaveLength(1)
  })

  it('may name its ticket', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    expect(account.inbound({ from: CUSTOMER, text: 'More', ticket_id: id }).ticket_id).toBe(id)
    expect((await api.ticket(id)).messages).toHaveLength(2)
  })

  it('that answers nothing opens a ticket, of the profile that has the address', async () => {
    const { account, api } = fresh()
    const first = await api.createTicket(ticket())
    for (const extra of [{}, { in_reply_to: '<unknown@example.com>' }]) {
      const { ticket_id } = account.inbound({ from: CUSTOMER, text: 'New', subject: 'Hello', ...extra })
      expect(ticket_id).not.toBe(first.id)
      expect(await api.ticket(ticket_id)).toMatchObject({
        subject: 'Hello',
        channel: 'email',
        via: 'email',
        customer: { id: first.customer.id },
        messages: [{ source: { to: [{ address: mailboxOf(account.name) }] } }],
      })
    }
  })

  it('to a ticket that is not there is refused, names the field and leaves nothing', async () => {
    const { account, api } = fresh()
    const write = () => account.inbound({ from: CUSTOMER, text: 'x', ticket_id: 7 })
    expect(write).toThrow('ticket_id: There is no ticket 7.')
    expect((await api.tickets()).data).toEqual([])
    expect((await api.customers()).data).toEqual([])
  })

  it('sets the rules off that a new message does', async () => {
    const { account, api } = fresh({
      seed: {
        rules: [
          {
            name: 'Tag answers',
            event_types: 'ticket-message-created',
            code: 'if (containsAny(message.text, ["angry"])) { Action("addTags", { tags: "angry" }) }',
          },
        ],
      },
    })
    const { id } = await api.createTicket(ticket())
    account.inbound({ from: CUSTOMER, text: 'I am ANGRY', ticket_id: id })
    expect((await api.ticket(id)).tags.map(({ name }) => name)).toEqual(['angry'])
  })
})
