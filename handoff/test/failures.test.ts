import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secret } from '../src/index.ts'
import type { NotificationMail } from '../src/index.ts'
import { html, json, refuse, refusedConnection, reset, tooMany } from './support/fake-gorgias.ts'
import type { Fault } from './support/fake-gorgias.ts'
import { testConfig } from './support/config.ts'
import { testRequest } from './support/request.ts'
import { handoffWorld } from './support/world.ts'

const unavailable = refuse(500, 'Oops')

describe('a handoff that fails', () => {
  it('sends one e-mail, after the last try, and marks the conversation (REQ-070, REQ-073)', async () => {
    const { handoff, gorgias, effects, mails, followUps } = handoffWorld()
    gorgias.posts.push(...Array<Fault>(9).fill(unavailable))
    const outcome = await handoff.handOff(testRequest())
    expect(outcome).toMatchObject({
      status: 'failed',
      code: 'server_error',
      attempts: 5,
      waited_ms: 15_000,
      notified: 'sent',
      http_status: 500,
      external_id: 'gladly:c-1:h-1',
    })
    expect(mails).toHaveLength(1)
    expect(effects.slice(-2)).toEqual(['follow-up', 'mail'])
    expect(followUps).toMatchObject([{ handoffId: 'h-1', conversationId: 'c-1', code: 'server_error' }])
  })

  it.each<[string, Fault, RegExp]>([
    ['unauthorized', refuse(401, 'Unauthorized.'), /revoked or reset, or its user was deactivated/],
    ['forbidden', refuse(403, 'No.'), /Admin role/],
    ['quota', refuse(403, 'Messaging quota exceeded.'), /plan/],
    ['unknown_subdomain', html(404), /GORGIAS_SUBDOMAIN/],
    [
      'rejected',
      refuse(400, 'Failed', { data: { assignee_team: ['Not found.'] } }),
      /assignee_team: Not found/,
    ],
    ['rate_limited', tooMany('100000'), /share 40 requests in 20 seconds/],
  ])('as %s says in the e-mail what to do (REQ-071, REQ-072)', async (code, fault, advice) => {
    const { handoff, gorgias, mails } = handoffWorld()
    gorgias.posts.push(fault)
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'failed', code })
    expect(mails[0]?.text).toMatch(advice)
    expect(mails[0]?.text).toContain('https://acme.gladly.test/conversation/c-1')
    expect(mails[0]?.text).toContain(
      '03bab43a57f60ea39b9f0e7a8341a405'.slice(0, code === 'unknown_subdomain' ? 0 : 32),
    )
  })

  it('in doubt warns that the ticket may exist, and how to find it', async () => {
    const { handoff, gorgias, mails } = handoffWorld()
    gorgias.posts.push(reset)
    gorgias.lookUps.push(...Array<Fault>(5).fill(refusedConnection))
    expect(await handoff.handOff(testRequest())).toMatchObject({ code: 'unknown_outcome' })
    expect(mails[0]?.text).toContain('it is not known whether its ticket exists')
    expect(mails[0]?.text).toContain('Search for the ticket by its external id')
    expect(mails[0]?.text).toContain('External id of the ticket: gladly:c-1:h-1')
  })

  it('before any call promises the customer nothing (REQ-012, REQ-031)', async () => {
    const { handoff, effects, mails } = handoffWorld()
    const sms = testRequest({ conversation: { ...testRequest().conversation, channel: 'sms' } })
    const nobody = testRequest({ handoffId: 'h-2', customer: { ...testRequest().customer, emails: [] } })
    expect(await handoff.handOff(sms)).toMatchObject({ code: 'unsupported_channel', attempts: 0 })
    expect(await handoff.handOff(nobody)).toMatchObject({ code: 'no_email', field: 'customer.emails' })
    expect(effects).toEqual(['follow-up', 'mail', 'follow-up', 'mail'])
    expect(mails[0]?.text).toContain('answer this conversation in Gladly')
  })

  it('sends one e-mail also where two calls with one id failed together (REQ-070)', async () => {
    const { handoff, gorgias, mails } = handoffWorld()
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await Promise.all([handoff.handOff(testRequest()), handoff.handOff(testRequest())])
    expect(mails).toHaveLength(1)
  })

  it('says in its outcome that nobody could be told', async () => {
    const mailer = { send: () => Promise.reject(new Error('no route')) }
    const { handoff, gorgias } = handoffWorld({}, { mailer })
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    expect(await handoff.handOff(testRequest())).toMatchObject({ code: 'unauthorized', notified: 'failed' })
  })

  it('holds no text of the conversation in its e-mail (REQ-072)', async () => {
    const { handoff, gorgias, mails } = handoffWorld()
    gorgias.posts.push(refuse(400, 'Failed to create ticket'))
    await handoff.handOff(testRequest())
    expect(inspect(mails)).not.toContain('zebra')
  })
})

