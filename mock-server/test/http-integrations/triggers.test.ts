import { describe, expect, it } from 'vitest'
import { CUSTOMER, fromAgent, fromCustomer, handoff, note, ticket } from '../support/bodies.ts'
import { testServer } from '../support/server.ts'
import { addTo, callOut, fresh, receiver, withIntegration } from './desk.ts'

const ALL = [
  'ticket-created',
  'ticket-updated',
  'ticket-message-created',
  'ticket-self-unsnoozed',
  'ticket-message-failed',
  'ticket-assignment-updated',
  'ticket-status-updated',
  'ticket-handed-over',
]

/** An account with one integration for each trigger: what of it was set off, in order. */
async function withAllTriggers() {
  const desk = fresh()
  const seen: string[] = []
  const { url } = receiver((request) => {
    seen.push(new URL(request.url).pathname.slice('/hook/'.length))
    return 200
  })
  for (const trigger of ALL) await addTo(desk, `${url}/${trigger}`, [trigger])
  return {
    ...desk,
    /** What was set off since it was last asked. */
    seen: async () => {
      await desk.account.clock.advance('PT0S')
      return seen.splice(0)
    },
  }
}

describe('an HTTP integration is called', () => {
  it('for a new ticket, for each message, and for the update that follows', async () => {
    const { api, seen } = await withAllTriggers()
    await api.createTicket(handoff())
    expect(await seen()).toEqual([
      'ticket-created',
      'ticket-message-created',
      'ticket-message-created',
      'ticket-updated',
    ])
  })

  it('for a ticket that is born assigned', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = (await api.get('/api/users/0')).json as { id: number }
    await api.createTicket(ticket({ assignee_user: { id } }))
    expect(await seen()).toEqual([
      'ticket-created',
      'ticket-message-created',
      'ticket-updated',
      'ticket-assignment-updated',
    ])
  })

  it('for a message on a ticket, and for a customer who reopens it', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await seen()
    await api.reply(id, note())
    expect(await seen()).toEqual(['ticket-message-created', 'ticket-updated'])
    await api.updateTicket(id, { status: 'closed' })
    expect(await seen()).toEqual(['ticket-updated', 'ticket-status-updated'])
    await api.reply(id, fromCustomer())
    expect((await seen()).toSorted()).toEqual([
      'ticket-message-created',
      'ticket-status-updated',
      'ticket-updated',
      'ticket-updated',
    ])
  })

  it('for any change of a ticket, even one that rules do not see, and for none that changes nothing', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await seen()
    for (const change of [{ priority: 'high' }, { external_id: 'A-1' }, { tags: [{ name: 'vip' }] }]) {
      await api.updateTicket(id, change)
      expect(await seen()).toEqual(['ticket-updated'])
      await api.updateTicket(id, change)
      expect(await seen()).toEqual([])
    }
  })

  it('for an assignment to a user or a team, and for its end', async () => {
    const { api, seen } = await withAllTriggers()
    const user = (await api.get('/api/users/0')).json as { id: number }
    const team = (await api.post('/api/teams', { name: 'Night shift' })).json as { id: number }
    const { id } = await api.createTicket(ticket())
    await seen()
    for (const change of [
      { assignee_user: { id: user.id } },
      { assignee_team: { id: team.id } },
      { assignee_user: null },
    ]) {
      await api.updateTicket(id, change)
      expect(await seen()).toEqual(['ticket-updated', 'ticket-assignment-updated'])
    }
  })

  it('for a message that could not be sent', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await seen()
    await api.reply(id, fromAgent('nobody@elsewhere.test'))
    expect((await seen()).toSorted()).toEqual([
      'ticket-message-created',
      'ticket-message-failed',
      'ticket-updated',
    ])
  })

  it('for a snooze that comes to its end, at its time', async () => {
    const { account, api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { snooze_datetime: '2026-03-02T12:00:00Z', status: 'closed' })
    await seen()
    await account.clock.advance('PT2H59M')
    expect(await seen()).toEqual([])
    await account.clock.advance('PT1M')
    expect(await seen()).toContain('ticket-self-unsnoozed')
  })

  it('for a ticket that AI Agent hands over', async () => {
    const { account, seen } = await withAllTriggers()
    account.setAiAgent({
      enabled: true,
      answers: [{ outcome: 'hand-over', text: 'A colleague will answer.' }],
    })
    account.inbound({ from: CUSTOMER, text: 'I want a person.' })
    expect(await seen()).toContain('ticket-handed-over')
  })

  it('behind the rules: it shows what they have done', async () => {
    const desk = fresh({
      seed: {
        rules: [
          {
            name: 'Tag',
            event_types: 'ticket-created',
            code: 'if (eq(ticket.status, "open")) { Action("addTags", { tags: "new" }) }',
          },
        ],
      },
    })
    const { url, bodies } = receiver()
    await addTo(desk, url, ['ticket-created'], { form: { tags: '{{ticket.tags}}' } })
    await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT0S')
    expect(bodies()).toEqual([{ tags: 'new' }])
  })

  it('not while it is deactivated, not once it is deleted, not for imported tickets', async () => {
    const { api, id, calls, quiet } = await withIntegration(['ticket-created'])
    await api.createTicket(ticket({ imported: true }))
    await api.put(`/api/integrations/${id}`, { name: 'x', deactivated_datetime: '2026-03-02T09:00:00Z' })
    await api.createTicket(ticket())
    await quiet()
    expect(calls).toEqual([])
    await api.put(`/api/integrations/${id}`, { name: 'x', deactivated_datetime: null })
    await api.createTicket(ticket())
    await quiet()
    expect(calls).toHaveLength(1)
    await api.delete(`/api/integrations/${id}`)
    await api.createTicket(ticket())
    await quiet()
    expect(calls).toHaveLength(1)
  })

  it('after the delay that is set for effects, where it is realistic', async () => {
    const realistic = await testServer({ callOut, effects: 'realistic' })
    const desk = realistic.fresh()
    const { url, calls } = receiver()
    await addTo(desk, url, ['ticket-created'])
    await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT0.499S')
    expect(calls).toEqual([])
    await desk.account.clock.advance('PT0.001S')
    expect(calls).toHaveLength(1)
  })
})
