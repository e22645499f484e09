import { describe, expect, it } from 'vitest'
import { call, expectStatus } from './support/api.ts'
import type { Answer } from './support/api.ts'
import { fromAgent, fromCustomer, mailboxOf, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer()

async function twoTickets() {
  const { account, api } = fresh()
  const old = await api.createTicket(ticket({ subject: 'First', tags: [{ name: 'a' }, { name: 'both' }] }))
  await account.clock.advance('PT1H')
  const kept = await api.createTicket(ticket({ subject: 'Second', tags: [{ name: 'both' }] }))
  return { account, api, old, kept }
}

describe('a ticket that was merged into another', () => {
  it('answers each of its paths with a 301 to the same path of the other, and so do its calls to change', async () => {
    const { account, api, old, kept } = await twoTickets()
    account.mergeTickets(old.id, kept.id)
    for (const [method, rest] of [
      ['GET', ''],
      ['GET', '?relationships=custom_fields'],
      ['PUT', ''],
      ['GET', '/tags'],
      ['GET', '/custom-fields'],
      ['GET', '/messages'],
    ] as const) {
      const answer = expectStatus(await api.send(method, `/api/tickets/${old.id}${rest}`), 301)
      expect(answer.headers.get('location')).toBe(`/api/tickets/${kept.id}${rest}`)
    }
    const followed = await fetch(`${url}/api/tickets/${old.id}`, {
      headers: { authorization: account.authorization },
    })
    expect(await followed.json()).toMatchObject({ id: kept.id })
  })

  it('gives it its messages and tags; subject and customer stay; lists have one ticket', async () => {
    const { account, api, old, kept } = await twoTickets()
    account.mergeTickets(old.id, kept.id)
    const merged = await api.ticket(kept.id)
    expect(merged).toMatchObject({ subject: 'Second', status: 'open' })
    expect(merged.messages.map(({ ticket_id }) => ticket_id)).toEqual([kept.id, kept.id])
    expect(merged.tags.map(({ name }) => name)).toEqual(['both', 'a'])
    const { data } = await api.tickets()
    expect(data).toMatchObject([{ id: kept.id, messages_count: 2 }])
    const tags = (expectStatus(await api.get('/api/tags'), 200).json as { data: { usage: number }[] }).data
    expect(tags.map(({ usage }) => usage)).toEqual([1, 1])
  })

  it('leaves an event on the other, and leads on where that is merged in its turn', async () => {
    const { account, api, old, kept } = await twoTickets()
    const last = await api.createTicket(ticket())
    account.mergeTickets(old.id, kept.id)
    account.mergeTickets(kept.id, last.id)
    const events = expectStatus(await api.get(`/api/events?object_type=Ticket&object_id=${kept.id}`), 200)
    expect((events.json as { data: object[] }).data).toContainEqual(
      expect.objectContaining({ type: 'ticket-merged', data: { source_ticket_id: old.id } }),
    )
    const followed = await fetch(`${url}/api/tickets/${old.id}`, {
      headers: { authorization: account.authorization },
    })
    expect(await followed.json()).toMatchObject({ id: last.id, subject: null })
  })

  it('stays on the bill, each ticket that was answered once', async () => {
    const { account, api, old, kept } = await twoTickets()
    const reply = fromAgent(mailboxOf(account.name))
    await api.reply(old.id, reply)
    await api.reply(kept.id, reply)
    account.mergeTickets(old.id, kept.id)
    await api.reply(kept.id, fromCustomer())
    expect(account.billing()).toMatchObject({ billable_tickets: 2 })
  })

  it('gives it its survey, unless it has one of its own', async () => {
    for (const ownOne of [false, true]) {
      const { account, api, old, kept } = await twoTickets()
      const survey = async (ticket_id: number, score: number) => {
        const body = { ticket_id, customer_id: kept.customer.id, score }
        return expectStatus(await api.post('/api/satisfaction-surveys', body), 201).json as { id: number }
      }
      const given = await survey(old.id, 2)
      const own = ownOne ? await survey(kept.id, 5) : given
      account.mergeTickets(old.id, kept.id)
      const listed = expectStatus(await api.get('/api/satisfaction-surveys'), 200).json
      expect((listed as { data: object[] }).data).toMatchObject([{ id: own.id, ticket_id: kept.id }])
    }
  })

  it('is merged over HTTP, too; what cannot be is refused', async () => {
    const { account, api, old, kept } = await twoTickets()
    const merge = (id: number, body: unknown) =>
      call(url, 'POST', `/_control/v1/accounts/${account.name}/tickets/${id}/merge`, { body })
    expectStatus(await merge(old.id, { into: old.id }), 400)
    const refused = (answer: Answer) => (expectStatus(answer, 404).json as { error: object }).error
    expect(refused(await merge(old.id, { into: 1 }))).toEqual({
      field: 'into',
      message: 'into: There is no ticket 1.',
    })
    expect(refused(await merge(1, { into: kept.id }))).toMatchObject({ field: 'id' })
    expectStatus(await merge(old.id, {}), 400)
    expectStatus(await merge(old.id, { into: kept.id }), 204)
    expectStatus(await api.get(`/api/tickets/${old.id}`), 301)
    expect(refused(await merge(kept.id, { into: old.id }))).toEqual({
      field: 'into',
      message: `into: Ticket ${old.id} was merged into ticket ${kept.id}.`,
    })
  })
})