describe('an invalid request', () => {
  it('is refused with the field and still leads to the conversation', async () => {
    const { handoff, effects, mails } = handoffWorld()
    expect(await handoff.handOff({ ...testRequest(), items: undefined, colour: 'red' })).toMatchObject({
      status: 'failed',
      code: 'invalid_request',
      handoff_id: 'h-1',
      conversation_id: 'c-1',
    })
    expect(effects).toEqual(['follow-up', 'mail'])
    expect(mails[0]?.text).toContain('https://acme.gladly.test/conversation/c-1')
  })

  it('of any kind is an outcome, never an exception', async () => {
    const hostile = fc.anything({ withNullPrototype: true, withBigInt: true, withSparseArray: true })
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          hostile,
          fc.record({ handoffId: hostile, conversation: fc.record({ id: hostile }) }),
          hostile.map((items) => ({ ...testRequest(), items })),
        ),
        async (input) => {
          const { handoff, gorgias } = handoffWorld()
          const outcome = await handoff.handOff(input)
          expect(['failed', 'created', 'not_needed']).toContain(outcome.status)
          expect(gorgias.countOf('POST')).toBe(outcome.status === 'created' ? 1 : 0)
        },
      ),
    )
  })

  it('that throws when it is read is an internal error', async () => {
    const trap = {
      get handoffId(): string {
        throw new RangeError('zebra')
      },
    }
    const { handoff, mails } = handoffWorld()
    const outcome = await handoff.handOff(trap)
    expect(outcome).toMatchObject({ status: 'failed', notified: 'not_tried' })
    expect(inspect([outcome, mails])).not.toContain('zebra')
  })
})

describe('the API key', () => {
  it('is in no outcome, e-mail, log or error, whatever the server echoes (REQ-069)', async () => {
    const key = fc.stringMatching(/^[A-Za-z0-9+/=_%-]{8,40}$/)
    const echoes: ((authorization: string, key: string) => Response)[] = [
      (authorization, apiKey) =>
        json(400, { error: { msg: `bad ${authorization}`, data: { [apiKey]: [apiKey] } } }),
      (authorization) => json(401, { error: { msg: authorization } }, { 'x-request-id': authorization }),
      (authorization) =>
        json(403, { error: { msg: Buffer.from(authorization.slice(6), 'base64').toString() } }),
      (authorization) => new Response(authorization, { status: 502 }),
      (_, apiKey) =>
        new Response(null, { status: 302, headers: { location: `https://evil.test/${apiKey}` } }),
      (authorization) => {
        throw Object.assign(new Error(authorization), { code: authorization })
      },
    ]
    await fc.assert(
      fc.asyncProperty(key, fc.constantFrom(...echoes), async (apiKey, echo) => {
        const basic = Buffer.from(`bot@acme.test:${apiKey}`).toString('base64')
        const config = testConfig()
        const gorgias = { ...config.gorgias, apiKey: secret(apiKey) }
        const everywhere: unknown[] = []
        const fetch = (_: string, init: RequestInit) =>
          Promise.resolve().then(() => echo(new Headers(init.headers).get('authorization') ?? '', apiKey))
        const world = handoffWorld({ gorgias }, { fetch })
        everywhere.push(await world.handoff.handOff(testRequest()), await world.handoff.verifyConnection())
        everywhere.push(world.mails, world.followUps, world.log, world.messages, gorgias, world.handoff)
        const shown = inspect(everywhere, { depth: 20 }) + JSON.stringify(everywhere)
        expect(shown).not.toContain(apiKey)
        expect(shown).not.toContain(basic)
      }),
    )
  })
})

describe('a mail server that hangs', () => {
  it('holds up neither an answer at the door nor the next handoff, and is waited for at the end', async () => {
    const hung = Promise.withResolvers<'sent'>()
    const mails: string[] = []
    const send = ({ text }: NotificationMail) => {
      mails.push(text)
      return hung.promise
    }
    const { handoff, gorgias } = handoffWorld({}, { mailer: { send } })
    const wrong = { ...testRequest({ handoffId: 'h-0' }), items: 'none' }
    expect(await handoff.accept(wrong)).toMatchObject({ status: 'failed', notified: 'pending' })
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await handoff.accept(testRequest({ handoffId: 'h-1' }))
    await handoff.accept(testRequest({ handoffId: 'h-2' }))
    const settled: string[] = []
    const both = Promise.withResolvers<undefined>()
    const stop = new AbortController()
    const work = handoff.work({
      atOnce: 1,
      stop: stop.signal,
      settled: ({ status }) => {
        if (settled.push(status) === 2) both.resolve(undefined)
      },
    })
    await both.promise
    expect(settled).toEqual(['failed', 'created'])
    stop.abort()
    await work
    const closed = handoff.close()
    hung.resolve('sent')
    await closed
    expect(mails).toHaveLength(2)
  })
})
