import { describe, expect, it } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, fromCustomer, handoff, mailboxOf } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

describe("a customer's mailbox", () => {
  it('has what the customer got and sent, in threads, and nothing else', async () => {
    const { account, api } = fresh()
    const { ticket_id } = account.inbound({
      from: CUSTOMER,
      from_name: 'Ana',
      text: 'Where is it?',
      subject: 'My order',
      message_id: '<1@c.example>',
    })
    await account.clock.advance('PT1M')
    await api.reply(ticket_id, fromAgent(mailboxOf(account.name)))
    await account.clock.advance('PT1M')
    const [reply] = account.outbox()
    account.inbound({
      from: CUSTOMER,
      text: 'Thanks',
      in_reply_to: reply?.header_message_id ?? '',
      message_id: '<2@c.example>',
    })
    await account.clock.advance('PT1M')
    account.inbound({ from: CUSTOMER.toUpperCase(), text: 'Another thing', subject: 'Shoes' })
    account.inbound({ from: 'other@example.com', text: 'Not hers' })
    const { address, threads } = account.mailbox(` ${CUSTOMER.toUpperCase()}`)
    expect(address).toBe(CUSTOMER)
    expect(threads).toMatchObject([
      {
        subject: 'My order',
        emails: [
          { direction: 'sent', folder: 'sent', from: { name: 'Ana' }, text: 'Where is it?', to: [{}] },
          { direction: 'received', folder: 'inbox', subject: 'Re: My order', text: 'It is on its way.' },
          { direction: 'sent', text: 'Thanks' },
        ],
      },
      { subject: 'Shoes', emails: [{ text: 'Another thing' }] },
    ])
  })

  it('has nothing of a handoff but what was e-mailed afterwards', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    expect(account.mailbox(CUSTOMER).threads).toEqual([])
    await api.reply(id, fromCustomer({ via: 'api' }))
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.mailbox(CUSTOMER).threads).toMatchObject([{ emails: [{ direction: 'received' }] }])
  })

  it('tells the spam folder from the inbox, and lacks what bounced', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(handoff())
    const { id: robot } = account.addRobot({ address: CUSTOMER, kind: 'spam-folder' })
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    account.removeRobot(robot)
    account.addRobot({ address: CUSTOMER, kind: 'bounce' })
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(account.mailbox(CUSTOMER).threads).toMatchObject([{ emails: [{ folder: 'spam' }] }])
  })

  it('is empty for whoever got and sent nothing, and read over HTTP as well', async () => {
    const { account } = fresh()
    account.inbound({ from: CUSTOMER, text: 'x' })
    const path = (address: string) =>
      `/_control/v1/accounts/${account.name}/mailboxes/${encodeURIComponent(address)}`
    expect(expectStatus(await call(url, 'GET', path(CUSTOMER)), 200).json).toEqual(account.mailbox(CUSTOMER))
    expect(expectStatus(await call(url, 'GET', path('x@y.example')), 200).json).toEqual({
      address: 'x@y.example',
      threads: [],
    })
  })
})

describe("a customer's chat window", () => {
  it('is found by address, external id or id, and refused for nobody', async () => {
    const { account, api } = fresh()
    const { ticket_id } = account.inbound({ channel: 'chat', external_id: 'shop-7', text: 'Hi' })
    const { customer } = await api.ticket(ticket_id)
    const path = (named: string) => `/_control/v1/accounts/${account.name}/chats/${encodeURIComponent(named)}`
    for (const named of ['shop-7', String(customer.id)]) {
      const { json } = expectStatus(await call(url, 'GET', path(named)), 200)
      expect(json).toMatchObject({ data: [{ from: 'customer', text: 'Hi', ticket_id }] })
    }
    expectStatus(await call(url, 'GET', path('nobody')), 404)
  })
})
