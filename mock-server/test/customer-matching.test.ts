import { describe, expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, ticket, ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

const ORDERS = { '130200': { __integration_type__: 'shopify', orders: [{ name: '#1047' }] } }

const shop = () =>
  fresh({
    seed: {
      customers: [
        {
          name: 'Ana P.',
          email: 'Ana@X.com',
          integrations: ORDERS,
          tickets: [{ subject: 'Old', messages: [{ from: 'customer', text: 'Hello?' }] }],
        },
      ],
    },
  })

describe('a ticket', () => {
  it('hangs on the profile that has the address, in the same call [REQ-032]', async () => {
    const { account, api } = shop()
    const [ana] = (await api.customers()).data
    const before = account.journal().length
    const made = await api.createTicket(ticketFrom('ana@x.com'))
    expect(made.customer.id).toBe(ana?.id)
    expect(account.journal()).toHaveLength(before + 1)
  })

  it('leaves a known profile its orders and its earlier tickets [REQ-033]', async () => {
    const { api } = shop()
    const made = await api.createTicket(ticketFrom('ana@x.com'))
    const { data } = await api.tickets(`?customer_id=${made.customer.id}`)
    expect(data.map(({ subject }) => subject)).toEqual([null, 'Old'])
    expect((await api.customer(made.customer.id)).integrations).toEqual(ORDERS)
    expect((await api.customers()).data).toHaveLength(1)
  })

  it('of an unknown address makes one profile with address and name [REQ-034]', async () => {
    const { api } = fresh()
    const customer = { email: 'New@Example.com', name: 'Nina New Person' }
    const made = await api.createTicket(ticketFrom('new@example.com', { customer }))
    expect((await api.customers()).data).toMatchObject([
      {
        id: made.customer.id,
        email: 'new@example.com',
        name: 'Nina New Person',
        firstname: 'Nina',
        lastname: 'Person',
      },
    ])
    const { channels } = await api.customer(made.customer.id)
    expect(channels).toMatchObject([{ type: 'email', address: 'new@example.com', preferred: true }])
  })

  it('compares addresses without case and blanks, and keeps a known name [REQ-035]', async () => {
    const { api } = shop()
    const customer = { email: ' ANA@x.com ', name: 'A' }
    const made = await api.createTicket(
      ticket({ customer, messages: [fromCustomer({ sender: customer }, ' ANA@x.com ')] }),
    )
    expect(made.customer).toMatchObject({ name: 'Ana P.', email: 'ana@x.com' })
    expect((await api.customers()).data).toHaveLength(1)
  })

  it('keeps the address as it was typed where the message says how it travelled', async () => {
    const { api } = fresh()
    const made = await api.createTicket(ticketFrom('Ana@X.com'))
    expect(made.messages[0]?.source?.from?.address).toBe('Ana@X.com')
    expect(made.customer.email).toBe('ana@x.com')
  })

  it('gives a nameless profile the name that comes with a later one', async () => {
    const { api } = fresh()
    const first = await api.createTicket(ticketFrom('ben@example.com'))
    expect(first.customer).toMatchObject({ name: null, firstname: '', lastname: '' })
    const second = await api.createTicket(
      ticketFrom('ben@example.com', { customer: { email: 'ben@example.com', name: 'Ben' } }),
    )
    expect(second.customer).toMatchObject({ id: first.customer.id, name: 'Ben' })
  })

  it('without a customer of its own belongs to who wrote its first message', async () => {
    const { api } = fresh()
    const made = await api.createTicket({ messages: [fromCustomer({}, 'cleo@example.com')] })
    expect(made.customer.email).toBe('cleo@example.com')
  })

  it('that an agent opens belongs to who receives its first message', async () => {
    const { account, api } = fresh()
    const made = await api.createTicket({
      messages: [fromAgent(mailboxOf(account.name), {}, 'dana@example.com')],
    })
    expect(made.customer.email).toBe('dana@example.com')
    expect(made.messages[0]).toMatchObject({ receiver: { email: 'dana@example.com' }, from_agent: true })
  })

  it('of nobody is refused', async () => {
    const { api } = fresh()
    const incoming = { channel: 'api', from_agent: false, body_text: 'Hi' }
    expect(expectStatus(await api.post('/api/tickets', { messages: [incoming] }), 400).json).toMatchObject({
      error: { data: { messages: { '0': { sender: ['Missing data for required field.'] } } } },
    })
    const outgoing = { channel: 'api', from_agent: true, body_text: 'Hi' }
    expect(expectStatus(await api.post('/api/tickets', { messages: [outgoing] }), 400).json).toMatchObject({
      error: { data: { customer: ['Missing data for required field.'] } },
    })
  })

  it('may name its customer by id, and a profile without address by its external id [REQ-031]', async () => {
    const { api } = fresh()
    const message = { channel: 'api', from_agent: false, body_text: 'Hi' }
    const customer = { external_id: 'gladly-7', name: 'No Mail' }
    const first = await api.createTicket({ customer, messages: [message] })
    const second = await api.createTicket({ customer, messages: [message] })
    const third = await api.createTicket({ customer: { id: first.customer.id }, messages: [message] })
    expect(first.customer).toMatchObject({ email: null, external_id: 'gladly-7', name: 'No Mail' })
    expect([second.customer.id, third.customer.id]).toEqual([first.customer.id, first.customer.id])
  })

  it('is refused where id and address belong to two profiles, and changes neither', async () => {
    const { api } = shop()
    const other = await api.createTicket(ticketFrom('other@example.com'))
    const before = (await api.get('/api/customers')).text
    const customer = { id: other.customer.id, email: 'ana@x.com' }
    expectStatus(await api.post('/api/tickets', ticket({ customer })), 409)
    expect((await api.get('/api/customers')).text).toBe(before)
  })

  it('finds a profile by any of its addresses', async () => {
    const { api } = fresh()
    const channels = [{ type: 'email', address: 'Second@example.com' }]
    const first = await api.createTicket(
      ticket({
        customer: { email: 'first@example.com', channels },
        messages: [fromCustomer({}, 'first@example.com')],
      }),
    )
    const second = await api.createTicket(ticketFrom('second@example.com'))
    expect(second.customer.id).toBe(first.customer.id)
  })
})
