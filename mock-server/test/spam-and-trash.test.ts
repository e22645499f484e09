import { describe, expect, it } from 'vitest'
import type { Seed } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import type { apiOf } from './support/api.ts'
import { fromCustomer, handoff, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer({ rateLimit: 'off' })

type Api = ReturnType<typeof apiOf>

const TRASHED = { trashed_datetime: '2026-03-02T09:00:00Z' }
const QUEUE: NonNullable<Seed['views']>[number] = {
  name: 'Gladly AI',
  slug: 'gladly-queue',
  filters: 'containsAny(ticket.tags.name, ["gladly-ai"]) && eq(ticket.status, "open")',
}

/** The views of an account that hold a ticket, by their slugs. */
async function viewsOf(api: Api, id: number): Promise<string[]> {
  const listed = expectStatus(await api.get('/api/views?limit=100'), 200).json as {
    data: { id: number; slug: string; type: string }[]
  }
  const found: string[] = []
  for (const view of listed.data.filter(({ type }) => type === 'ticket-list')) {
    const items = expectStatus(await api.get(`/api/views/${view.id}/items?limit=100`), 200)
    if ((items.json as { data: { id: number }[] }).data.some((row) => row.id === id)) found.push(view.slug)
  }
  return found.sort()
}

describe('a ticket that is', () => {
  it.each([
    ['spam', 'spam', { spam: true }, { spam: false }],
    ['in the trash', 'trash', TRASHED, { trashed_datetime: null }],
  ])('%s stands in the view %s alone, and in others again once it is not', async (_, view, aside, back) => {
    const { api } = fresh({ seed: { views: [QUEUE] } })
    const { id } = await api.createTicket(handoff())
    const ordinary = ['all', 'gladly-queue', 'unassigned']
    expect(await viewsOf(api, id)).toEqual(ordinary)
    await api.updateTicket(id, aside)
    expect(await viewsOf(api, id)).toEqual([view])
    await api.updateTicket(id, back)
    expect(await viewsOf(api, id)).toEqual(ordinary)
  })

  it('spam or in the trash is looked at by rules', async () => {
    const code = 'if (eq(ticket.channel, "email")) { Action("addTags", { tags: "seen" }) }'
    const rules = [{ name: 'Seen', event_types: 'ticket-created', code }]
    for (const fields of [{ spam: true }, TRASHED]) {
      const { api } = fresh({ seed: { rules } })
      const { id } = await api.createTicket(ticket(fields))
      expect((await api.ticket(id)).tags).toMatchObject([{ name: 'seen' }])
    }
  })
})

describe("a customer's message", () => {
  it('stays on a ticket that is spam or in the trash, which stays there', async () => {
    const { account, api } = fresh()
    const trash = await api.createTicket(ticket({ ...TRASHED, status: 'closed' }))
    const spam = await api.createTicket(ticket({ spam: true }))
    await account.clock.advance('P60D')
    for (const { id } of [trash, spam]) await api.reply(id, fromCustomer())
    expect(await api.ticket(trash.id)).toMatchObject({
      status: 'open',
      trashed_datetime: expect.any(String) as string,
    })
    expect(await viewsOf(api, trash.id)).toEqual(['trash'])
    expect(await viewsOf(api, spam.id)).toEqual(['spam'])
  })
})

describe('the queue of a team', () => {
  it('is the view of the tag of handoffs: the open ones of them, and no others (REQ-082)', async () => {
    const { api } = fresh({ seed: { views: [QUEUE] } })
    const listed = expectStatus(await api.get('/api/views?limit=100'), 200).json as {
      data: { id: number; slug: string }[]
    }
    const queue = listed.data.find(({ slug }) => slug === QUEUE.slug)?.id ?? 0
    const tagged: number[] = []
    for (let i = 0; i < 5; i++) {
      const made = await api.createTicket(i % 2 === 1 ? handoff() : ticket())
      if (i % 2 === 1) tagged.push(made.id)
    }
    const closed = await api.createTicket(handoff())
    await api.updateTicket(closed.id, { status: 'closed' })
    const shown = (await api.tickets(`?view_id=${queue}`)).data.map(({ id }) => id)
    expect(shown.sort()).toEqual(tagged)
  })

  it.each([
    ['closes', 'Action("setStatus", { status: "closed" })', { status: 'closed' }],
    ['tags anew', 'Action("setTags", { tags: "done" })', { tags: [{ name: 'done' }] }],
  ])('loses a handoff that a rule %s by what the customer wrote (REQ-102)', async (_, action, after) => {
    const code = `if (containsAny(message.body_text, ["thank you"])) { ${action} }`
    const rules = [{ name: 'Thanks', event_types: 'ticket-message-created', code }]
    const { api } = fresh({ seed: { views: [QUEUE], rules } })
    const stays = await api.createTicket(handoff())
    const thanks = handoff({ messages: [fromCustomer({ body_text: 'No, but thank you so far.' })] })
    const { id } = await api.createTicket(thanks)
    expect(await api.ticket(id)).toMatchObject(after)
    expect(await viewsOf(api, id)).not.toContain(QUEUE.slug)
    expect(await viewsOf(api, stays.id)).toContain(QUEUE.slug)
  })
})
