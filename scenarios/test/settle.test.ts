import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { settle, StuckError, watchTraffic } from '../src/index.ts'
import { createFakeClock } from './fake-simulator.ts'

const noFetch = () => Promise.reject(new Error('no network here'))

describe('waiting for work that sleeps on a virtual clock', () => {
  it('wakes the sleepers in the order of their times', async () => {
    const clock = createFakeClock()
    const traffic = watchTraffic(clock, noFetch)
    const woken: string[] = []
    const nap = async (name: string, milliseconds: number) => {
      await traffic.clock.sleep(milliseconds)
      woken.push(`${name} at ${clock.now()}`)
    }
    await settle(
      Promise.all([nap('late', 900_000), nap('early', 5_000), nap('middle', 60_000)]),
      traffic,
      clock,
    )
    expect(woken).toEqual(['early at 5000', 'middle at 60000', 'late at 900000'])
  })

  it('does not move time while a request is under way', async () => {
    const clock = createFakeClock()
    const answer = Promise.withResolvers<Response>()
    let later = Promise.resolve()
    const traffic = watchTraffic(clock, () => answer.promise)
    const limit = new AbortController()
    const work = (async () => {
      void traffic.clock.sleep(30_000, limit.signal).catch(() => undefined)
      const response = await traffic.fetch('http://x.test', {})
      limit.abort()
      return response.text()
    })()
    // Far more turns than a pause of the program takes.
    for (let turn = 0; turn < 50; turn++) later = later.then(() => nextTurn())
    void later.then(() => answer.resolve(new Response('late')))
    expect(await settle(work, traffic, clock)).toBe('late')
    expect(clock.now()).toBe(0)
  })

  it('breaks a body that broke off when it is read, not before', async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error('cut')) })
    const traffic = watchTraffic(createFakeClock(), () =>
      Promise.resolve(new Response(broken, { status: 201 })),
    )
    const response = await traffic.fetch('http://x.test', {})
    expect(response.status).toBe(201)
    await expect(response.text()).rejects.toThrow('cut')
    expect(traffic.inFlight()).toBe(0)
  })

  it('gives up on work that can never end', async () => {
    const clock = createFakeClock()
    const never = new Promise(() => undefined)
    await expect(settle(never, watchTraffic(clock, noFetch), clock)).rejects.toThrow(StuckError)
  })

  it('gives up on work that waits for more than a week', async () => {
    const clock = createFakeClock()
    const traffic = watchTraffic(clock, noFetch)
    const work = traffic.clock.sleep(8 * 24 * 3_600_000)
    await expect(settle(work, traffic, clock)).rejects.toThrow('seven days')
  })

  it('passes on the rejection of the work', async () => {
    const clock = createFakeClock()
    await expect(
      settle(Promise.reject(new Error('mine')), watchTraffic(clock, noFetch), clock),
    ).rejects.toThrow('mine')
  })
})
