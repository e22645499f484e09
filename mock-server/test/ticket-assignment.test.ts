import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'
import { changeSetting, eventsOf } from './support/settings.ts'

const { url, fresh } = await testServer({ rateLimit: 'off' })

const ROBIN = 'robin@acme.test'
const SASHA = 'sasha@acme.test'
const LOUPE = 'loupe@acme.test'

const SEED: Seed = {
  plan: 'basic',
  users: [
    { name: 'Robin', email: ROBIN, role: 'agent' },
    { name: 'Sasha', email: SASHA, role: 'lite-agent' },
    { name: 'Loupe', email: LOUPE, role: 'observer-agent' },
  ],
  teams: [{ name: 'Returns', members: [ROBIN, SASHA, LOUPE] }],
}

/** An account with a team of two agents and an observer, set up for automatic assignment. */
async function team(settings: Readonly<Record<string, unknown>> = {}, rules: Seed['rules'] = []) {
  const { account, api } = fresh({ seed: { ...SEED, rules } })
  await changeSetting(api, 'ticket-assignment', {
    auto_assign_to_teams: true,
    assignment_channels: ['email', 'chat'],
    ...settings,
  })
  const list = async (path: string) =>
    (expectStatus(await api.get(path), 200).json as { data: { id: number; email: string }[] }).data
  const users = await list('/api/users?limit=100')
  const idOf = (email: string) => users.find((user) => user.email === email)?.id ?? 0
  const team_id = (await list('/api/teams'))[0]?.id ?? 0
  let customers = 0
  return {
    account,
    api,
    idOf,
    team_id,
    newTicket: async (more: object = {}) =>
      (
        await api.createTicket(
          ticketFrom(`customer-${++customers}@example.com`, { assignee_team: { id: team_id }, ...more }),
        )
      ).id,
    /** The address of a ticket's agent, or null. */
    agentOf: async (id: number) => {
      const { assignee_user } = await api.ticket(id)
      return assignee_user === null ? null : assignee_user.email
    },
  }
}

const chat = { channel: 'chat', messages: [{ channel: 'chat', from_agent: false, body_text: 'Hello?' }] }

describe('automatic assignment', () => {
  it('gives the tickets of a team to its agents in turn, and leaves their events', async () => {
    const { api, newTicket, agentOf, idOf } = await team()
    const ids = [await newTicket(), await newTicket(), await newTicket(), await newTicket()]
    expect(await Promise.all(ids.map(agentOf))).toEqual([ROBIN, SASHA, ROBIN, SASHA])
    expect(await eventsOf(api, ids[0] ?? 0)).toContainEqual(
      expect.objectContaining({
        type: 'ticket-assigned',
        user_id: null,
        data: { assignee_user_id: idOf(ROBIN) },
      }),
    )
  })

  it('is off at first, and is for the channels that are named', async () => {
    const off = await team({ auto_assign_to_teams: false })
    expect(await off.agentOf(await off.newTicket())).toBeNull()
    const chatOnly = await team({ assignment_channels: ['chat'] })
    expect(await chatOnly.agentOf(await chatOnly.newTicket())).toBeNull()
    expect(await chatOnly.agentOf(await chatOnly.newTicket(chat))).toBe(ROBIN)
  })

  it('takes a ticket that a rule or an agent gives to a team, and none that has an agent or no team', async () => {
    const { api, newTicket, agentOf, team_id, idOf } = await team()
    const id = await newTicket({ assignee_team: null })
    expect(await agentOf(id)).toBeNull()
    await api.updateTicket(id, { assignee_team: { id: team_id } })
    expect(await agentOf(id)).toBe(ROBIN)
    expect(await agentOf(await newTicket({ assignee_user: { id: idOf(LOUPE) } }))).toBe(LOUPE)
    expect(await agentOf(await newTicket())).toBe(SASHA)
  })

  it('leaves closed, snoozed, spam, trashed and imported tickets alone until they are work', async () => {
    const { account, newTicket, agentOf } = await team()
    const fields = [
      { status: 'closed' },
      { spam: true },
      { trashed_datetime: '2026-03-02T09:00:00Z' },
      { imported: true },
      { snooze_datetime: '2026-03-02T10:00:00Z' },
    ]
    const ids: number[] = []
    for (const one of fields) ids.push(await newTicket(one))
    expect(await Promise.all(ids.map(agentOf))).toEqual([null, null, null, null, null])
    await account.clock.advance('PT1H')
    expect(await agentOf(ids[4] ?? 0)).toBe(ROBIN)
  })

  it('passes over agents who are not available, deactivated ones and roles that only look on', async () => {
    const { account, newTicket, agentOf, idOf } = await team()
    account.setAvailability(idOf(ROBIN), false)
    expect(account.availability(idOf(ROBIN))).toEqual({ user_id: idOf(ROBIN), available: false })
    expect(account.availability(idOf(LOUPE)).available).toBe(false)
    expect(await agentOf(await newTicket())).toBe(SASHA)
    expect(await agentOf(await newTicket())).toBe(SASHA)
    account.deactivateUser(idOf(SASHA))
    const waiting = await newTicket()
    expect(await agentOf(waiting)).toBeNull()
    account.setAvailability(idOf(ROBIN), true)
    expect(await agentOf(waiting)).toBe(ROBIN)
  })

  it('holds to the limits of chats and of all else; what is over waits for room, the oldest first', async () => {
    const { api, account, newTicket, agentOf, idOf } = await team({
      max_user_chat_ticket: 1,
      max_user_non_chat_ticket: 2,
      can_exceed_max_agent_capacity: false,
    })
    account.setAvailability(idOf(SASHA), false)
    const first = await newTicket()
    await newTicket()
    const waiting = [await newTicket(), await newTicket()]
    const chats = [await newTicket(chat), await newTicket(chat)]
    expect(await Promise.all(waiting.map(agentOf))).toEqual([null, null])
    expect(await Promise.all(chats.map(agentOf))).toEqual([ROBIN, null])
    await api.updateTicket(first, { status: 'closed' })
    expect(await Promise.all(waiting.map(agentOf))).toEqual([ROBIN, null])
    await api.updateTicket(chats[0] ?? 0, { snooze_datetime: '2026-03-03T09:00:00Z' })
    expect(await agentOf(chats[1] ?? 0)).toBe(ROBIN)
    expectStatus(await api.delete(`/api/tickets/${waiting[0] ?? 0}`), 204)
    expect(await agentOf(waiting[1] ?? 0)).toBe(ROBIN)
  })

  it('fills agents who have room first, and the others where they may exceed their capacity', async () => {
    const { newTicket, agentOf, api, idOf } = await team({ max_user_non_chat_ticket: 1 })
    const own = await newTicket({ assignee_team: null })
    await api.updateTicket(own, { assignee_user: { id: idOf(ROBIN) } })
    expect(await agentOf(await newTicket())).toBe(SASHA)
    expect(await agentOf(await newTicket())).toBe(ROBIN)
  })

  it('does not fight a rule that takes tickets from agents', async () => {
    const code = 'if (eq(ticket.status, "open")) { Action("setAssignee", { assignee_user: null }) }'
    const { api, newTicket, agentOf } = await team({}, [
      { name: 'Nobody', event_types: 'ticket-assigned', code },
    ])
    const id = await newTicket()
    expect(await agentOf(id)).toBe(SASHA)
    const assigned = (await eventsOf(api, id)).filter(({ type }) => type === 'ticket-assigned')
    expect(assigned).toHaveLength(2)
  })
})

