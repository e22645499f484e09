import { describe, expect, it } from 'vitest'
import { expectStatus } from '../support/api.ts'
import { fromCustomer, ticket } from '../support/bodies.ts'
import { addTo, fresh, receiver, server, use, withIntegration } from './desk.ts'

describe('the log of deliveries', () => {
  it('tells what was sent and answered, without secrets', async () => {
    const { url } = receiver(() => ({ json: { ok: true, access_token: 'their-secret' } }))
    const desk = fresh()
    const { id } = await addTo(desk, `${url}?api_key=s3cret&page={{ticket.id}}`, ['ticket-created'], {
      headers: { Authorization: 'Bearer s3cret', 'X-Api-Key': 's3cret', 'X-Shop': 'acme' },
      form: { id: '{{ticket.id}}', password: 's3cret' },
      hmac_secret: 's3cret',
    })
    const made = await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT0S')
    const [row] = desk.account.deliveries(id)
    expect(row).toEqual({
      id: 1,
      integration_id: id,
      trigger: 'ticket-created',
      ticket_id: made.id,
      redelivery_of: null,
      state: 'delivered',
      reason: null,
      request: {
        method: 'POST',
        url: `${url}?api_key=[redacted]&page=${made.id}`,
        headers: {
          accept: 'application/json',
          'user-agent': 'Gorgias (simulated)',
          'content-type': 'application/json',
          authorization: 'Bearer [redacted]',
          'x-api-key': '[redacted]',
          'x-shop': 'acme',
          'x-gorgias-signature': expect.stringMatching(/^[0-9a-f]{64}$/) as string,
        },
        body: `{"id":"${made.id}","password":"[redacted]"}`,
      },
      attempts: [
        {
          sent_datetime: '2026-03-02T09:00:00+00:00',
          ended_datetime: '2026-03-02T09:00:00+00:00',
          status: 200,
          response: '{"ok":true,"access_token":"[redacted]"}',
          error: null,
        },
      ],
      next_attempt_datetime: null,
      created_datetime: '2026-03-02T09:00:00+00:00',
    })
    expect(JSON.stringify(row)).not.toContain('s3cret')
  })

  it('is served by the control plane, and a call is sent again from there, to the byte', async () => {
    const { api: control } = use(server.account)
    const desk = await withIntegration(['ticket-created'], { form: { subject: '{{ticket.subject}}' } })
    const base = `/_control/v1/accounts/${desk.account.name}`
    const made = await desk.api.createTicket(ticket({ subject: 'before' }))
    await desk.quiet()
    await desk.api.updateTicket(made.id, { subject: 'after' })
    const list = expectStatus(await control.get(`${base}/integrations/${desk.id}/deliveries`), 200)
    expect(list.json).toEqual({ data: desk.log() })
    const again = expectStatus(await control.post(`${base}/deliveries/1/redeliver`, undefined), 201)
    expect(again.json).toMatchObject({ id: 2, redelivery_of: 1, state: 'waiting', attempts: [] })
    await desk.quiet()
    expect(desk.calls).toHaveLength(2)
    expect(desk.calls[1]).toEqual(desk.calls[0])
    expect(desk.log()[1]).toMatchObject({ state: 'delivered', trigger: 'ticket-created' })
  })

  it('refuses what is not there or cannot be sent again, in words', async () => {
    const { account, api, id, quiet } = await withIntegration(['ticket-created'], {}, () => 503)
    await api.createTicket(ticket())
    await quiet()
    expect(() => account.redeliver(1)).toThrow('Delivery 1 cannot be sent again. It has not been sent')
    await account.clock.advance('PT1H')
    await api.put(`/api/integrations/${id}`, { name: 'x', deactivated_datetime: '2026-03-02T09:00:00Z' })
    expect(() => account.redeliver(1)).toThrow(
      'Delivery 1 cannot be sent again. The integration is deactivated.',
    )
    expect(() => account.redeliver(99)).toThrow('There is no delivery 99')
    expect(() => account.deliveries(1)).toThrow('There is no integration 1.')
    const [mailbox] = ((await api.get('/api/integrations?type=email')).json as { data: { id: number }[] })
      .data
    expect(() => account.deliveries(mailbox?.id ?? 0)).toThrow('makes no calls')
    expect(account.deliveries(id)).toHaveLength(1)
    await api.delete(`/api/integrations/${id}`)
    expect(account.deliveries(id)).toHaveLength(1)
  })

  it('keeps the newest thousand that have ended, and every one that waits', async () => {
    let down = false
    const { account, api, id, log, quiet } = await withIntegration(['ticket-message-created'], {}, () =>
      down ? 503 : 200,
    )
    const messages = (count: number) => Array.from({ length: count }, () => fromCustomer())
    down = true
    await api.createTicket(ticket({ messages: messages(2) }))
    await quiet()
    down = false
    for (const count of [500, 400, 101]) await api.createTicket(ticket({ messages: messages(count) }))
    await quiet()
    expect(log().map(({ id }) => id)).toEqual([1, 2, ...Array.from({ length: 1000 }, (_, i) => i + 4)])
    await account.clock.advance('PT1H')
    // The two that waited have ended now, and are the oldest.
    expect(account.deliveries(id).map((row) => row.id)).toEqual(Array.from({ length: 1000 }, (_, i) => i + 4))
  })
})
