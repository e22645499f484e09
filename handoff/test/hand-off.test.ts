import { describe, expect, it, vi } from 'vitest'
import { createHandoff, memoryLedger } from '../src/index.ts'
import type { Ledger } from '../src/index.ts'
import { afterCommit, json, refuse, refusedConnection, reset, tooMany } from './support/fake-gorgias.ts'
import type { Fault } from './support/fake-gorgias.ts'
import { testConfig } from './support/config.ts'
import { testRequest } from './support/request.ts'
import { handoffWorld } from './support/world.ts'

const HOUR = 3_600_000

/** A Gladly side in which a process stops for ever. */
const dying = {
  sendHandoffMessage: () => new Promise<void>(() => undefined),
  markForFollowUp: () => Promise.resolve(),
}

const conversation = (id: string) => ({ ...testRequest().conversation, id })

describe('a handoff', () => {
  it('tells the customer first, then makes the ticket in one call (REQ-003, REQ-004, REQ-005)', async () => {
    const { handoff, effects, messages, gorgias } = handoffWorld()
    const outcome = await handoff.handOff(testRequest())
    expect(outcome).toEqual({
      status: 'created',
      handoff_id: 'h-1',
      conversation_id: 'c-1',
      ticket_id: 1000,
      ticket_url: 'https://acme.gorgias.com/app/ticket/1000',
      attempts: 1,
      waited_ms: 0,
    })
    expect(effects).toEqual(['message', 'POST /api/tickets'])
    expect(messages).toEqual([
      {
        handoffId: 'h-1',
        conversationId: 'c-1',
        customerId: 'cu-1',
        channel: 'chat',
        text: 'A colleague will write to you by e-mail.',
      },
    ])
    expect(gorgias.tickets[0]?.body.messages).toHaveLength(2)
  })

  it('makes the ticket first where that is configured, and promises nothing if there is none', async () => {
    const { handoff, effects, gorgias } = handoffWorld({ effectOrder: 'ticket_first' })
    await handoff.handOff(testRequest())
    expect(effects).toEqual(['POST /api/tickets', 'message'])
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    await handoff.handOff(testRequest({ handoffId: 'h-2' }))
    expect(effects.slice(2)).toEqual(['POST /api/tickets', 'follow-up', 'mail'])
  })

  it('touches nothing when the AI resolved the conversation (REQ-001)', async () => {
    const { handoff, effects } = handoffWorld()
    expect(await handoff.handOff(testRequest({ outcome: 'resolved' }))).toMatchObject({
      status: 'not_needed',
    })
    expect(effects).toEqual([])
  })

  it('finds its ticket when the answer is lost after the write (REQ-075)', async () => {
    const { handoff, gorgias, mails } = handoffWorld()
    gorgias.posts.push(afterCommit(reset))
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created', ticket_id: 1000 })
    expect(gorgias.tickets).toHaveLength(1)
    expect(mails).toEqual([])
  })

  it('waits out the rate limit and tells how long (REQ-096)', async () => {
    const { handoff, gorgias } = handoffWorld()
    gorgias.posts.push(tooMany('20'), tooMany('5'))
    expect(await handoff.handOff(testRequest())).toMatchObject({
      status: 'created',
      attempts: 3,
      waited_ms: 25_000,
    })
  })
})

