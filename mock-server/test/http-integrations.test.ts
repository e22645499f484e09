import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { OutgoingRequest } from '../src/index.ts'
import { expectStatus } from './support/api.ts'
import { CUSTOMER, fromAgent, fromCustomer, handoff, mailboxOf, note, ticket } from './support/bodies.ts'
import { integration, receivers } from './support/receiver.ts'
import type { Reply } from './support/receiver.ts'
import { testServer } from './support/server.ts'

const { callOut, receiver } = receivers()
const { fresh, server, use } = await testServer({ callOut, rateLimit: 'off' })

type Desk = ReturnType<typeof fresh>
type Script = (request: OutgoingRequest) => Reply | Promise<Reply>

const ALL = [
  'ticket-created',
  'ticket-updated',
  'ticket-message-created',
  'ticket-self-unsnoozed',
  'ticket-message-failed',
  'ticket-assignment-updated',
  'ticket-status-updated',
  'ticket-handed-over',
]

async function addTo({ api }: Desk, url: string, triggers: readonly string[], http: object = {}) {
  const answer = expectStatus(
    await api.post('/api/integrations', integration(url, triggers, { ...http })),
    201,
  )
  return answer.json as { id: number; http: object }
}

/** An account with one HTTP integration, and the receiver of its calls. */
async function withIntegration(triggers: readonly string[], http: object = {}, script?: Script) {
  const desk = fresh()
  const { url, ...received } = receiver(script)
  const { id } = await addTo(desk, url, triggers, http)
  return {
    ...desk,
    ...received,
    id,
    quiet: () => desk.account.clock.advance('PT0S'),
    log: () => desk.account.deliveries(id),
    events: async () => {
      const path = `/api/events?object_type=Integration&object_id=${id}`
      return ((await desk.api.get(path)).json as { data: { type: string }[] }).data.map(({ type }) => type)
    },
  }
}

/** An account with one integration for each trigger: what of it was set off, in order. */
async function withAllTriggers() {
  const desk = fresh()
  const seen: string[] = []
  const { url } = receiver((request) => {
    seen.push(new URL(request.url).pathname.slice('/hook/'.length))
    return 200
  })
  for (const trigger of ALL) await addTo(desk, `${url}/${trigger}`, [trigger])
  return {
    ...desk,
    /** What was set off since it was last asked. */
    seen: async () => {
      await desk.account.clock.advance('PT0S')
      return seen.splice(0)
    },
  }
}

