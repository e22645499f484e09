import { describe, expect, it } from 'vitest'
import { ticket } from '../support/bodies.ts'
import type { Reply } from '../support/receiver.ts'
import { withIntegration } from './desk.ts'

describe('the answer to a call', () => {
  it('stands on the customer under the id of the integration, and is replaced by the next', async () => {
    let visits = 0
    const { api, id, quiet } = await withIntegration(['ticket-created'], {}, () => ({
      json: { tier: 'gold', visits: ++visits },
    }))
    const { customer } = await api.createTicket(ticket())
    await quiet()
    expect((await api.customer(customer.id)).integrations).toEqual({ [id]: { tier: 'gold', visits: 1 } })
    const made = await api.createTicket(ticket())
    await quiet()
    const expected = { [id]: { tier: 'gold', visits: 2 } }
    expect((await api.customer(customer.id)).integrations).toEqual(expected)
    expect((await api.ticket(made.id)).customer).toMatchObject({ integrations: expected })
  })

  const answered = (status: number, body: string): Reply => ({
    outcome: { kind: 'answered', status, body, start: body },
  })
  it.each([
    ['a list', answered(200, '[1]')],
    ['a text', answered(200, 'thanks')],
    ['nothing', 204],
    ['an error', answered(422, '{"error": "no"}')],
    ['an object that is too large', answered(200, JSON.stringify({ a: 'x'.repeat(70_000) }))],
    ['an object that is too deep', answered(200, `${'{"a":'.repeat(50)}1${'}'.repeat(50)}`)],
    [
      'an answer that was not read whole',
      { outcome: { kind: 'answered', status: 200, body: null, start: '{' } },
    ],
  ] satisfies [string, Reply][])('is not kept where it is %s', async (_, reply) => {
    const { api, quiet, log } = await withIntegration(['ticket-created'], {}, () => reply)
    const { customer } = await api.createTicket(ticket())
    await quiet()
    expect(log()).toHaveLength(1)
    expect((await api.customer(customer.id)).integrations).toEqual({})
  })
})
