import { describe, expect, it } from 'vitest'
import { modelBucket } from '../../test/support/model-bucket.ts'
import type { ModelBucket } from '../../test/support/model-bucket.ts'
import { virtualTime } from '../../test/support/virtual-time.ts'
import type { VirtualTime } from '../../test/support/virtual-time.ts'
import type { ApiResult } from '../gorgias/api-result.ts'
import { createPacer } from './pacer.ts'
import type { Departure, Pacer, PacerOptions } from './pacer.ts'
import { memoryPacingStore } from './store.ts'

const MINUTE = 60_000

function open(changes: Partial<PacerOptions> = {}, time = virtualTime()) {
  const pacer = createPacer({
    account: 'acme.gorgias.com',
    store: memoryPacingStore(),
    clock: time.clock,
    random: () => 0,
    ...changes,
  })
  return { pacer, time, start: time.clock.now() }
}

/** One call that takes a tenth of a second, half of it on the way there. */
async function call(
  pacer: Pacer,
  { clock }: VirtualTime,
  bucket: ModelBucket,
  departure?: Partial<Departure>,
) {
  const admission = await pacer.admit({ until: clock.now() + 60 * MINUTE, isRetry: false, ...departure })
  if (!admission.ok) return admission
  const at = clock.now()
  await clock.sleep(50)
  const result = bucket.take(clock.now())
  await clock.sleep(50)
  await pacer.learn(admission.call, result)
  return { ...admission, at, result }
}

const limited = (retryAfterMs?: number): ApiResult<never> => ({
  ok: false,
  failure: {
    code: 'rate_limited',
    message: '',
    detail: '',
    status: 429,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  },
  callLimit: { used: 1, limit: 40 },
})
const down: ApiResult<never> = {
  ok: false,
  failure: { code: 'server_error', message: '', detail: 'acme.test answered 503', status: 503 },
}
const fine: ApiResult<string> = { ok: true, value: '', status: 201, callLimit: { used: 1, limit: 40 } }

/** Calls whose answers are given, one after the other. */
async function tell(pacer: Pacer, time: VirtualTime, answers: readonly ApiResult<unknown>[]): Promise<void> {
  for (const answer of answers) {
    const admission = await time.run(pacer.admit({ until: Infinity, isRetry: false }))
    if (!admission.ok) throw new Error(admission.failure.message)
    await pacer.learn(admission.call, answer)
  }
}

