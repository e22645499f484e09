import { describe, expect, it } from 'vitest'
import type { MockServerOptions, Seed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, handoff, mailboxOf, ticket, ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'
import { changeSetting, eventsOf } from './support/settings.ts'

const instant = await testServer({ rateLimit: 'off' })
const realistic = await testServer({ rateLimit: 'off', effects: 'realistic' })

type Rule = NonNullable<Seed['rules']>[number]

/** The third step of setting up a handoff. */
const KEEP_APART: Rule = {
  name: 'Keep handoffs apart',
  event_types: 'ticket-created',
  code: 'if (containsAny(ticket.tags.name, ["gladly-ai"])) { Action("excludeTicketFromAutoMerge", {}) }',
}

/** An account that merges by itself. */
async function merging(
  rules: Rule[] = [],
  effects: MockServerOptions['effects'] = 'instant',
  tickets: object = { enabled: true, merging_window_days: 5 },
) {
  const { account, api } = (effects === 'instant' ? instant : realistic).fresh({ seed: { rules } })
  await changeSetting(api, 'auto-merge', { tickets })
  return { account, api }
}

const chat = (more: object = {}) =>
  ticket({ messages: [{ ...fromCustomer(), channel: 'chat', source: undefined }], ...more })

describe('auto-merge', () => {
  it('puts a handoff into the older open ticket of its customer, which keeps its channel (REQ-105)', async () => {
    const { account, api } = await merging()
    const older = await api.createTicket(chat({ subject: 'Where is it?' }))
    await account.clock.advance('PT1H')
    await api.updateTicket(older.id, { is_unread: false })
    const made = await api.createTicket(handoff())
    expect(made).toMatchObject({
      channel: 'email',
      messages: [{ ticket_id: made.id }, { ticket_id: made.id }],
    })
    expect((await api.tickets()).data.map(({ id }) => id)).toEqual([older.id])
    const merged = await api.ticket(older.id)
    expect(merged).toMatchObject({
      channel: 'chat',
      subject: 'Where is it?',
      status: 'open',
      is_unread: true,
    })
    expect(merged.messages.map(({ id }) => id)).toEqual(
      [...older.messages, ...made.messages].map(({ id }) => id),
    )
    expect(merged.tags.map(({ name }) => name)).toEqual(['gladly-ai'])
    const moved = expectStatus(await api.get(`/api/tickets/${made.id}`), 301)
    expect(moved.headers.get('location')).toBe(`/api/tickets/${older.id}`)
    expect(await eventsOf(api, older.id)).toContainEqual(
      expect.objectContaining({
        type: 'ticket-merged',
        user_id: null,
        data: { source_ticket_id: made.id, merged_by: 'auto-merge' },
      }),
    )
  })

  it.each(['instant', 'realistic'] as const)(
    'leaves a ticket alone that a rule on tickets created excludes, with effects that are %s (REQ-105)',
    async (effects) => {
      const { account, api } = await merging([KEEP_APART], effects)
      const older = await api.createTicket(ticket())
      await account.clock.advance('PT1M')
      const made = await api.createTicket(handoff())
      const plain = await api.createTicket(ticket())
      await account.clock.advance('PT1M')
      // What is not tagged goes into the older one, past the handoff that is kept apart.
      expect((await api.tickets()).data.map(({ id }) => id)).toEqual([made.id, older.id])
      expectStatus(await api.get(`/api/tickets/${plain.id}`), 301)
      const types = (await eventsOf(api, made.id)).map(({ type }) => type)
      expect(types.filter((type) => type === 'ticket-excluded-from-auto-merge')).toHaveLength(1)
      const text = expectStatus(await api.get(`/api/tickets/${made.id}`), 200).text
      expect(text).not.toContain('excluded')
    },
  )

  it('is off at first', async () => {
    const { api } = instant.fresh()
    const older = await api.createTicket(ticket())
    const made = await api.createTicket(ticket())
    expect((await api.tickets()).data.map(({ id }) => id)).toEqual([made.id, older.id])
  })

  it('happens again where a rule lets the new ticket be, and not once the setting is off', async () => {
    const { api } = await merging([KEEP_APART])
    const older = await api.createTicket(ticket())
    await api.createTicket(ticket())
    await api.createTicket(ticket())
    expect((await api.tickets()).data).toMatchObject([{ id: older.id, messages_count: 3 }])
    await changeSetting(api, 'auto-merge', { tickets: { enabled: false } })
    await api.createTicket(ticket())
    expect((await api.tickets()).data).toHaveLength(2)
  })

  it('reaches back as many days as the setting says since something was last said', async () => {
    const { account, api } = await merging([], 'instant', { enabled: true, merging_window_days: 2 })
    const older = await api.createTicket(ticket())
    await account.clock.advance('P1DT12H')
    await api.reply(older.id, fromCustomer())
    await account.clock.advance('P2D')
    const within = await api.createTicket(ticket())
    expectStatus(await api.get(`/api/tickets/${within.id}`), 301)
    await account.clock.advance('PT48H0.001S')
    const beyond = await api.createTicket(ticket())
    expect((await api.tickets()).data.map(({ id }) => id)).toEqual([beyond.id, older.id])
  })

  it.each([
    ['closed', { status: 'closed' }],
    ['spam', { spam: true }],
    ['in the trash', { trashed_datetime: '2026-03-02T09:00:00Z' }],
  ])('spares a ticket that is %s, old or new', async (_, fields) => {
    const { api } = await merging()
    await api.createTicket(ticket(fields))
    await api.createTicket(ticket(fields))
    await api.createTicket(ticket())
    await api.createTicket(ticket(fields))
    expect((await api.tickets()).data).toHaveLength(4)
  })

  it('spares tickets of others, those that an agent writes, and history that is imported', async () => {
    const { account, api } = await merging()
    await api.createTicket(ticket())
    await api.createTicket(ticketFrom('ben@example.com'))
    await api.createTicket(ticket({ messages: [fromAgent(mailboxOf(account.name))] }))
    await api.createTicket(ticket({ imported: true }))
    expect((await api.tickets()).data).toHaveLength(4)
  })

  it('wakes the older ticket where it is snoozed', async () => {
    const { api } = await merging()
    const { id } = await api.createTicket(ticket({ snooze_datetime: '2026-03-09T09:00:00Z' }))
    await api.createTicket(ticket())
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: null, is_unread: true })
  })

  it('lets the rules on tickets updated look at the older ticket, and those on messages not again', async () => {
    const counting = (event_types: string, note: string): Rule => ({
      name: note,
      event_types,
      code: `if (eq(message.from_agent, false)) { Action("addInternalNote", { body_text: "${note}" }) }`,
    })
    const { account, api } = await merging([counting('ticket-message-created', 'Message.')])
    const { id } = await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    const rule = counting('ticket-updated', 'Update.')
    expectStatus(await api.post('/api/rules', rule), 201)
    await api.createTicket(ticket())
    const notes = (await api.ticket(id)).messages.filter(({ channel }) => channel === 'internal-note')
    const count = (text: string) => notes.filter(({ body_text }) => body_text === text).length
    // One of each ticket's message; one update of the new ticket, one of the older.
    expect([count('Message.'), count('Update.')]).toEqual([2, 2])
  })
})