describe('an HTTP integration is called', () => {
  it('for a new ticket, for each message, and for the update that follows', async () => {
    const { api, seen } = await withAllTriggers()
    await api.createTicket(handoff())
    expect(await seen()).toEqual([
      'ticket-created',
      'ticket-message-created',
      'ticket-message-created',
      'ticket-updated',
    ])
  })

  it('for a ticket that is born assigned', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = (await api.get('/api/users/0')).json as { id: number }
    await api.createTicket(ticket({ assignee_user: { id } }))
    expect(await seen()).toEqual([
      'ticket-created',
      'ticket-message-created',
      'ticket-updated',
      'ticket-assignment-updated',
    ])
  })

  it('for a message on a ticket, and for a customer who reopens it', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await seen()
    await api.reply(id, note())
    expect(await seen()).toEqual(['ticket-message-created', 'ticket-updated'])
    await api.updateTicket(id, { status: 'closed' })
    expect(await seen()).toEqual(['ticket-updated', 'ticket-status-updated'])
    await api.reply(id, fromCustomer())
    expect((await seen()).toSorted()).toEqual([
      'ticket-message-created',
      'ticket-status-updated',
      'ticket-updated',
      'ticket-updated',
    ])
  })

  it('for any change of a ticket, even one that rules do not see, and for none that changes nothing', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await seen()
    for (const change of [{ priority: 'high' }, { external_id: 'A-1' }, { tags: [{ name: 'vip' }] }]) {
      await api.updateTicket(id, change)
      expect(await seen()).toEqual(['ticket-updated'])
      await api.updateTicket(id, change)
      expect(await seen()).toEqual([])
    }
  })

  it('for an assignment to a user or a team, and for its end', async () => {
    const { api, seen } = await withAllTriggers()
    const user = (await api.get('/api/users/0')).json as { id: number }
    const team = (await api.post('/api/teams', { name: 'Night shift' })).json as { id: number }
    const { id } = await api.createTicket(ticket())
    await seen()
    for (const change of [
      { assignee_user: { id: user.id } },
      { assignee_team: { id: team.id } },
      { assignee_user: null },
    ]) {
      await api.updateTicket(id, change)
      expect(await seen()).toEqual(['ticket-updated', 'ticket-assignment-updated'])
    }
  })

  it('for a message that could not be sent', async () => {
    const { api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await seen()
    await api.reply(id, fromAgent('nobody@elsewhere.test'))
    expect((await seen()).toSorted()).toEqual([
      'ticket-message-created',
      'ticket-message-failed',
      'ticket-updated',
    ])
  })

  it('for a snooze that comes to its end, at its time', async () => {
    const { account, api, seen } = await withAllTriggers()
    const { id } = await api.createTicket(ticket())
    await api.updateTicket(id, { snooze_datetime: '2026-03-02T12:00:00Z', status: 'closed' })
    await seen()
    await account.clock.advance('PT2H59M')
    expect(await seen()).toEqual([])
    await account.clock.advance('PT1M')
    expect(await seen()).toContain('ticket-self-unsnoozed')
  })

  it('for a ticket that AI Agent hands over', async () => {
    const { account, seen } = await withAllTriggers()
    account.setAiAgent({
      enabled: true,
      answers: [{ outcome: 'hand-over', text: 'A colleague will answer.' }],
    })
    account.inbound({ from: CUSTOMER, text: 'I want a person.' })
    expect(await seen()).toContain('ticket-handed-over')
  })

  it('behind the rules: it shows what they have done', async () => {
    const desk = fresh({
      seed: {
        rules: [
          {
            name: 'Tag',
            event_types: 'ticket-created',
            code: 'if (eq(ticket.status, "open")) { Action("addTags", { tags: "new" }) }',
          },
        ],
      },
    })
    const { url, bodies } = receiver()
    await addTo(desk, url, ['ticket-created'], { form: { tags: '{{ticket.tags}}' } })
    await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT0S')
    expect(bodies()).toEqual([{ tags: 'new' }])
  })

  it('not while it is deactivated, not once it is deleted, not for imported tickets', async () => {
    const { api, id, calls, quiet } = await withIntegration(['ticket-created'])
    await api.createTicket(ticket({ imported: true }))
    await api.put(`/api/integrations/${id}`, { name: 'x', deactivated_datetime: '2026-03-02T09:00:00Z' })
    await api.createTicket(ticket())
    await quiet()
    expect(calls).toEqual([])
    await api.put(`/api/integrations/${id}`, { name: 'x', deactivated_datetime: null })
    await api.createTicket(ticket())
    await quiet()
    expect(calls).toHaveLength(1)
    await api.delete(`/api/integrations/${id}`)
    await api.createTicket(ticket())
    await quiet()
    expect(calls).toHaveLength(1)
  })

  it('after the delay that is set for effects, where it is realistic', async () => {
    const realistic = await testServer({ callOut, effects: 'realistic' })
    const desk = realistic.fresh()
    const { url, calls } = receiver()
    await addTo(desk, url, ['ticket-created'])
    await desk.api.createTicket(ticket())
    await desk.account.clock.advance('PT0.499S')
    expect(calls).toEqual([])
    await desk.account.clock.advance('PT0.001S')
    expect(calls).toHaveLength(1)
  })
})

