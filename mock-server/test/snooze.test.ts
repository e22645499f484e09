import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'
import { eventsOf } from './support/settings.ts'

const { fresh } = await testServer({ rateLimit: 'off' })

const NOON = '2026-03-02T12:00:00+00:00'
const AFTERNOON = '2026-03-02T15:00:00+00:00'

type Rule = NonNullable<Seed['rules']>[number]
const tagging = (event_types: string, tags: string): Rule => ({
  name: tags,
  event_types,
  code: `if (eq(ticket.channel, "email")) { Action("addTags", { tags: "${tags}" }) }`,
})

const typesOf = async (api: ReturnType<typeof fresh>['api'], id: number) =>
  (await eventsOf(api, id)).map(({ type }) => type)
const tagsOf = ({ tags }: { readonly tags: readonly { readonly name: string }[] }) =>
  tags.map(({ name }) => name)

describe('a snoozed ticket', () => {
  it('sleeps as it is, and wakes when its time has come: open, unread, with its event', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    const snoozed = await api.updateTicket(id, { snooze_datetime: NOON, is_unread: false })
    expect(snoozed).toMatchObject({ status: 'open', snooze_datetime: NOON })
    await account.clock.advance('PT2H59M59.999S')
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: NOON, is_unread: false })
    await account.clock.advance('PT0.001S')
    expect(await api.ticket(id)).toMatchObject({
      status: 'open',
      snooze_datetime: null,
      is_unread: true,
      updated_datetime: NOON,
    })
    expect(await typesOf(api, id)).toEqual([
      'ticket-created',
      'ticket-updated',
      'ticket-updated',
      'ticket-snoozed',
      'ticket-updated',
      'ticket-self-unsnoozed',
    ])
    const last = (await eventsOf(api, id)).at(-1)
    expect(last).toMatchObject({ type: 'ticket-self-unsnoozed', user_id: null })
  })

  it('opens again if it was closed meanwhile', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ status: 'closed', snooze_datetime: NOON }))
    await account.clock.advance('PT3H')
    expect(await api.ticket(id)).toMatchObject({
      status: 'open',
      closed_datetime: null,
      snooze_datetime: null,
    })
    expect(await typesOf(api, id)).toContain('ticket-reopened')
  })

  it('sets off the rules on tickets updated, then those on tickets that wake', async () => {
    const { account, api } = fresh({
      seed: { rules: [tagging('ticket-self-unsnoozed', 'awake'), tagging('ticket-updated', 'updated')] },
    })
    const { id } = await api.createTicket(ticket({ snooze_datetime: NOON }))
    await api.updateTicket(id, { tags: [] })
    expect(tagsOf(await api.ticket(id))).toEqual(['updated'])
    await api.updateTicket(id, { tags: [] })
    await account.clock.advance('PT3H')
    expect(tagsOf(await api.ticket(id))).toEqual(['updated', 'awake'])
  })

  it('wakes at the time that was said last, or not at all', async () => {
    const { account, api } = fresh()
    const later = await api.createTicket(ticket({ snooze_datetime: NOON }))
    const ended = await api.createTicket(ticket({ snooze_datetime: NOON }))
    await api.updateTicket(later.id, { snooze_datetime: AFTERNOON, is_unread: false })
    await api.updateTicket(ended.id, { snooze_datetime: null, is_unread: false })
    await account.clock.advance('PT3H')
    expect(await api.ticket(later.id)).toMatchObject({ snooze_datetime: AFTERNOON, is_unread: false })
    await account.clock.advance('PT3H')
    expect(await api.ticket(later.id)).toMatchObject({ snooze_datetime: null, is_unread: true })
    expect(await api.ticket(ended.id)).toMatchObject({ is_unread: false })
    expect(await typesOf(api, ended.id)).not.toContain('ticket-self-unsnoozed')
  })

  it('wakes early when its customer writes, and not when an agent does', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ status: 'closed', snooze_datetime: NOON }))
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    expect(await api.ticket(id)).toMatchObject({ status: 'closed', snooze_datetime: NOON })
    await api.reply(id, fromCustomer())
    expect(await api.ticket(id)).toMatchObject({ status: 'open', snooze_datetime: null, is_unread: true })
    await account.clock.advance('P1D')
    expect(await typesOf(api, id)).not.toContain('ticket-self-unsnoozed')
  })

  it('wakes at once where the time is over; what is imported keeps its past', async () => {
    const { api } = fresh()
    const snooze_datetime = '2026-03-01T12:00:00+00:00'
    const made = await api.createTicket(ticket({ snooze_datetime }))
    const { id } = await api.createTicket(ticket())
    expect(made).toMatchObject({ snooze_datetime })
    expect(await api.updateTicket(id, { snooze_datetime })).toMatchObject({ snooze_datetime })
    for (const one of [made.id, id]) expect(await api.ticket(one)).toMatchObject({ snooze_datetime: null })
    const old = await api.createTicket(ticket({ imported: true, status: 'closed', snooze_datetime }))
    expect(await api.ticket(old.id)).toMatchObject({ status: 'closed', snooze_datetime })
  })

  it('stands in the view of snoozed tickets until it wakes', async () => {
    const { account, api } = fresh()
    const views = expectStatus(await api.get('/api/views?limit=100'), 200).json as {
      data: { id: number; slug: string }[]
    }
    const snoozed = views.data.find(({ slug }) => slug === 'snoozed')?.id ?? 0
    const shown = async () =>
      (
        expectStatus(await api.get(`/api/views/${snoozed}/items`), 200).json as { data: { id: number }[] }
      ).data.map(({ id }) => id)
    const { id } = await api.createTicket(ticket({ snooze_datetime: NOON }))
    expect(await shown()).toEqual([id])
    await account.clock.advance('PT3H')
    expect(await shown()).toEqual([])
  })

  it('may be snoozed by a rule, which does not answer to the waking that it caused', async () => {
    const code = 'if (eq(ticket.channel, "email")) { Action("snoozeTicket", { snooze_timedelta: "1h" }) }'
    const { account, api } = fresh({
      seed: { rules: [{ name: 'Later', event_types: 'ticket-created,ticket-self-unsnoozed', code }] },
    })
    const { id } = await api.createTicket(ticket())
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: '2026-03-02T10:00:00+00:00' })
    await account.clock.advance('P2D')
    expect(await api.ticket(id)).toMatchObject({ snooze_datetime: null })
    const woke = (await typesOf(api, id)).filter((type) => type === 'ticket-self-unsnoozed')
    expect(woke).toHaveLength(1)
  })
})
