import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import {
  fakeGorgias,
  html,
  json,
  refuse,
  refusedConnection,
  reset,
  silence,
  tooMany,
  truncated,
} from '../../test/support/fake-gorgias.ts'
import type { Fault } from '../../test/support/fake-gorgias.ts'
import { API_KEY, testConfig } from '../../test/support/config.ts'
import { createGorgiasClient } from './client.ts'

function setUp() {
  const clock = fakeClock()
  const gorgias = fakeGorgias(clock)
  const client = createGorgiasClient(testConfig().gorgias, { clock, fetch: gorgias.fetch }, 30_000)
  return { gorgias, client }
}

async function failureOf(fault: Fault) {
  const { gorgias, client } = setUp()
  gorgias.posts.push(fault)
  const result = await client.createTicket({ external_id: 'x' })
  return result.ok ? undefined : result.failure
}

describe('the client of Gorgias', () => {
  it('posts JSON with the credentials of Basic authentication', async () => {
    const { gorgias, client } = setUp()
    const result = await client.createTicket({ external_id: 'x' })
    expect(result).toMatchObject({
      ok: true,
      status: 201,
      value: { id: 1000 },
      callLimit: { used: 1, limit: 40 },
    })
    const basic = Buffer.from(`bot@acme.test:${API_KEY}`).toString('base64')
    expect(gorgias.calls).toMatchObject([
      { method: 'POST', path: '/api/tickets', authorization: `Basic ${basic}`, body: { external_id: 'x' } },
    ])
  })

  it.each<[string, Fault, string]>([
    ['400', refuse(400, 'Failed to create ticket'), 'rejected'],
    ['401', refuse(401, 'Unauthorized.'), 'unauthorized'],
    ['403', refuse(403, 'You do not have enough permissions to perform this action.'), 'forbidden'],
    ['a 403 about the quota', refuse(403, 'Not allowed. Messaging quota exceeded.'), 'quota'],
    ['404 in JSON', refuse(404, 'Resource not found.'), 'not_found'],
    ['404 as a page', html(404), 'unknown_subdomain'],
    ['409', refuse(409, 'The resource already exists.'), 'conflict'],
    ['413', html(413), 'too_large'],
    ['422', refuse(422, 'Unprocessable'), 'rejected'],
    ['429', tooMany('5'), 'rate_limited'],
    ['500 in JSON', refuse(500, 'Oops'), 'server_error'],
    ['502 as a page', html(502), 'server_error'],
    ['a redirect', () => new Response(null, { status: 301 }), 'redirected'],
    ['a refused connection', refusedConnection, 'unreachable'],
    ['a reset connection', reset, 'unknown_outcome'],
    ['a body that breaks off', truncated, 'unknown_outcome'],
    ['a success without a ticket', () => json(201, {}), 'unknown_outcome'],
    ['no answer in time', silence, 'unknown_outcome'],
  ])('tells %s by its code', async (_, fault, code) => {
    expect(await failureOf(fault)).toMatchObject({ code })
  })

  it('reads the wait that Gorgias names, and none where it names none', async () => {
    expect(await failureOf(tooMany('5'))).toMatchObject({ retryAfterMs: 5000 })
    expect(await failureOf(tooMany())).not.toHaveProperty('retryAfterMs')
    expect(await failureOf(tooMany('soon'))).not.toHaveProperty('retryAfterMs')
  })

  it('lists the fields that were refused, however deep they lie', async () => {
    const failure = await failureOf(
      refuse(400, 'Failed to create ticket', {
        data: {
          messages: { '0': { sender: ['Missing data for required field.'] } },
          tags: [{ name: ['Too long.'] }],
        },
      }),
    )
    expect(failure).toMatchObject({
      fields: [
        { field: 'messages[0].sender', message: 'Missing data for required field.' },
        { field: 'tags[0].name', message: 'Too long.' },
      ],
    })
    expect(failure?.message).toContain('"Failed to create ticket"; messages[0].sender: Missing data')
  })

  it('keeps messages short, whatever the server says', async () => {
    const failure = await failureOf(
      refuse(400, 'x'.repeat(100_000), { data: { a: Array(1000).fill('y'.repeat(1000)) } }),
    )
    expect(failure?.message.length).toBeLessThan(4_000)
  })

  it('never follows a redirect, and names only the host that it points to', async () => {
    const { gorgias, client } = setUp()
    const location = 'https://elsewhere.test/api/tickets?secret=1'
    gorgias.posts.push(() => new Response(null, { status: 307, headers: { location } }))
    const result = await client.createTicket({})
    expect(result).toMatchObject({
      failure: { message: expect.stringContaining('https://elsewhere.test)') as string },
    })
    expect(gorgias.calls).toHaveLength(1)
  })

  it('asks fetch itself not to follow redirects', async () => {
    const modes: (string | undefined)[] = []
    const fetch = (_: string, init: RequestInit) => {
      modes.push(init.redirect)
      return Promise.resolve(json(201, { id: 1 }))
    }
    await createGorgiasClient(testConfig().gorgias, { clock: fakeClock(), fetch }, 1000).createTicket({})
    expect(modes).toEqual(['manual'])
  })

  it('stops reading an answer without end', async () => {
    let cancelled = false
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000_000)),
      cancel: () => {
        cancelled = true
      },
    })
    expect(await failureOf(() => new Response(endless, { status: 201 }))).toMatchObject({
      code: 'unknown_outcome',
    })
    expect(cancelled).toBe(true)
  })

  it('knows what a refusal means even if its body breaks off', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('reset')) })
    expect(await failureOf(() => new Response(broken, { status: 401 }))).toMatchObject({
      code: 'unauthorized',
    })
  })

  it('aborts the request when the time is up', async () => {
    const clock = fakeClock()
    const signals: (AbortSignal | null | undefined)[] = []
    const fetch = (_: string, init: RequestInit) => {
      signals.push(init.signal)
      clock.advance(1000)
      return new Promise<Response>(() => undefined)
    }
    const result = await createGorgiasClient(testConfig().gorgias, { clock, fetch }, 1000).createTicket({})
    expect(result).toMatchObject({ failure: { code: 'unknown_outcome', timedOut: true } })
    expect(signals[0]?.aborted).toBe(true)
  })

  it('finds tickets by external id, the oldest first, and trusts the filter no further than the rows', async () => {
    const { gorgias, client } = setUp()
    const row = (id: number, external_id: string) => ({ id, external_id })
    gorgias.lookUps.push(() => json(200, { data: [row(3, 'a b'), row(2, 'other'), row(1, 'a b')] }))
    expect(await client.findTicketsByExternalId('a b')).toMatchObject({
      ok: true,
      value: [{ id: 1 }, { id: 3 }],
    })
    expect(gorgias.calls[0]?.path).toBe('/api/tickets?external_id=a+b&order_by=created_datetime%3Aasc')
  })

  it('does not take a list without rows for an empty one', async () => {
    const { gorgias, client } = setUp()
    gorgias.lookUps.push(() => json(200, { data: null }))
    expect(await client.findTicketsByExternalId('x')).toMatchObject({ failure: { code: 'unknown_outcome' } })
  })
})
