import { describe, expect, it } from 'vitest'
import { startMockServer } from '../src/index.ts'
import { call, expectStatus } from './support/api.ts'
import { fromCustomer, ticket } from './support/bodies.ts'
import { testServer } from './support/server.ts'

const { url, fresh } = await testServer({ rewind: 3 })
const fromSomebody = { from: 'jo@x.test', subject: 'Hi', text: 'Hello' }
const without = await testServer()

describe('going back to the state after a call', () => {
  it('undoes what came later, and nothing else', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ subject: 'One' }))
    await api.updateTicket(id, { subject: 'Two' })
    await api.updateTicket(id, { subject: 'Three' })
    expect(account.readRewind().data).toMatchObject([
      { request: 1, operation: 'createTicket' },
      { request: 2, operation: 'updateTicket' },
      { request: 3, operation: 'updateTicket' },
    ])
    expect(account.rewind(2)).toMatchObject({ request: 2, operation: 'updateTicket' })
    expect((await api.ticket(id)).subject).toBe('Two')
    expect(account.readRewind().data.map(({ request }) => request)).toEqual([1, 2, 5])
    expect(account.rewind(1)).toMatchObject({ request: 1 })
    expect((await api.ticket(id)).subject).toBe('One')
  })

  it('keeps the states after the newest calls only, as many as were asked for', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    for (const subject of ['Two', 'Three', 'Four']) await api.updateTicket(id, { subject })
    expect(account.readRewind()).toMatchObject({
      limit: 3,
      data: [{ request: 2 }, { request: 3 }, { request: 4 }],
    })
    expect(() => account.rewind(1)).toThrow('request: the account cannot go back to 1: there are states from')
  })

  it('takes a call that was refused for what it was: without effect', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket({ subject: 'One' }))
    expectStatus(await api.put(`/api/tickets/${id}`, { subject: 1 }), 400)
    await api.updateTicket(id, { subject: 'Three' })
    account.rewind(2)
    expect((await api.ticket(id)).subject).toBe('One')
  })

  it('counts what follows from a call at once to the call', async () => {
    const { account, api } = fresh({ seed: 'demo' })
    const { id } = await api.createTicket(ticket({ tags: [{ name: 'gladly-ai' }] }))
    const mails = account.outbox()
    await api.reply(id, fromCustomer())
    account.rewind(1)
    expect(mails).toHaveLength(1)
    expect(account.outbox()).toEqual(mails)
  })

  it('leaves what came in between two calls, if the second was refused', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket({ external_id: 'a' }))
    const { ticket_id } = account.inbound(fromSomebody)
    expectStatus(await api.post('/api/tickets', { subject: 1 }), 400)
    await api.createTicket(ticket({ external_id: 'b' }))
    account.rewind(2)
    expect((await api.tickets()).data).toHaveLength(2)
    expect((await api.ticket(ticket_id)).id).toBe(ticket_id)
  })

  it('leaves the time that has passed before a call that was refused', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket())
    await account.clock.advance('P1D')
    const { now } = account.readClock()
    expectStatus(await api.post('/api/tickets', { subject: 1 }), 400)
    account.rewind(2)
    expect(account.readClock().now).toBe(now)
  })

  it('never leads to what a restore has undone', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket({ external_id: 'a' }))
    account.inbound(fromSomebody)
    account.snapshot('s')
    await api.createTicket(ticket({ external_id: 'b' }))
    account.restore('s')
    expectStatus(await api.post('/api/tickets', { subject: 1 }), 400)
    expect(account.rewind(4).request).toBeGreaterThanOrEqual(3)
    const { data } = await api.tickets()
    expect(data.map(({ external_id }) => external_id).sort()).toEqual(['a', null])
    account.restore('s')
    account.rewind(1)
    expect((await api.tickets()).data).toHaveLength(1)
  })

  it('is not there unless it was asked for', async () => {
    const { account, api } = without.fresh()
    await api.createTicket(ticket())
    expect(account.readRewind()).toEqual({ limit: 0, data: [] })
    expect(() => account.rewind(1)).toThrow('start with --rewind N')
  })

  it('works over HTTP, and names the field of what it refuses', async () => {
    const { account, api } = fresh()
    await api.createTicket(ticket())
    const path = `/_control/v1/accounts/${account.name}/rewind`
    expect(expectStatus(await call(url, 'GET', path), 200).json).toMatchObject({
      limit: 3,
      data: [{ request: 1 }],
    })
    const back = await call(url, 'POST', path, { body: { request: 1 } })
    expect(expectStatus(back, 200).json).toMatchObject({ request: 1, operation: 'createTicket' })
    const [missing, unknown] = [
      await call(url, 'POST', path, { body: {} }),
      await call(url, 'POST', path, { body: { request: 99 } }),
    ]
    expect(expectStatus(missing, 400).json).toMatchObject({ error: { field: 'request' } })
    expect(expectStatus(unknown, 409).json).toMatchObject({ error: { field: 'request' } })
    expect((await api.tickets()).data).toHaveLength(1)
  })

  it('refuses to keep more states than it can, or half of one', async () => {
    for (const rewind of [-1, 0.5, 1001])
      await expect(startMockServer({ rewind })).rejects.toThrow(
        'rewind: must be a whole number from 0 to 1000.',
      )
  })
})
