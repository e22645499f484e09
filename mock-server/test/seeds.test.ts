import { describe, expect, it, test } from 'vitest'
import { SeedError } from '../src/index.ts'
import type { Seed } from '../src/index.ts'
import { handoff } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { server, fresh } = await testServer()
const [one, twin] = [await testServer(), await testServer()]
const stranger = await testServer({ randomSeed: 2 })

describe('the demo seed', () => {
  it('is a shop that is set up for handoffs', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const rules = (await api.get('/api/rules')).json as {
      data: { name: string; deactivated_datetime: unknown }[]
    }
    expect(rules.data.map(({ name }) => name).sort()).toEqual([
      'Auto-reply to Gladly AI handoffs',
      'Keep Gladly AI handoffs apart',
    ])
    const { id } = await api.createTicket(handoff())
    expect(account.outbox()).toMatchObject([{ to: 'ana@example.com', ticket_id: id }])
    const events = (await api.get(`/api/events?object_type=Ticket&object_id=${id}`)).json as {
      data: { type: string }[]
    }
    expect(events.data.map(({ type }) => type)).toContain('ticket-excluded-from-auto-merge')
  })

  it('has a customer with orders and an earlier ticket, of which nothing was sent or billed', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    expect(account.journal()).toEqual([])
    const [mara] = (await api.customers()).data
    const [old] = (await api.tickets()).data
    expect(old).toMatchObject({ status: 'closed', customer: { id: mara?.id }, messages_count: 2 })
    expect(account.outbox()).toEqual([])
    expect(account.billing().billable_tickets).toBe(0)
  })
})

describe('a seed', () => {
  it('says what the account holds', async () => {
    const { account, api } = fresh({
      seed: {
        plan: 'pro',
        support_email: 'help@shop.test',
        users: [{ name: 'Robin', email: 'Robin@Acme.test', role: 'agent' }],
        teams: [{ name: 'Returns', members: ['robin@acme.test'] }],
        tags: ['vip'],
        customers: [{ name: 'Ana', email: 'ana@x.test', phone: '+15550100', external_id: 'a-1' }],
      },
    })
    expect(account.billing().plan).toBe('pro')
    expect((await api.get('/api/integrations')).json).toMatchObject({
      data: [{ meta: { address: 'help@shop.test' } }],
    })
    expect((await api.get('/api/users?email=robin@acme.test')).json).toMatchObject({
      data: [{ name: 'Robin' }],
    })
    expect((await api.get('/api/teams')).json).toMatchObject({
      data: [{ name: 'Returns', members: [{ name: 'Robin' }] }],
    })
    expect((await api.get('/api/tags')).json).toMatchObject({ data: [{ name: 'vip', usage: 0 }] })
    const [ana] = (await api.customers()).data
    expect(await api.customer(ana?.id ?? 0)).toMatchObject({
      external_id: 'a-1',
      channels: [
        { type: 'email', address: 'ana@x.test' },
        { type: 'phone', address: '+15550100' },
      ],
    })
  })

  test.for<[string, Seed]>([
    [
      'line 1, column',
      { rules: [{ name: 'Bad', event_types: 'ticket-created', code: 'if (eq(ticket.status "open")) {}' }] },
    ],
    ['nobody@acme.test', { teams: [{ name: 'Returns', members: ['nobody@acme.test'] }] }],
    ['stands there twice', { customers: [{ email: 'ana@x.test' }, { email: 'ANA@x.test' }] }],
  ])('that cannot be carried out says why (%s) and leaves no account', ([reason, seed]) => {
    const before = server.accounts.list().map(({ name }) => name)
    const make = () => server.accounts.create({ subdomain: 'never-made', seed })
    expect(make).toThrow(SeedError)
    expect(make).toThrow(reason)
    expect(server.accounts.list().map(({ name }) => name)).toEqual(before)
  })
})

describe('the random seed', () => {
  const firstTicket = async (of: typeof twin) => {
    const { api, account } = of.use(of.server.account)
    const { text } = await api.post('/api/tickets', handoff())
    return { text, key: account.credentials.api_key }
  }

  it('makes the same keys, ids and answers again, to the byte, in every run; another one makes others', async () => {
    const made = await firstTicket(one)
    expect(await firstTicket(twin)).toEqual(made)
    const other = await firstTicket(stranger)
    expect(other.key).not.toBe(made.key)
    expect(other.text).not.toBe(made.text)
  })
})