describe('the same handoff id', () => {
  it('gives the first ticket again, without any call or message (REQ-007)', async () => {
    const { handoff, effects } = handoffWorld()
    await handoff.handOff(testRequest())
    const before = effects.length
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'already_created', ticket_id: 1000 })
    expect(effects).toHaveLength(before)
  })

  it('twice at the same time is one post (REQ-007)', async () => {
    const { handoff, gorgias, messages } = handoffWorld()
    const [first, second] = await Promise.all([
      handoff.handOff(testRequest()),
      handoff.handOff(testRequest()),
    ])
    expect(first).toEqual(second)
    expect(gorgias.countOf('POST')).toBe(1)
    expect(messages).toHaveLength(1)
  })

  it('of another conversation is refused, at the same time and later: nobody may get lost', async () => {
    const { handoff, gorgias } = handoffWorld()
    const other = testRequest({ conversation: conversation('c-2') })
    const [, meanwhile] = await Promise.all([handoff.handOff(testRequest()), handoff.handOff(other)])
    const later = await handoff.handOff(other)
    for (const outcome of [meanwhile, later])
      expect(outcome).toMatchObject({ status: 'failed', code: 'handoff_id_reused', conversation_id: 'c-2' })
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('is a new try after a failure, without a second message to the customer (REQ-073)', async () => {
    const { handoff, gorgias, messages, mails } = handoffWorld()
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'failed' })
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created' })
    expect(messages).toHaveLength(1)
    expect(mails).toHaveLength(1)
  })

  it('looks first after a failure that left the ticket in doubt', async () => {
    const { handoff, gorgias } = handoffWorld()
    gorgias.posts.push(afterCommit(reset))
    gorgias.lookUps.push(...Array<Fault>(5).fill(refusedConnection))
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'failed', code: 'unknown_outcome' })
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'already_created', ticket_id: 1000 })
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('looks first when an earlier process died between ledger and answer', async () => {
    const ledger = memoryLedger()
    const earlier = handoffWorld({}, { ledger, platform: dying })
    void earlier.handoff.handOff(testRequest())
    await vi.waitUntil(async () => (await ledger.get('h-1'))?.state === 'sending')
    earlier.clock.advance(HOUR)
    const { handoff, effects } = handoffWorld({}, { ledger })
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created' })
    // It is not known whether the message left: it is sent with the same handoff id, which tells Gladly.
    expect(effects).toEqual(['message', 'GET /api/tickets', 'POST /api/tickets'])
  })
})

describe('the ledger', () => {
  it('is written before anything happens', async () => {
    const ledger = memoryLedger()
    const { handoff, gorgias, messages } = handoffWorld({}, { ledger })
    const seen: unknown[] = []
    gorgias.posts.push(async ({ commit }) => {
      seen.push(await ledger.get('h-1'))
      return commit()
    })
    await handoff.handOff(testRequest())
    expect(seen).toMatchObject([{ state: 'sending', message_sent: true, external_id: 'gladly:c-1:h-1' }])
    expect(messages).toHaveLength(1)
    expect(await ledger.get('h-1')).toMatchObject({
      state: 'created',
      attempts: 1,
      outcome: { ticket_id: 1000 },
    })
  })

  it('forgets what the customer wrote once the ticket is known', async () => {
    const ledger = memoryLedger()
    const { handoff } = handoffWorld({}, { ledger })
    await handoff.handOff(testRequest())
    expect(await ledger.get('h-1')).not.toHaveProperty('request')
  })

  const failing = (call: keyof Ledger) => ({
    ...memoryLedger(),
    [call]: () => Promise.reject(new Error('disk full')),
  })

  it.each(['save', 'get', 'ofConversation', 'putNotice'] as const)(
    'costs no ticket when %s fails behind an accepted handoff',
    async (call) => {
      const { handoff, gorgias } = handoffWorld({}, { ledger: failing(call) })
      expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created' })
      expect(gorgias.tickets).toHaveLength(1)
    },
  )

  it.each(['accept', 'claim'] as const)(
    'lets nothing be sent that it does not hold: %s fails, and a person is told',
    async (call) => {
      const { handoff, gorgias, mails, messages, followUps } = handoffWorld({}, { ledger: failing(call) })
      expect(await handoff.handOff(testRequest())).toMatchObject({
        status: 'failed',
        code: 'ledger_unavailable',
        handoff_id: 'h-1',
        conversation_id: 'c-1',
        notified: 'sent',
      })
      expect([gorgias.calls, messages]).toEqual([[], []])
      expect([mails, followUps].map((told) => told.length)).toEqual([1, 1])
    },
  )

  it('that does not know all has a handoff that it does not know looked up first', async () => {
    const { handoff, effects } = handoffWorld({}, { ledger: memoryLedger({ complete: false }) })
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created' })
    expect(effects).toEqual(['message', 'GET /api/tickets', 'POST /api/tickets'])
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'already_created' })
    expect(effects).toHaveLength(3)
  })

  it('lets the note of a second handoff name the ticket of the first (REQ-008)', async () => {
    const { handoff, gorgias } = handoffWorld()
    await handoff.handOff(testRequest())
    await handoff.handOff(testRequest({ handoffId: 'h-2' }))
    expect(gorgias.tickets).toHaveLength(2)
    expect(JSON.stringify(gorgias.tickets[1]?.body.messages)).toContain('1000')
  })
})

