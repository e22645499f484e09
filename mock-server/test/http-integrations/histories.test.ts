import { describe, expect, it } from 'vitest'
import { fromAgent, mailboxOf, ticket } from '../support/bodies.ts'
import { testServer } from '../support/server.ts'
import { addTo, callOut, fresh, receiver, withIntegration } from './desk.ts'

describe('calls and histories', () => {
  /** Tickets, changes and a receiver that fails at times: the whole log, and the customer. */
  async function history(steps: readonly string[]) {
    const { fresh: begin } = await testServer({ callOut, rateLimit: 'off' })
    const desk = begin()
    let calls = 0
    const { url } = receiver(() => (++calls % 3 === 0 ? { json: { calls } } : 503))
    const fixed = url.replace(/receiver-\d+/, 'receiver')
    const { id } = await addTo(desk, url, ['ticket-created', 'ticket-updated'], {
      form: { to: '{{ticket.subject}}' },
    })
    for (let i = 0; i < 5; i++) {
      await desk.api.createTicket(ticket({ subject: `no. ${i}` }))
      await desk.account.clock.advance('PT0S')
    }
    for (const step of steps) await desk.account.clock.advance(step)
    const events = (await desk.api.get('/api/events?limit=100')).json
    return JSON.stringify([desk.account.deliveries(id), events]).replaceAll(url, fixed)
  }

  it('are the same to the byte from the same seed, in one step of time or in many', async () => {
    const once = await history(['PT10M'])
    expect(await history(['PT10M'])).toBe(once)
    expect(await history(Array.from({ length: 600 }, () => 'PT1S'))).toBe(once)
    expect(once).toContain('"state":"delivered"')
  })

  it('end with the account: a reset forgets the calls that were under way', async () => {
    const open: (() => void)[] = []
    const { account, api, id, quiet } = await withIntegration(['ticket-created'], {}, async () => {
      await new Promise<void>((resolve) => open.push(resolve))
      return 200
    })
    await api.createTicket(ticket())
    expect(open).toHaveLength(1)
    account.reset()
    open[0]?.()
    await quiet()
    expect(() => account.deliveries(id)).toThrow('There is no integration')
    expect((await api.tickets()).data).toEqual([])
  })

  it('go on in a fork, which makes the calls that were not made yet itself', async () => {
    const { account, api, id, calls, quiet } = await withIntegration(['ticket-created'], {}, () =>
      calls.length > 2 ? 200 : 503,
    )
    await api.createTicket(ticket())
    await quiet()
    const fork = account.fork()
    await fork.clock.advance('PT1M')
    expect(calls).toHaveLength(2)
    expect(fork.deliveries(id)[0]?.attempts).toHaveLength(2)
    expect(account.deliveries(id)[0]?.attempts).toHaveLength(1)
    await quiet()
    await account.clock.advance('PT1H')
    expect(account.deliveries(id)).toMatchObject([{ state: 'delivered' }])
    expect(fork.deliveries(id)).toMatchObject([{ state: 'waiting' }])
  })

  it('leave an account without HTTP integrations alone', async () => {
    const { account, api } = fresh()
    const { id } = await api.createTicket(ticket())
    await api.reply(id, fromAgent(mailboxOf(account.name)))
    const { timers } = await account.clock.advance('PT1H')
    expect(timers).toBe(0)
  })
})
