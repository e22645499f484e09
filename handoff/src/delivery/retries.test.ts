import { describe, expect, it } from 'vitest'
import { fakeClock } from '../../test/support/fake-clock.ts'
import type { ApiFailure } from '../gorgias/api-result.ts'
import { defaultRetryPolicy, startRetries } from './retries.ts'

const limited = (retryAfterMs?: number): ApiFailure => ({
  code: 'rate_limited',
  message: '',
  detail: '',
  ...(retryAfterMs !== undefined && { retryAfterMs }),
})
const trouble: ApiFailure = { code: 'server_error', message: '', detail: '' }

function setUp(random: () => number = () => 0) {
  const clock = fakeClock()
  const retries = startRetries(defaultRetryPolicy, { clock, random })
  return { clock, retries, series: retries.series() }
}

describe('retries', () => {
  it('keeps the wait that Gorgias names in full, to the millisecond', async () => {
    const { clock, series } = setUp()
    expect(await series.pause(limited(5000))).toBe(true)
    expect(clock.waits).toEqual([5000])
  })

  it('spreads after that wait, never before its end', async () => {
    const { clock, series } = setUp(() => 0.999)
    await series.pause(limited(5000))
    expect(clock.waits).toEqual([5999])
  })

  it('doubles from one second where Gorgias names no wait', async () => {
    const { clock, series } = setUp()
    for (let n = 0; n < 4; n += 1) await series.pause(limited())
    expect(clock.waits).toEqual([1000, 2000, 4000, 8000])
  })

  it('obeys the rate limit as often as it takes, up to the deadline and not past it', async () => {
    const { clock, series } = setUp()
    const start = clock.now()
    let pauses = 0
    while (await series.pause(limited(60_000))) pauses += 1
    expect(pauses).toBe(15)
    expect(clock.now() - start).toBe(15 * 60_000)
  })

  it('does not shorten a wait that is longer than the deadline: it gives up at once', async () => {
    const { clock, series } = setUp()
    expect(await series.pause(limited(16 * 60_000))).toBe(false)
    expect(clock.waits).toEqual([])
  })

  it('tries five times against trouble, with growing waits', async () => {
    const { clock, series } = setUp()
    let tries = 1
    while (await series.pause(trouble)) tries += 1
    expect(tries).toBe(5)
    expect(clock.waits).toEqual([1000, 2000, 4000, 8000])
  })

  it('gives a request that was too slow the same time again', async () => {
    const { clock, series } = setUp()
    await series.pause({ code: 'unknown_outcome', message: '', detail: '', timedOut: true })
    expect(clock.waits).toEqual([30_000])
  })

  it('obeys a wait that comes with trouble, too', async () => {
    const { clock, series } = setUp()
    await series.pause({ ...trouble, retryAfterMs: 90_000 })
    await series.pause({ ...trouble, retryAfterMs: 10 })
    expect(clock.waits).toEqual([90_000, 2_000])
  })

  it('leaves to a pacer what Gorgias names, and holds it against the deadline', async () => {
    const clock = fakeClock()
    const retries = startRetries(defaultRetryPolicy, { clock, random: () => 0 }, undefined, { paced: true })
    const series = retries.series()
    expect(await series.pause(limited(5000))).toBe(true)
    expect(await series.pause(limited(16 * 60_000))).toBe(false)
    expect(clock.waits).toEqual([])
    await series.pause(limited())
    await series.pause(trouble)
    expect(clock.waits).toEqual([1000, 1000])
  })

  it('counts what the pacer waited, and tells it the deadline', () => {
    const { clock, retries } = setUp()
    retries.addWait(7000)
    expect(retries.waitedMs).toBe(7000)
    expect(retries.until).toBe(clock.now() + 15 * 60_000)
  })

  it('never repeats what would fail again', async () => {
    const { series } = setUp()
    expect(await series.pause({ code: 'unauthorized', message: '', detail: '' })).toBe(false)
  })

  it('counts each series for itself and the waiting for all', async () => {
    const { retries, series } = setUp()
    await series.pause(trouble)
    await retries.series().pause(trouble)
    expect(retries.waitedMs).toBe(2000)
  })
})