describe('the Gladly side', () => {
  it('that is not connected is a warning', async () => {
    const { clock, gorgias } = handoffWorld()
    const handoff = createHandoff(testConfig(), { clock, random: () => 0, fetch: gorgias.fetch })
    expect(await handoff.handOff(testRequest())).toMatchObject({
      status: 'created',
      warnings: [{ code: 'message_not_sent' }],
    })
  })

  it('that fails is a warning: the ticket matters more', async () => {
    const broken = () => Promise.reject(new Error('503'))
    const platform = { sendHandoffMessage: broken, markForFollowUp: broken }
    const { handoff, gorgias } = handoffWorld({}, { platform })
    expect(await handoff.handOff(testRequest())).toMatchObject({
      status: 'created',
      warnings: [{ code: 'message_failed' }],
    })
    gorgias.posts.push(refuse(401, 'Unauthorized.'))
    expect(await handoff.handOff(testRequest({ handoffId: 'h-2' }))).toMatchObject({
      status: 'failed',
      notified: 'sent',
      warnings: [{ code: 'message_failed' }, { code: 'follow_up_failed' }],
    })
  })

  it('sends no message where no text is configured', async () => {
    const { handoff, messages } = handoffWorld({ handoffMessages: { byGuide: {} } })
    expect(await handoff.handOff(testRequest())).not.toHaveProperty('warnings')
    expect(messages).toEqual([])
  })
})

describe('closing', () => {
  it('waits for running handoffs and takes no more', async () => {
    const { handoff, gorgias } = handoffWorld()
    const gate = Promise.withResolvers<undefined>()
    gorgias.posts.push(async ({ commit }) => {
      await gate.promise
      return commit()
    })
    const running = handoff.handOff(testRequest())
    const closing = handoff.close()
    expect(await handoff.handOff(testRequest({ handoffId: 'h-2' }))).toMatchObject({ code: 'closed' })
    gate.resolve(undefined)
    await closing
    expect(await running).toMatchObject({ status: 'created' })
    expect(gorgias.tickets).toHaveLength(1)
  })
})

describe('the run log', () => {
  it('has a line for each attempt with status, duration and fill of the bucket (REQ-101)', async () => {
    const { handoff, gorgias, log } = handoffWorld()
    gorgias.posts.push(tooMany('5'))
    await handoff.handOff(testRequest())
    expect(log).toMatchObject([
      { event: 'message', handoff_id: 'h-1', at: '2026-03-02T09:00:00.000Z' },
      {
        event: 'attempt',
        code: 'rate_limited',
        http_status: 429,
        duration_ms: 0,
        calls_used: 1,
        calls_limit: 40,
      },
      { event: 'wait', ms: 5000, reason: 'told' },
      { event: 'attempt', http_status: 201, at: '2026-03-02T09:00:05.000Z' },
      { event: 'settled', status: 'created', ticket_id: 1000 },
    ])
  })

  it('that fails stops nothing', async () => {
    const logger = {
      log: () => {
        throw new Error('disk full')
      },
    }
    const { handoff } = handoffWorld({}, { logger })
    expect(await handoff.handOff(testRequest())).toMatchObject({ status: 'created' })
  })
})

