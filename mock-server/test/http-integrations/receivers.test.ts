import { describe, expect, it } from 'vitest'
import { fromCustomer, note, ticket } from '../support/bodies.ts'
import { testServer } from '../support/server.ts'
import { addTo, callOut, fresh, receiver, withIntegration } from './desk.ts'
import type { Desk } from './desk.ts'

describe('the receiver of a call', () => {
  it('may call the API meanwhile, which sees the ticket, and advancing waits for both', async () => {
    const desk: { current?: Desk } = {}
    const { url, calls } = receiver(async ({ body }) => {
      const { id } = JSON.parse(body ?? '') as { id: number }
      await desk.current?.api.reply(id, note({ body_text: 'Looked up.' }))
      await desk.current?.api.updateTicket(id, { tags: [{ name: 'seen' }] })
      return { json: { id } }
    })
    const current = (desk.current = fresh())
    await addTo(current, url, ['ticket-created'], { form: '{"id": {{ticket.id}}}' })
    const { id } = await current.api.createTicket(ticket())
    await current.account.clock.advance('PT1M')
    expect(calls).toHaveLength(1)
    const after = await current.api.ticket(id)
    expect(after.tags.map(({ name }) => name)).toEqual(['seen'])
    expect(after.messages.at(-1)).toMatchObject({ body_text: 'Looked up.' })
  })

  it('that sets its integration off again ends at the rate limit of the account', async () => {
    const limited = await testServer({ callOut })
    const desk = limited.fresh()
    const statuses: number[] = []
    const { url } = receiver(async ({ body }) => {
      const { id } = JSON.parse(body ?? '') as { id: number }
      const change = { external_id: `turn ${statuses.length}` }
      statuses.push((await desk.api.put(`/api/tickets/${id}`, change)).status)
      return 200
    })
    await addTo(desk, url, ['ticket-updated'], { form: '{"id": {{ticket.id}}}' })
    await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT0S')
    expect(statuses).toEqual([...Array.from({ length: 38 }, () => 202), 429])
  })

  it('that changes the ticket from the helpdesk at each call ends, and advancing comes back', async () => {
    const { account, api, calls, id, log } = await withIntegration(
      ['ticket-updated'],
      { form: '{"id": {{ticket.id}}}' },
      ({ body }) => {
        const { id: ticket_id } = JSON.parse(body ?? '') as { id: number }
        // Both changes set the integration off again.
        for (const deed of ['tag', 'untag'] as const)
          account.act(account.credentials.email, deed, { ticket_id, tags: ['seen'] })
        return 200
      },
    )
    const one = await api.createTicket(ticket())
    await account.clock.advance('PT1S')
    expect(calls.length).toBe(500)
    expect(log().at(-1)).toMatchObject({ integration_id: id, state: 'dropped' })
    expect(log().at(-1)?.reason).toContain(`500 times in an hour about ticket ${one.id}`)
    expect((await account.clock.advance('PT1H')).http_calls).toBe(0)
  })

  it('that is slow has eight calls of a real clock at a time, and the others when those end', async () => {
    const real = await testServer({ callOut, clock: 'real' })
    const desk = real.fresh()
    const open: (() => void)[] = []
    const { url, calls } = receiver(async () => {
      await new Promise<void>((resolve) => open.push(resolve))
      return 200
    })
    const { id } = await addTo(desk, url, ['ticket-message-created'])
    const messages = Array.from({ length: 10 }, () => fromCustomer())
    await desk.api.createTicket(ticket({ messages }))
    await expect.poll(() => calls.length).toBe(8)
    await desk.api.tickets()
    expect(calls).toHaveLength(8)
    for (const end of open.splice(0)) end()
    await expect.poll(() => open.length).toBe(2)
    for (const end of open.splice(0)) end()
    const states = () => desk.account.deliveries(id).map(({ state }) => state)
    await expect.poll(states).toEqual(Array.from({ length: 10 }, () => 'delivered'))
  })

  it('that is slow holds up virtual time, and calls come one by one in their order', async () => {
    const open: (() => void)[] = []
    const order: string[] = []
    const { account, api } = await withIntegration(
      ['ticket-created'],
      { form: { subject: '{{ticket.subject}}' } },
      async ({ body }) => {
        order.push(`begins ${body ?? ''}`)
        await new Promise<void>((resolve) => open.push(resolve))
        order.push(`ends ${body ?? ''}`)
        return 200
      },
    )
    await api.createTicket(ticket({ subject: 'a' }))
    await api.createTicket(ticket({ subject: 'b' }))
    const moved = account.clock.advance('PT1H')
    expect(open).toHaveLength(1)
    await api.tickets()
    expect(account.readClock().now).toBe('2026-03-02T09:00:00+00:00')
    open[0]?.()
    await expect.poll(() => open.length).toBe(2)
    open[1]?.()
    await moved
    expect(order).toEqual([
      'begins {"subject":"a"}',
      'ends {"subject":"a"}',
      'begins {"subject":"b"}',
      'ends {"subject":"b"}',
    ])
  })
})
