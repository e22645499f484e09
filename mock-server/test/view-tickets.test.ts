import { describe, expect, it } from 'vitest'
import { expectStatus } from './support/api.ts'
import type { ListJson, TicketRowJson } from './support/api.ts'
import { ticketFrom } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { fresh } = await testServer()

const ids = (list: ListJson<TicketRowJson>) => list.data.map((ticket) => ticket.id)
const handoff = { tags: [{ name: 'gladly-ai' }] }

type Api = ReturnType<typeof fresh>['api']

/** The view of the demo seed: the newest there is. Views have no list of their own yet. */
async function demoView(api: Api): Promise<number> {
  let view = 0
  for (let id = 1_178_500; id < 1_178_540; id++) {
    if ((await api.get(`/api/tickets?view_id=${id}`)).status === 200) view = id
  }
  return view
}

function demo() {
  const { account, api } = fresh({ seed: 'demo' })
  account.setRateLimit({ enabled: false })
  return { account, api }
}

describe('the tickets of a view', () => {
  it('are those with the tag that are open, and no others [REQ-082]', async () => {
    const { api } = demo()
    const tagged: number[] = []
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) {
      const open = await api.createTicket(ticketFrom(email, handoff))
      tagged.push(open.id)
      await api.createTicket(ticketFrom(email))
    }
    const [closed = 0, ...open] = tagged
    await api.updateTicket(closed, { status: 'closed' })
    expect(ids(await api.tickets(`?view_id=${await demoView(api)}`)).sort()).toEqual(open.sort())
    expectStatus(await api.get('/api/tickets?view_id=1'), 400)
  })

  it('come in the order of the view, page by page, unless the call says otherwise', async () => {
    const { account, api } = demo()
    const made: number[] = []
    for (const email of ['a@example.com', 'b@example.com', 'c@example.com']) {
      made.push((await api.createTicket(ticketFrom(email, handoff))).id)
      await account.clock.advance('PT1M')
    }
    const [first = 0, second = 0, third = 0] = made
    await api.updateTicket(first, { subject: 'The last to be touched' })
    const path = `?view_id=${await demoView(api)}`
    expect(ids(await api.tickets(path))).toEqual([first, third, second])
    expect(ids(await api.tickets(`${path}&order_by=created_datetime:asc`))).toEqual(made)

    const page = await api.tickets(`${path}&limit=2`)
    const rest = await api.tickets(
      `${path}&limit=2&cursor=${encodeURIComponent(page.meta.next_cursor ?? '')}`,
    )
    expect([...ids(page), ...ids(rest)]).toEqual([first, third, second])
  })
})