describe('a call of an HTTP integration', () => {
  const NASTY = 'O"Neil", "admin": true, \\ \n<b>&ü€'
  const nasty = { subject: NASTY, customer: { email: CUSTOMER, name: NASTY } }

  it('shows ticket, message and customer in a JSON body, whatever they hold', async () => {
    const form = {
      name: '{{ticket.customer.name}}',
      email: '{{ticket.customer.email}}',
      nested: { list: ['{{ticket.subject}}', 'id {{ticket.id}}', 7, null, true] },
      message: '{{message.body_text}}',
      who: '{{current_user.email}}',
      unknown: '[{{ticket.shoe_size}}]',
    }
    const { account, api, bodies, calls, quiet } = await withIntegration(['ticket-created'], { form })
    const { id } = await api.createTicket(ticket(nasty))
    await quiet()
    expect(bodies()).toEqual([
      {
        name: NASTY,
        email: CUSTOMER,
        nested: { list: [NASTY, `id ${id}`, 7, null, true] },
        message: 'Where is my order?',
        who: account.credentials.email,
        unknown: '[]',
      },
    ])
    expect(calls[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    })
  })

  it('keeps JSON that is given as a text together, with quotes around a variable and without', async () => {
    const form =
      '{"id": {{ticket.id}}, "spam": {{ticket.spam}}, "bare": {{ticket.subject}}, "in": "a {{ticket.subject}} b"}'
    const { api, bodies, quiet } = await withIntegration(['ticket-created'], { form })
    const { id } = await api.createTicket(ticket(nasty))
    await quiet()
    expect(bodies()).toEqual([{ id, spam: false, bare: NASTY, in: `a ${NASTY} b` }])
  })

  it('writes forms as pairs, each value encoded', async () => {
    const { api, calls, quiet } = await withIntegration(['ticket-created'], {
      request_content_type: 'application/x-www-form-urlencoded',
      form: { name: '{{ticket.customer.name}}', 'a b': 'x&y=z', deep: { id: '{{ticket.subject}}' } },
    })
    await api.createTicket(ticket(nasty))
    await quiet()
    const [call] = calls
    expect(call?.headers['content-type']).toBe('application/x-www-form-urlencoded')
    expect([...new URLSearchParams(call?.body ?? '')]).toEqual([
      ['name', NASTY],
      ['a b', 'x&y=z'],
      ['deep', JSON.stringify({ id: NASTY })],
    ])
  })

  it('puts values into the URL encoded, so that they change neither host nor path nor parameters', async () => {
    const desk = fresh()
    const { url, calls } = receiver()
    await addTo(desk, `${url}/{{ticket.subject}}?email={{ticket.customer.email}}&next=1`, ['ticket-created'])
    await desk.api.createTicket(ticket({ subject: '../x?next=2#@evil.test/ü "' }))
    await desk.account.clock.advance('PT0S')
    const called = new URL(calls[0]?.url ?? '')
    expect(called.host).toBe(new URL(url).host)
    expect(decodeURIComponent(called.pathname)).toBe('/hook/../x?next=2#@evil.test/ü "')
    expect([...called.searchParams]).toEqual([
      ['email', CUSTOMER],
      ['next', '1'],
    ])
  })

  it.each(['GET', 'HEAD'])('by %s sends its form as query parameters, and no body', async (method) => {
    const desk = fresh()
    const { url, calls } = receiver()
    await addTo(desk, `${url}?a=1`, ['ticket-created'], { method, form: { b: '{{ticket.subject}}', c: 2 } })
    await desk.api.createTicket(ticket(nasty))
    await desk.account.clock.advance('PT0S')
    expect(calls[0]).toMatchObject({ method, body: null })
    expect(calls[0]?.headers).not.toHaveProperty('content-type')
    expect([...new URL(calls[0]?.url ?? '').searchParams]).toEqual([
      ['a', '1'],
      ['b', NASTY],
      ['c', '2'],
    ])
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])('by %s has a body, empty without a form', async (method) => {
    const { api, calls, quiet } = await withIntegration(['ticket-created'], { method })
    await api.createTicket(ticket())
    await quiet()
    expect(calls[0]).toMatchObject({ method, body: '' })
  })

  it('fills in its headers, each in one line, and has no say in those of the connection', async () => {
    const { api, calls, quiet } = await withIntegration(['ticket-created'], {
      headers: {
        'X-Subject': '{{ticket.subject}}',
        Authorization: 'Bearer s3cret',
        Host: 'evil.test',
        'Content-Length': '1',
        'Transfer-Encoding': 'chunked',
        'Content-Type': 'application/vnd.shop+json',
      },
    })
    await api.createTicket(ticket({ subject: 'one\r\nX-Evil: 1\u0000' }))
    await quiet()
    const { headers } = calls[0] ?? {}
    expect(headers).toMatchObject({
      'x-subject': 'one X-Evil: 1',
      authorization: 'Bearer s3cret',
      'content-type': 'application/vnd.shop+json',
    })
    for (const name of ['host', 'content-length', 'transfer-encoding'])
      expect(headers).not.toHaveProperty(name)
  })

  it('is signed with the secret: the raw body, by HMAC-SHA256 in hex', async () => {
    const hmac_secret = 'mehr-licht'
    const { api, calls, quiet } = await withIntegration(['ticket-created'], {
      hmac_secret,
      form: { subject: '{{ticket.subject}}' },
    })
    await api.createTicket(ticket(nasty))
    await quiet()
    const [call] = calls
    const expected = createHmac('sha256', hmac_secret)
      .update(Buffer.from(call?.body ?? ''))
      .digest('hex')
    expect(call?.headers['x-gorgias-signature']).toBe(expected)
    const unsigned = await withIntegration(['ticket-created'])
    await unsigned.api.createTicket(ticket())
    await unsigned.quiet()
    expect(unsigned.calls[0]?.headers).not.toHaveProperty('x-gorgias-signature')
  })

  it.each([
    ['{"id": {{ticket.id}}', 'http.form: the text is no JSON once its variables are filled in.'],
    [`{"a": "${'{{message.body_text}}'.repeat(2_000)}"}`, 'The request is longer than 262144 characters.'],
  ])('that cannot be put together is dropped, and says why: %.40j', async (form, reason) => {
    const { api, calls, log, quiet } = await withIntegration(['ticket-created'], { form })
    const long = fromCustomer({ body_text: 'x'.repeat(5_000) })
    await api.createTicket(ticket({ messages: [long] }))
    await quiet()
    expect(calls).toEqual([])
    expect(log()).toMatchObject([{ state: 'dropped', reason, request: null, attempts: [] }])
  })
})

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
        url: `${url}?api_key=redacted&page=${made.id}`,
        headers: {
          accept: 'application/json',
          'user-agent': 'Gorgias (simulated)',
          'content-type': 'application/json',
          authorization: '[redacted]',
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