describe('the check of a set-up', () => {
  it('makes one ticket that is no handoff (REQ-061, REQ-062)', async () => {
    const { handoff, gorgias, effects, messages } = handoffWorld()
    expect(await handoff.verifyConnection()).toMatchObject({
      status: 'verified',
      ticket_id: 1000,
      support_email: 'support@acme.test',
    })
    expect(effects).toEqual([
      'GET /api/users/0',
      'GET /api/integrations',
      'GET /api/tags',
      'POST /api/tickets',
    ])
    expect(messages).toEqual([])
    expect(gorgias.tickets[0]?.body.tags).toEqual([{ name: 'gladly-verification' }])
  })

  it('names the addresses there are when the support address is none of them (REQ-061)', async () => {
    const { handoff, gorgias } = handoffWorld()
    gorgias.integrations.splice(
      0,
      1,
      { type: 'email', meta: { address: 'help@acme.test' } },
      { type: 'x', meta: null },
    )
    expect(await handoff.verifyConnection()).toMatchObject({
      status: 'failed',
      step: 'support_address',
      code: 'support_address_unknown',
      message: expect.stringContaining('help@acme.test') as string,
    })
    expect(gorgias.tickets).toEqual([])
  })

  it('reads every page of integrations', async () => {
    const paths: string[] = []
    const { handoff } = handoffWorld(
      {},
      {
        fetch: (url) => {
          if (url.includes('/api/integrations')) paths.push(new URL(url).search)
          if (url.includes('/api/tags')) return Promise.resolve(json(200, { data: [] }))
          if (url.includes('cursor=next')) return Promise.resolve(json(200, page('SUPPORT@acme.test', null)))
          if (url.includes('integrations')) return Promise.resolve(json(200, page('a@acme.test', 'next')))
          return Promise.resolve(json(201, { id: 5 }))
        },
      },
    )
    expect(await handoff.verifyConnection()).toMatchObject({ status: 'verified', ticket_id: 5 })
    expect(paths).toEqual(['?type=email&limit=100', '?type=email&limit=100&cursor=next'])
  })

  it('tries the team, so that a wrong one is found before the first handoff (REQ-052)', async () => {
    const { handoff, gorgias } = handoffWorld({ team: { id: 9107 } })
    await handoff.verifyConnection()
    expect(gorgias.tickets[0]?.body.assignee_team).toEqual({ id: 9107 })
  })

  it('says of a server that is no Gorgias that it is none, and that nothing was made', async () => {
    const { handoff } = handoffWorld({}, { fetch: () => Promise.resolve(new Response('<h1>Hello</h1>')) })
    expect(await handoff.verifyConnection()).toMatchObject({
      status: 'failed',
      step: 'credentials',
      code: 'unreadable_answer',
    })
  })

  it('says what to do when the key is refused', async () => {
    const { handoff } = handoffWorld(
      {},
      { fetch: () => Promise.resolve(json(401, { error: { msg: 'Unauthorized.' } })) },
    )
    expect(await handoff.verifyConnection()).toMatchObject({
      status: 'failed',
      code: 'unauthorized',
      http_status: 401,
      hint: expect.stringContaining('GORGIAS_API_KEY') as string,
    })
  })
})

const page = (address: string, next: string | null) => ({
  data: [{ type: 'email', meta: { address } }],
  meta: { next_cursor: next },
})

describe('a ledger that fails once a handoff is written down', () => {
  const broken = (): Ledger => ({
    ...memoryLedger(),
    claim: () => Promise.reject(new Error('The disk is full.')),
  })

  it('is tried again for ten seconds; then the outcome says that the ticket is in doubt', async () => {
    const { handoff, clock, gorgias } = handoffWorld({}, { ledger: broken() })
    const begun = clock.now()
    const outcome = await handoff.handOff(testRequest())
    expect(outcome).toMatchObject({ status: 'failed', code: 'ledger_unavailable' })
    expect(outcome).toMatchObject({ message: expect.stringContaining('written down') as string })
    expect(clock.now() - begun).toBe(10_000)
    expect(gorgias.calls).toEqual([])
  })

  it('is not waited for by a handoff that is closed', async () => {
    const { handoff, clock } = handoffWorld({}, { ledger: broken() })
    const begun = clock.now()
    const outcome = handoff.handOff(testRequest())
    await handoff.close()
    expect(await outcome).toMatchObject({ code: 'ledger_unavailable' })
    expect(clock.now() - begun).toBeLessThan(1_000)
  })
})

it('goes on when the listener of outcomes throws, and says so', async () => {
  const { handoff, gorgias } = handoffWorld()
  const failures: unknown[] = []
  await handoff.accept(testRequest())
  const settled = () => {
    throw new Error('A listener.')
  }
  await handoff.work({ untilIdle: true, settled, onFailure: (error) => failures.push(error) })
  expect(gorgias.tickets).toHaveLength(1)
  expect(failures).toMatchObject([{ message: 'A listener.' }])
})