describe('a pacer', () => {
  it('lets a single call leave at once', async () => {
    const { pacer, time } = open()
    expect(await time.run(pacer.admit({ until: 0 + time.clock.now(), isRetry: false }))).toEqual({
      ok: true,
      call: 1,
      waitedMs: 0,
    })
  })

  it('spreads a backlog over the bucket, in the order of coming (REQ-096)', async () => {
    const { pacer, time, start } = open()
    const bucket = modelBucket()
    const left: number[] = []
    const work = Array.from({ length: 200 }, (_, n) =>
      call(pacer, time, bucket).then((done) => {
        left.push(n)
        return done
      }),
    )
    await time.run(Promise.all(work))
    expect(left).toEqual([...left].sort((a, b) => a - b))
    expect(bucket).toMatchObject({ accepted: 200, refused: 0 })
    expect(time.clock.now() - start).toBeLessThan(82_000)
    expect(pacer.counts).toMatchObject({ admitted: 200, refused: 0, rateLimited: 0, waiting: 0 })
  })

  it('shares one bucket with other processes through the store (REQ-094)', async () => {
    const time = virtualTime()
    const store = memoryPacingStore()
    const pacers = Array.from({ length: 3 }, () => open({ store }, time).pacer)
    const bucket = modelBucket()
    const begun = time.clock.now()
    await time.run(
      Promise.all(pacers.flatMap((pacer) => Array.from({ length: 100 }, () => call(pacer, time, bucket)))),
    )
    expect(bucket).toMatchObject({ accepted: 300, refused: 0 })
    expect(300 / (40 + (time.clock.now() - begun) / 500)).toBeGreaterThanOrEqual(0.98)
  })

  it('keeps accounts apart', async () => {
    const time = virtualTime()
    const store = memoryPacingStore()
    const [ours, theirs] = [open({ store }, time), open({ store, account: 'other.gorgias.com' }, time)]
    await tell(ours.pacer, time, [limited(MINUTE)])
    expect(await theirs.pacer.admit({ until: time.clock.now(), isRetry: false })).toMatchObject({ ok: true })
  })

  it('makes every process obey a Retry-After in full, and spreads after it', async () => {
    const time = virtualTime()
    const store = memoryPacingStore()
    const told = open({ store, random: () => 0.999 }, time)
    const other = open({ store, random: () => 0.5 }, time)
    await tell(told.pacer, time, [limited(7_000)])
    const at = (pacer: Pacer) =>
      pacer.admit({ until: Infinity, isRetry: false }).then(() => time.clock.now() - told.start)
    expect(await time.run(Promise.all([at(told.pacer), at(other.pacer)]))).toEqual([7_999, 7_500])
    expect(told.pacer.counts.rateLimited).toBe(1)
  })

  it('says at once that a Retry-After is longer than a call may wait, and lets those wait that may', async () => {
    const { pacer, time, start } = open()
    await tell(pacer, time, [limited(16 * MINUTE)])
    const patient = pacer.admit({ until: start + 17 * MINUTE, isRetry: false })
    const hasty = await pacer.admit({ until: start + 15 * MINUTE, isRetry: false })
    expect(hasty).toMatchObject({
      ok: false,
      waitedMs: 0,
      failure: { code: 'rate_limited', retryAfterMs: 16 * MINUTE },
    })
    expect(time.clock.now()).toBe(start)
    expect(await time.run(patient)).toMatchObject({ ok: true, waitedMs: 16 * MINUTE, reason: 'told' })
  })

  it('refuses those whose deadline passes in the queue, with since when and why (REQ-096)', async () => {
    const { pacer, time, start } = open()
    const bucket = modelBucket()
    const until = start + 10_000
    const done = await time.run(
      Promise.all(Array.from({ length: 100 }, () => call(pacer, time, bucket, { until }))),
    )
    const refused = done.filter((one) => !one.ok)
    expect(refused.length).toBeGreaterThan(35)
    expect(refused.length).toBeLessThan(45)
    expect(bucket.refused).toBe(0)
    expect(refused[0]).toMatchObject({
      failure: {
        code: 'rate_limited',
        detail:
          'not sent: the rate limit of the account was taken by the calls before it; ' +
          'this call waited since 2026-03-02T09:00:00Z, and its time is up',
      },
    })
    expect(time.clock.now()).toBeLessThanOrEqual(until + 500)
  })

  it('holds everybody back while Gorgias is down, and says what opened the breaker', async () => {
    const { pacer, time, start } = open()
    await tell(pacer, time, Array<ApiResult<never>>(5).fill(down))
    const patient = pacer.admit({ until: start + MINUTE, isRetry: false })
    const hasty = await pacer.admit({ until: start + 4_000, isRetry: false })
    expect(hasty).toMatchObject({ ok: false, failure: { code: 'unreachable' } })
    expect(hasty.ok || hasty.failure.message).toContain(
      'Gorgias has not answered well since 2026-03-02T09:00:00Z, 5 times in a row, ' +
        'the last time server_error (acme.test answered 503)',
    )
    expect(await time.run(patient)).toMatchObject({ ok: true, waitedMs: 5_000, reason: 'breaker' })
  })

  it('lets the queue go after the probe has come back', async () => {
    const { pacer, time } = open()
    await tell(pacer, time, Array<ApiResult<never>>(5).fill(down))
    const bucket = modelBucket()
    const done = await time.run(Promise.all(Array.from({ length: 10 }, () => call(pacer, time, bucket))))
    const times = done.map((one) => ('at' in one ? one.at : NaN))
    const [probe, ...others] = times.map((at) => at - (times[0] ?? 0))
    expect(probe).toBe(0)
    expect(others).toEqual(Array(9).fill(100))
  })

  it('lets first tries pass repetitions that wait for their quota', async () => {
    const { pacer, time } = open({ rules: { retryBurst: 0.5 } })
    await tell(pacer, time, [fine])
    const repetition = pacer.admit({ until: Infinity, isRetry: true })
    const first = await time.run(pacer.admit({ until: Infinity, isRetry: false }))
    expect(first).toMatchObject({ ok: true, waitedMs: 0 })
    void repetition
  })

  it('lets nobody wait whose caller has given up, and nobody behind them stands still', async () => {
    const { pacer, time, start } = open()
    await tell(pacer, time, [limited(5_000)])
    const stop = new AbortController()
    const first = pacer.admit({ until: Infinity, isRetry: false, signal: stop.signal })
    const second = pacer.admit({ until: Infinity, isRetry: false })
    await Promise.resolve()
    stop.abort()
    expect(await first).toMatchObject({ ok: false, failure: { code: 'closed' } })
    expect(await time.run(second)).toMatchObject({ ok: true, waitedMs: 5_000 })
    expect(time.clock.now()).toBe(start + 5_000)
    const late = await pacer.admit({ until: Infinity, isRetry: false, signal: stop.signal })
    expect(late).toMatchObject({ ok: false, failure: { code: 'closed' } })
  })

  it('leaves no timer behind when all have given up', async () => {
    const { pacer, time } = open()
    await tell(pacer, time, [limited(5_000)])
    const stop = new AbortController()
    const waiting = pacer.admit({ until: Infinity, isRetry: false, signal: stop.signal })
    const never = time.run(new Promise(() => undefined))
    stop.abort()
    await waiting
    await expect(never).rejects.toThrow('Nobody sleeps')
  })

  it('has a bounded queue (REQ-096)', async () => {
    const { pacer, time } = open({ maxWaiting: 3 })
    await tell(pacer, time, [limited(5_000)])
    const all = Array.from({ length: 4 }, () => pacer.admit({ until: Infinity, isRetry: false }))
    expect(await all[3]).toMatchObject({ ok: false, failure: { code: 'rate_limited' } })
    expect(pacer.counts.waiting).toBe(3)
  })

  it('goes on with what it knew last where the store fails', async () => {
    let broken = false
    const inner = memoryPacingStore()
    const store: typeof inner = {
      update: (account, change) =>
        broken ? Promise.reject(new Error('no database')) : inner.update(account, change),
    }
    const { pacer, time } = open({ store })
    await tell(pacer, time, [limited(5_000)])
    broken = true
    const bucket = modelBucket()
    const done = await time.run(Promise.all(Array.from({ length: 100 }, () => call(pacer, time, bucket))))
    expect(done[0]).toMatchObject({ ok: true, waitedMs: 5_000 })
    expect(bucket).toMatchObject({ accepted: 100, refused: 0 })
  })
})
