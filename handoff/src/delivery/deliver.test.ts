import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import {
  afterCommit,
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
import { testConfig } from '../../test/support/config.ts'
import { createGorgiasClient } from '../gorgias/client.ts'
import { deliver } from './deliver.ts'
import { defaultRetryPolicy, startRetries } from './retries.ts'

async function run({ posts = [] as Fault[], lookUps = [] as Fault[], inDoubt = false } = {}) {
  const clock = fakeClock()
  const gorgias = fakeGorgias(clock)
  gorgias.posts.push(...posts)
  gorgias.lookUps.push(...lookUps)
  const client = createGorgiasClient(testConfig().gorgias, { clock, fetch: gorgias.fetch }, 30_000)
  const retries = startRetries(defaultRetryPolicy, { clock, random: () => 0 })
  const job = { body: { external_id: 'x' }, externalId: 'x', inDoubt }
  const delivery = await deliver(job, { client, retries })
  return { delivery, gorgias, clock, methods: gorgias.calls.map(({ method }) => method) }
}

const unavailable = refuse(503, 'An external service had an issue.')

describe('a delivery', () => {
  it('is one call when all is well (REQ-005)', async () => {
    const { delivery, methods } = await run()
    expect(delivery).toMatchObject({ ok: true, ticket: { id: 1000 }, attempts: 1, warnings: [] })
    expect(methods).toEqual(['POST'])
  })

  it('comes again exactly when Gorgias said so (REQ-096)', async () => {
    const { gorgias, methods } = await run({ posts: [tooMany('7'), tooMany('3')] })
    const [first, second, third] = gorgias.calls.map(({ at }) => at)
    expect(second).toBe((first ?? 0) + 7000)
    expect(third).toBe((second ?? 0) + 3000)
    expect(methods).toEqual(['POST', 'POST', 'POST'])
  })

  it('does not look anything up after a connection that was never made', async () => {
    const { delivery, methods } = await run({ posts: [refusedConnection, refusedConnection] })
    expect(delivery).toMatchObject({ ok: true, attempts: 3 })
    expect(methods).toEqual(['POST', 'POST', 'POST'])
  })

  it.each<[string, Fault]>([
    ['a reset', reset],
    ['a 502 page', html(502)],
    ['a 500 in JSON', refuse(500, 'Oops')],
    ['silence', silence],
  ])('makes no second ticket when %s hides that the first exists (REQ-075)', async (_, fault) => {
    const { delivery, gorgias, methods } = await run({ posts: [afterCommit(fault)] })
    expect(delivery).toMatchObject({ ok: true, ticket: { id: 1000 }, attempts: 1, inDoubt: false })
    expect(gorgias.tickets).toHaveLength(1)
    expect(methods).toEqual(['POST', 'GET'])
  })

  it('finds the ticket of an answer that broke off', async () => {
    const { delivery, gorgias } = await run({ posts: [truncated] })
    expect(delivery).toMatchObject({ ok: true, ticket: { id: 1000 } })
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('posts again when the look-up finds nothing', async () => {
    const { delivery, gorgias, methods } = await run({ posts: [reset] })
    expect(delivery).toMatchObject({ ok: true, attempts: 2 })
    expect(gorgias.tickets).toHaveLength(1)
    expect(methods).toEqual(['POST', 'GET', 'POST'])
  })

  it('waits as told when the look-up itself is limited', async () => {
    const { delivery, gorgias } = await run({
      posts: [afterCommit(reset)],
      lookUps: [tooMany('9'), tooMany('2')],
    })
    expect(delivery).toMatchObject({ ok: true, ticket: { id: 1000 } })
    const times = gorgias.calls.map(({ at }) => at)
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBe(9000)
    expect((times[3] ?? 0) - (times[2] ?? 0)).toBe(2000)
  })

  it('does not post again when it cannot find out what became of the first post', async () => {
    const { delivery, methods } = await run({ posts: [reset], lookUps: Array<Fault>(5).fill(unavailable) })
    expect(delivery).toMatchObject({ ok: false, inDoubt: true, failure: { code: 'unknown_outcome' } })
    expect(methods).toEqual(['POST', 'GET', 'GET', 'GET', 'GET', 'GET'])
  })

  it('looks once more before it gives up: the last try may have made the ticket', async () => {
    const posts = [unavailable, unavailable, unavailable, unavailable, afterCommit(unavailable)]
    const { delivery, gorgias } = await run({ posts })
    expect(delivery).toMatchObject({ ok: true, ticket: { id: 1000 }, attempts: 5 })
    expect(gorgias.tickets).toHaveLength(1)
  })

  it('gives up after five tries', async () => {
    const { delivery, gorgias } = await run({ posts: Array<Fault>(9).fill(unavailable) })
    expect(delivery).toMatchObject({ ok: false, attempts: 5, failure: { code: 'server_error', status: 503 } })
    expect(gorgias.countOf('POST')).toBe(5)
  })

  it('takes the lowest of several tickets, and says so', async () => {
    const rows = [8, 5, 6].map((id) => ({ id, external_id: 'x' }))
    const { delivery } = await run({ posts: [reset], lookUps: [() => json(200, { data: rows })] })
    expect(delivery).toMatchObject({
      ok: true,
      ticket: { id: 5 },
      warnings: [{ code: 'several_tickets', message: expect.stringContaining('6, 8') as string }],
    })
  })

  it('looks before the first post when an earlier process left it in doubt', async () => {
    const found = () => json(200, { data: [{ id: 77, external_id: 'x' }] })
    const { delivery, methods } = await run({ inDoubt: true, lookUps: [found] })
    expect(delivery).toMatchObject({ ok: true, ticket: { id: 77 }, attempts: 0 })
    expect(methods).toEqual(['GET'])
  })

  it('never makes two tickets and never claims one that is not there, whatever goes wrong', async () => {
    const mishaps: Fault[] = [
      reset,
      silence,
      truncated,
      unavailable,
      html(502),
      html(504),
      tooMany('3'),
      tooMany(),
      refusedConnection,
      refuse(401, 'Unauthorized.'),
      ...[reset, silence, unavailable, html(502), html(504)].map(afterCommit),
    ]
    const lookUpMishaps = [reset, silence, unavailable, html(502), tooMany('3'), refusedConnection, html(401)]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...mishaps), { maxLength: 12 }),
        fc.array(fc.constantFrom(...lookUpMishaps), { maxLength: 8 }),
        async (posts, lookUps) => {
          const { delivery, gorgias } = await run({ posts, lookUps })
          expect(gorgias.tickets.length).toBeLessThanOrEqual(1)
          if (delivery.ok) expect(gorgias.tickets).toMatchObject([{ id: delivery.ticket.id }])
          else if (!delivery.inDoubt) expect(gorgias.tickets).toEqual([])
        },
      ),
    )
  })
})
