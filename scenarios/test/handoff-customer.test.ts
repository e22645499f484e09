import { startMockServer } from '@gorgias-harness/mock-server'
import type { Account, MockServer } from '@gorgias-harness/mock-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, configOf, handOver, requestOf } from './handoff-account.ts'

let server: MockServer

beforeAll(async () => {
  server = await startMockServer({ clock: 'virtual', now: '2026-03-02T09:00:00Z' })
})
afterAll(() => server.close())

interface Customer {
  id: number
  name: string
  email: string | null
}
interface Ticket {
  customer: Customer
}

const customers = async (account: Account) =>
  (await call<{ data: Customer[] }>(account, 'GET', '/api/customers')).data

describe('the customer of a handoff in the helpdesk', () => {
  it('is the profile that has the address, in whatever case, and keeps its name (REQ-032, REQ-035)', async () => {
    const account = server.account.fork()
    const ana = await call<Customer>(account, 'POST', '/api/customers', {
      name: 'Ana P.',
      email: 'Ana@X.example',
      channels: [{ type: 'email', address: 'Ana@X.example', preferred: true }],
    })
    const before = await customers(account)
    const outcome = await handOver(account, requestOf(account, 'c-1', { email: ' ana@X.EXAMPLE ' }))
    const ticket = await call<Ticket>(account, 'GET', `/api/tickets/${outcome.ticket_id}`)
    expect(ticket.customer).toMatchObject({ id: ana.id, name: 'Ana P.' })
    expect((await customers(account)).length).toBe(before.length)
  })

  it('is made if there is none, with address and name (REQ-034)', async () => {
    const account = server.account.fork()
    const before = await customers(account)
    const outcome = await handOver(account, requestOf(account, 'c-1', { email: 'new@x.example' }))
    const ticket = await call<Ticket>(account, 'GET', `/api/tickets/${outcome.ticket_id}`)
    expect(ticket.customer).toMatchObject({ name: 'Ana Ortiz', email: 'new@x.example' })
    expect((await customers(account)).length).toBe(before.length + 1)
  })

  it.each(['"ana,ortiz"@x.example', 'ana+lamp@x.example', 'ana@müller.example', 'анна@пример.example'])(
    'may be called %s',
    async (email) => {
      const account = server.account.fork()
      const outcome = await handOver(account, requestOf(account, 'c-1', { email }))
      const ticket = await call<Ticket>(account, 'GET', `/api/tickets/${outcome.ticket_id}`)
      expect(ticket.customer.email).toBe(email)
    },
  )

  it('without an address is somebody new, never another profile, even under the same name (REQ-031)', async () => {
    const account = server.account.fork()
    const config = configOf(account, { noEmailPolicy: 'create_without_email' })
    const known = await call<Customer>(account, 'POST', '/api/customers', {
      name: 'Ana Ortiz',
      email: 'ana@x.example',
    })
    const outcome = await handOver(account, requestOf(account, 'c-1', { email: null }), config)
    const ticket = await call<Ticket>(account, 'GET', `/api/tickets/${outcome.ticket_id}`)
    expect(ticket.customer.id).not.toBe(known.id)
    expect(ticket.customer.email).toBeNull()
  })
})
