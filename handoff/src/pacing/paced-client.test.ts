import { describe, expect, it } from 'vitest'
import { testConfig } from '../../test/support/config.ts'
import { fakeClock } from '../../test/support/fake-clock.ts'
import {
  afterCommit,
  fakeGorgias,
  json,
  refuse,
  refusedConnection,
  reset,
  tooMany,
} from '../../test/support/fake-gorgias.ts'
import type { Fault } from '../../test/support/fake-gorgias.ts'
import { deliver } from '../delivery/deliver.ts'
import { defaultRetryPolicy, startRetries } from '../delivery/retries.ts'
import { createGorgiasClient } from '../gorgias/client.ts'
import { pacedClient } from './paced-client.ts'
import { createPacer } from './pacer.ts'
import { memoryPacingStore } from './store.ts'

/** Deliveries to one account, all through one pacer. */
function setUp() {
  const clock = fakeClock()
  const gorgias = fakeGorgias(clock)
  const plain = createGorgiasClient(testConfig().gorgias, { clock, fetch: gorgias.fetch }, 30_000)
  const random = () => 0
  const pacer = createPacer({ account: 'acme', store: memoryPacingStore(), clock, random })
  const send = async (id: string, { inDoubt = false, deadlineMs = 15 * 60_000 } = {}) => {
    const policy = { ...defaultRetryPolicy, deadlineMs }
    const retries = startRetries(policy, { clock, random }, undefined, { paced: true })
    const client = pacedClient(plain, pacer, { until: retries.until, onWait: (ms) => retries.addWait(ms) })
    const job = { body: { external_id: id }, externalId: id, inDoubt }
    return { ...(await deliver(job, { client, retries })), waitedMs: retries.waitedMs }
  }
  const methods = () => gorgias.calls.map(({ method }) => method)
  return { clock, gorgias, pacer, send, methods, start: clock.now() }
}

describe('a delivery through a pacer', () => {
  it('is one call when all is well (REQ-095)', async () => {
    const { send, methods } = setUp()
    for (let n = 0; n < 100; n += 1) expect(await send(`h-${n}`)).toMatchObject({ ok: true, attempts: 1 })
    expect(methods()).toEqual(Array(100).fill('POST'))
  })

  it('waits what Gorgias names once, in the pacer, and counts it (REQ-096)', async () => {
    const { send, gorgias, start } = setUp()
    gorgias.posts.push(tooMany('7'), tooMany('3'))
    expect(await send('h-1')).toMatchObject({ ok: true, attempts: 3, waitedMs: 10_000 })
    expect(gorgias.calls.map(({ at }) => at - start)).toEqual([0, 7_000, 10_000])
  })

  it('holds the next delivery to a wait that an earlier one was told', async () => {
    const { send, gorgias, start } = setUp()
    gorgias.posts.push(tooMany('1000'))
    expect(await send('h-1')).toMatchObject({ ok: false, attempts: 1, failure: { code: 'rate_limited' } })
    expect(await send('h-2')).toMatchObject({ ok: false, inDoubt: false, failure: { code: 'rate_limited' } })
    expect(gorgias.calls.map(({ at }) => at - start)).toEqual([0])
  })

  it('makes no second ticket after a lost answer, and looks up under the same pacing (REQ-075)', async () => {
    const { send, gorgias, methods, start } = setUp()
    gorgias.posts.push(afterCommit(reset))
    gorgias.lookUps.push(tooMany('9'))
    expect(await send('h-1')).toMatchObject({ ok: true, attempts: 1, ticket: { id: 1000 } })
    expect(gorgias.tickets).toHaveLength(1)
    expect(methods()).toEqual(['POST', 'GET', 'GET'])
    expect(gorgias.calls.map(({ at }) => at - start)).toEqual([0, 1_000, 10_000])
  })

  it('while Gorgias is down waits instead of using up its tries', async () => {
    const { send, gorgias, start } = setUp()
    const outage: Fault = (incident) =>
      incident.clock.now() < start + 300_000 ? refusedConnection(incident) : incident.commit()
    gorgias.posts.push(...Array<Fault>(40).fill(outage))
    const outcomes = []
    for (let n = 0; n < 12; n += 1) outcomes.push(await send(`h-${n}`))
    // The first ones fail, each with its five tries, and take the pauses of the breaker with them.
    expect(outcomes.filter(({ ok }) => !ok).length).toBeLessThanOrEqual(2)
    expect(gorgias.calls.length).toBeLessThan(12 + 15)
  })

  it('that the breaker keeps from leaving is not in doubt, although lost answers opened it', async () => {
    const { send, gorgias, methods } = setUp()
    gorgias.posts.push(...Array<Fault>(9).fill(reset))
    gorgias.lookUps.push(...Array<Fault>(9).fill(reset))
    expect(await send('h-1')).toMatchObject({ ok: false, inDoubt: true })
    const calls = methods().length
    expect(await send('h-2', { deadlineMs: 4_000 })).toMatchObject({
      ok: false,
      inDoubt: false,
      failure: { code: 'unreachable' },
    })
    expect(methods()).toHaveLength(calls)
  })

  it('looks up before its first post where a look-up is due, and waits for the breaker with it', async () => {
    const { send, gorgias, methods } = setUp()
    gorgias.posts.push(...Array<Fault>(5).fill(refusedConnection))
    await send('h-1')
    const calls = methods().length
    expect(await send('h-2', { inDoubt: true })).toMatchObject({ ok: true, waitedMs: 5_000 })
    expect(methods().slice(calls)).toEqual(['GET', 'POST'])
  })

  it('keeps failing fast where the key was revoked: one call each', async () => {
    const { send, gorgias, methods } = setUp()
    gorgias.posts.push(...Array<Fault>(30).fill(refuse(401, 'Unauthorized.')))
    for (let n = 0; n < 30; n += 1)
      expect(await send(`h-${n}`)).toMatchObject({
        ok: false,
        attempts: 1,
        failure: { code: 'unauthorized' },
      })
    expect(methods()).toHaveLength(30)
  })

  it('draws from the retry quota for a post after trouble, not for its look-up nor after a 429', async () => {
    const { send, gorgias, pacer } = setUp()
    const drawn: boolean[] = []
    const admit = pacer.admit.bind(pacer)
    pacer.admit = (departure) => {
      drawn.push(departure.isRetry)
      return admit(departure)
    }
    gorgias.posts.push(tooMany('1'), reset)
    await send('h-1')
    expect(drawn).toEqual([false, false, false, true])
  })

  it('reads the header: 39 of 40 used slows the next one down', async () => {
    const { send, gorgias, start } = setUp()
    gorgias.posts.push(({ commit }) => {
      const { status } = commit()
      return json(status, { id: 1000 }, { 'x-gorgias-account-api-call-limit': '39/40' })
    })
    await send('h-1')
    await send('h-2')
    expect(gorgias.calls.map(({ at }) => at - start)).toEqual([0, 1_000])
  })
})