describe('assignment and answers', () => {
  it("a customer's answer frees a ticket from an agent who is not available, if the account is set so", async () => {
    for (const unassign_on_reply of [true, false]) {
      const { account, api, newTicket, agentOf, idOf } = await team({
        auto_assign_to_teams: false,
        unassign_on_reply,
      })
      const id = await newTicket({ assignee_user: { id: idOf(ROBIN) } })
      await api.reply(id, fromCustomer())
      expect(await agentOf(id)).toBe(ROBIN)
      account.setAvailability(idOf(ROBIN), false)
      expect(await agentOf(id)).toBe(ROBIN)
      await api.reply(id, fromAgent(mailboxOf(account.name)))
      expect(await agentOf(id)).toBe(ROBIN)
      await api.reply(id, fromCustomer())
      expect(await agentOf(id)).toBe(unassign_on_reply ? null : ROBIN)
    }
  })

  it('an agent who answers in the helpdesk takes a ticket of nobody, if the account is set so', async () => {
    for (const auto_assign_ticket_to_responding_agent of [true, false]) {
      const { account, api, newTicket, agentOf, idOf } = await team({
        auto_assign_to_teams: false,
        auto_assign_ticket_to_responding_agent,
      })
      const id = await newTicket()
      const sender = { id: idOf(SASHA) }
      await api.reply(id, fromAgent(mailboxOf(account.name), { sender }))
      expect(await agentOf(id)).toBeNull()
      await api.reply(id, fromAgent(mailboxOf(account.name), { sender, via: 'helpdesk' }))
      expect(await agentOf(id)).toBe(auto_assign_ticket_to_responding_agent ? SASHA : null)
    }
  })

  it('an agent who leaves loses the open tickets of the channels that the setting names', async () => {
    const { account, newTicket, agentOf, idOf } = await team({ unassign_on_user_unavailability: ['chat'] })
    account.setAvailability(idOf(SASHA), false)
    const [mail, talk] = [await newTicket(), await newTicket(chat)]
    expect([await agentOf(mail), await agentOf(talk)]).toEqual([ROBIN, ROBIN])
    account.setAvailability(idOf(SASHA), true)
    account.setAvailability(idOf(ROBIN), false)
    expect([await agentOf(mail), await agentOf(talk)]).toEqual([ROBIN, SASHA])
  })
})

describe('a team', () => {
  it('is assigned without setting off the rules on assignment, a user with them', async () => {
    const code = 'if (eq(ticket.status, "open")) { Action("addTags", { tags: "assigned" }) }'
    const rules = [{ name: 'Assigned', event_types: 'ticket-assigned', code }]
    const { api, newTicket, team_id, idOf } = await team({ auto_assign_to_teams: false }, rules)
    const id = await newTicket({ assignee_team: null })
    await api.updateTicket(id, { assignee_team: { id: team_id } })
    expect((await api.ticket(id)).tags).toEqual([])
    await api.updateTicket(id, { assignee_user: { id: idOf(ROBIN) } })
    expect((await api.ticket(id)).tags).toMatchObject([{ name: 'assigned' }])
  })
})

it('availability is read and set over HTTP, too; what cannot be is refused', async () => {
  const { account, idOf } = await team()
  const path = (id: number) => `/_control/v1/accounts/${account.name}/users/${id}/availability`
  const set = (id: number, body: unknown) => call(url, 'PUT', path(id), { body })
  expect(expectStatus(await set(idOf(ROBIN), { available: false }), 200).json).toEqual({
    user_id: idOf(ROBIN),
    available: false,
  })
  expect(expectStatus(await call(url, 'GET', path(idOf(ROBIN))), 200).json).toMatchObject({
    available: false,
  })
  expectStatus(await set(1, { available: true }), 404)
  expectStatus(await call(url, 'GET', path(1)), 404)
  for (const body of [{}, { available: 'yes' }, { available: true, until: 'noon' }])
    expectStatus(await set(idOf(ROBIN), body), 400)
})
