import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { CUSTOMER, fromCustomer, ticket } from '../support/bodies.ts'
import { addTo, fresh, receiver, withIntegration } from './desk.ts'

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
