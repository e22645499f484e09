import { describe, expect, it, test } from 'vitest'
import type { DeedName } from '../src/index.ts'
import { ROBIN, setUp } from './support/agents.ts'
import { expectStatus } from './support/api.ts'
import { CUSTOMER, mailboxOf, ticket } from './support/bodies.ts'

describe('what an agent may not do', () => {
  const all = (id: number): readonly (readonly [DeedName, object])[] => [
    ['reply', { ticket_id: id, text: 'x' }],
    ['note', { ticket_id: id, text: 'x' }],
    ['tag', { ticket_id: id, tags: ['x'] }],
    ['close', { ticket_id: id }],
    ['write', { to: CUSTOMER, subject: 'x', text: 'x' }],
    ['merge', { ticket_id: id, into: id }],
  ]

  it('is everything to an observer', async () => {
    const { account, api, send } = setUp()
    const { id } = await api.createTicket(ticket())
    const before = (await api.get(`/api/tickets/${id}`)).text
    for (const [deed, body] of all(id)) {
      const { text } = expectStatus(await send(deed, body, 'ola@acme.test'), 403)
      expect(text).toContain('observer-agent')
    }
    expect((await api.get(`/api/tickets/${id}`)).text).toBe(before)
    expect(account.outbox()).toEqual([])
  })

  it('is little to a lite agent, who answers and closes but does not merge', async () => {
    const { api, send } = setUp()
    const { id } = await api.createTicket(ticket())
    const other = await api.createTicket(ticket())
    for (const [deed, body] of all(id).filter(([deed]) => deed !== 'merge'))
      expectStatus(await send(deed, body, 'lee@acme.test'), 200)
    expectStatus(await send('merge', { ticket_id: id, into: other.id }, 'lee@acme.test'), 403)
  })

  it('is anything at all for a bot, somebody who is deactivated, and nobody', async () => {
    const { account, api, send, idOf } = setUp()
    const { id } = await api.createTicket(ticket())
    account.deactivateUser(await idOf(ROBIN))
    expectStatus(await send('close', { ticket_id: id }), 409)
    expectStatus(await send('close', { ticket_id: id }, mailboxOf(account.name)), 409)
    expectStatus(await send('close', { ticket_id: id }, 'nobody@acme.test'), 404)
    expectStatus(await send('close', { ticket_id: id }, 7), 404)
    expect(await api.ticket(id)).toMatchObject({ status: 'open' })
  })

  test.for<[string, object, string]>([
    ['reply', {}, 'ticket_id'],
    ['reply', { ticket_id: 7, text: 'x' }, 'ticket_id'],
    ['reply', { ticket_id: 0 }, 'text'],
    ['reply', { ticket_id: 0, text: '' }, 'text'],
    ['reply', { ticket_id: 0, text: 'x', status: 'done' }, 'status'],
    ['reply', { ticket_id: 0, txt: 'x' }, 'txt'],
    ['note', { ticket_id: 0, text: 'x', mentions: ['nobody@acme.test'] }, 'mentions'],
    ['tag', { ticket_id: 0, tags: [] }, 'tags'],
    ['assign', { ticket_id: 0 }, 'user'],
    ['assign', { ticket_id: 0, user: 'nobody@acme.test' }, 'user'],
    ['assign', { ticket_id: 0, team: 'Nobody' }, 'team'],
    ['assign', { ticket_id: 0, team: 7 }, 'team'],
    ['snooze', { ticket_id: 0 }, 'until'],
    ['snooze', { ticket_id: 0, until: '2020-01-01T00:00:00Z' }, 'until'],
    ['snooze', { ticket_id: 0, until: 'tomorrow' }, 'until'],
    ['snooze', { ticket_id: 0, for: 'soon' }, 'for'],
    ['snooze', { ticket_id: 0, for: 'PT1H', until: null }, 'until'],
    ['priority', { ticket_id: 0, priority: 'urgent' }, 'priority'],
    ['macro', { ticket_id: 0, macro: 'None' }, 'macro'],
    ['forward', { ticket_id: 0, to: 'nowhere', text: 'x' }, 'to'],
    ['write', { to: CUSTOMER, text: 'x' }, 'subject'],
    ['merge', { ticket_id: 0, into: 7 }, 'into'],
    ['merge', { ticket_id: 0, into: 0 }, 'into'],
  ])('is %s with %j: the field is named and nothing changes', async ([deed, body, field]) => {
    const { account, api, send } = setUp()
    const { id } = await api.createTicket(ticket())
    const before = (await api.get(`/api/tickets/${id}`)).text
    const real = Object.fromEntries(
      Object.entries(body).map(([key, value]) => [key, value === 0 ? id : value]),
    )
    const answer = expectStatus(await send(deed, real), 400)
    expect((answer.json as { error: { field?: string; message: string } }).error.message).toContain(
      `${field}:`,
    )
    expect((await api.get(`/api/tickets/${id}`)).text).toBe(before)
    expect(account.outbox()).toEqual([])
  })

  it('is to reply where no e-mail can go', async () => {
    const { api, send } = setUp()
    const message = { channel: 'phone', from_agent: false, body_text: 'Call me.' }
    const customer = { channels: [{ type: 'phone', address: '+15550100' }], name: 'Ana' }
    const made = expectStatus(await api.post('/api/customers', customer), 201).json as { id: number }
    const { id } = await api.createTicket({ customer: { id: made.id }, messages: [message] })
    expect(expectStatus(await send('reply', { ticket_id: id, text: 'x' }), 409).text).toContain('email')
    expect((await api.ticket(id)).messages).toHaveLength(1)
  })

  it('is a deed that is none', async () => {
    const { send } = setUp()
    expectStatus(await send('dance', {}), 404)
  })
})
