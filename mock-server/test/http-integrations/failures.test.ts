import { describe, expect, it } from 'vitest'
import { ticket } from '../support/bodies.ts'
import type { Reply } from '../support/receiver.ts'
import { withIntegration } from './desk.ts'
import type { Script } from './desk.ts'

describe('a call that fails', () => {
  const down: Script = () => 503

  it.each<[string, Reply]>([
    ['no answer', { outcome: { kind: 'failed', error: 'There was no answer within 5 seconds.' } }],
    ['an error of the server', 500],
    ['too many requests', 429],
  ])('with %s is made again after ten seconds, a minute and five minutes', async (_, reply) => {
    const { account, api, calls, log, quiet } = await withIntegration(['ticket-created'], {}, () => reply)
    await api.createTicket(ticket())
    await quiet()
    expect(log()).toMatchObject([{ state: 'waiting', next_attempt_datetime: '2026-03-02T09:00:10+00:00' }])
    const made: number[] = []
    for (const wait of ['PT9.999S', 'PT0.001S', 'PT59.999S', 'PT0.001S', 'PT4M59.999S', 'PT0.001S', 'P1D']) {
      await account.clock.advance(wait)
      made.push(calls.length)
    }
    expect(made).toEqual([1, 2, 2, 3, 3, 4, 4])
    expect(new Set(calls).size).toBe(1)
    expect(log()).toMatchObject([{ state: 'failed', next_attempt_datetime: null }])
    expect(log()[0]?.attempts).toHaveLength(4)
  })

  it.each([400, 404, 422, 302])('with a %d is not made again', async (status) => {
    const { account, api, calls, log } = await withIntegration(['ticket-created'], {}, () => status)
    await api.createTicket(ticket())
    await account.clock.advance('P1D')
    expect(calls).toHaveLength(1)
    expect(log()).toMatchObject([{ state: 'rejected', attempts: [{ status }] }])
  })

  it('is delivered by a retry that is answered', async () => {
    const script = [503, 503, 200]
    const { account, api, log } = await withIntegration(['ticket-created'], {}, () => script.shift() ?? 500)
    await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    expect(log()).toMatchObject([{ state: 'delivered', reason: null }])
    expect(log()[0]?.attempts.map(({ status, sent_datetime }) => [status, sent_datetime])).toEqual([
      [503, '2026-03-02T09:00:00+00:00'],
      [503, '2026-03-02T09:00:10+00:00'],
      [200, '2026-03-02T09:01:10+00:00'],
    ])
  })

  it('ten times in a row, retries and all, takes the integration out of service, with an event', async () => {
    const { account, api, id, calls, events, log } = await withIntegration(['ticket-created'], {}, down)
    for (let i = 0; i < 9; i++) await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    expect(await events()).toEqual(['integration-created'])
    await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    const { json } = await api.get(`/api/integrations/${id}`)
    expect(json).toMatchObject({ deactivated_datetime: '2026-03-02T10:06:10+00:00' })
    expect((await events()).toSorted()).toEqual(['integration-created', 'integration-deactivated'])
    expect(calls).toHaveLength(40)
    await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    expect(log()).toHaveLength(10)
  })

  it('now and then leaves the integration in service: one answer begins the count anew', async () => {
    let up = false
    const { account, api, events } = await withIntegration(['ticket-created'], {}, () => (up ? 400 : 500))
    for (let round = 0; round < 3; round++) {
      up = false
      for (let i = 0; i < 9; i++) await api.createTicket(ticket())
      await account.clock.advance('PT1H')
      up = true
      await api.createTicket(ticket())
      await account.clock.advance('PT1H')
    }
    expect(await events()).toEqual(['integration-created'])
  })

  it('drops its retries with the integration, and counts anew when that is switched on again', async () => {
    const { account, api, id, calls, events, log, quiet } = await withIntegration(
      ['ticket-created'],
      {},
      down,
    )
    for (let i = 0; i < 9; i++) await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    await api.createTicket(ticket())
    await quiet()
    const switchTo = (deactivated_datetime: string | null) =>
      api.put(`/api/integrations/${id}`, { name: 'x', deactivated_datetime })
    await switchTo('2026-03-02T10:00:00Z')
    await account.clock.advance('PT1H')
    expect(calls).toHaveLength(37)
    expect(log().at(-1)).toMatchObject({ state: 'dropped', reason: 'The integration is deactivated.' })
    await switchTo(null)
    await api.createTicket(ticket())
    await account.clock.advance('PT1H')
    expect((await events()).filter((type) => type !== 'integration-created').toSorted()).toEqual([
      'integration-deactivated',
      'integration-reactivated',
    ])
  })

  it('where the simulator does not go is refused at once, and never blames the integration', async () => {
    const error = 'crm.test (203.0.113.9) is neither this machine nor in a private network.'
    const { account, api, calls, events, log } = await withIntegration(['ticket-created'], {}, () => ({
      outcome: { kind: 'refused', error },
    }))
    for (let i = 0; i < 12; i++) await api.createTicket(ticket())
    await account.clock.advance('P1D')
    expect(calls).toHaveLength(12)
    expect(log()[0]).toMatchObject({ state: 'refused', reason: error, attempts: [{ status: null, error }] })
    expect(await events()).toEqual(['integration-created'])
  })
})
