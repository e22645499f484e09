import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collection } from './collection.ts'
import type { Host } from './host.ts'
import { World } from './world.ts'
import { TimerLoop } from './clock.ts'
import type { ClockMode } from './clock.ts'
import type { Cause, Timer } from './world.ts'

const START = 5_000_000
const CAUSE: Cause = { kind: 'control', id: 'test' }
const collections = { none: collection<{ id: number }>()({}) }
type Empty = World<typeof collections>

/** A machine whose time is moved by hand. */
function machine() {
  let now = START
  let asked = 0
  let due: { at: number; wake: () => void } | undefined
  const host: Host = {
    now: () => now,
    wake: (milliseconds, wake) => {
      const mine = { at: now + milliseconds * 1000, wake }
      due = mine
      asked++
      return () => {
        if (due === mine) due = undefined
      }
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  }
  return {
    host,
    wakesAt: () => due?.at,
    /** How often it was asked to wake somebody. */
    asked: () => asked,
    /** Lets time pass, and wakes who asked for it. */
    pass: (duration: number, { early = false } = {}) => {
      now += duration
      if (due === undefined || (due.at > now && !early)) return
      const { wake } = due
      due = undefined
      wake()
    },
  }
}

function newWorld(host: Host, clock: ClockMode, onTimer: (world: Empty, timer: Timer) => void): Empty {
  return new World({
    collections,
    host,
    randomSeed: 1,
    clock,
    now: START,
    onTimer,
    onTimerFailure: (error) => {
      throw error
    },
  })
}

function setTimers(world: Empty, delays: readonly number[]): void {
  world.transact(CAUSE, () => {
    for (const delay of delays) world.setTimer(world.now + delay, 'ring', { again: delay % 3 })
  })
}

/** A world whose timers note when they came up, and may set another one. */
function ringing() {
  const rung: [id: number, at: number][] = []
  const world = newWorld(machine().host, 'virtual', (where, timer) => {
    rung.push([timer.id, where.now])
    const again = Number(timer.payload.again)
    if (again > 0) where.setTimer(where.now + again * 7, 'ring', { again: again - 1 })
  })
  return { world, rung }
}

describe('a virtual clock', () => {
  it('gives the same timers in the same order at the same times, in one step or in many', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat({ max: 60 }), { maxLength: 12 }),
        fc.array(fc.nat({ max: 25 }), { minLength: 1, maxLength: 8 }),
        async (delays, parts) => {
          const [whole, split] = [ringing(), ringing()]
          setTimers(whole.world, delays)
          setTimers(split.world, delays)
          const total = parts.reduce((a, b) => a + b, 0)
          const { timers } = await whole.world.clock.advance(total)
          let count = 0
          for (const part of parts) count += (await split.world.clock.advance(part)).timers
          expect(split.rung).toEqual(whole.rung)
          expect(count).toBe(timers)
          expect(split.world.now).toBe(whole.world.now)
          expect(whole.world.now).toBe(START + total)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('runs all that is due on the way and nothing else, by due time, then in the order it was set', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.nat({ max: 40 }).map((n) => n * 3),
          { maxLength: 15 },
        ),
        fc.nat({ max: 150 }),
        async (delays, total) => {
          const { world, rung } = ringing()
          setTimers(world, delays)
          await world.clock.advance(total)
          const expected = delays
            .map((delay, i): [number, number] => [i + 1, START + delay])
            .filter(([, due]) => due <= START + total)
            .sort(([a, due], [b, other]) => due - other || a - b)
          expect(rung).toEqual(expected)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('stands still until it is moved, whatever the machine does', () => {
    const { host, pass, wakesAt } = machine()
    const world = newWorld(host, 'virtual', () => undefined)
    setTimers(world, [10])
    pass(60_000_000)
    expect(world.now).toBe(START)
    expect(wakesAt()).toBeUndefined()
    expect(world.clock.nextDue()).toBe(START + 10)
  })

  it('wakes sleepers and timers in the order of their time', async () => {
    const log: string[] = []
    const world = newWorld(
      machine().host,
      'virtual',
      (_, timer) => void log.push(`timer ${timer.due - START}`),
    )
    setTimers(world, [20, 40])
    const sleepers = [30, 10].map((delay) =>
      world.clock.sleep(delay).then(() => log.push(`sleeper ${world.now - START}`)),
    )
    await world.clock.advance(100)
    await Promise.all(sleepers)
    expect(log).toEqual(['sleeper 10', 'timer 20', 'sleeper 30', 'timer 40'])
  })

  it('stops for a sleeper that goes to sleep again while it moves', async () => {
    const world = newWorld(machine().host, 'virtual', () => undefined)
    const times: number[] = []
    const loop = (async () => {
      for (let i = 0; i < 3; i++) {
        await world.clock.sleep(10)
        times.push(world.now - START)
      }
    })()
    await world.clock.advance(100)
    await loop
    expect(times).toEqual([10, 20, 30])
  })

  it('does not move on while something outside is under way', async () => {
    const world = newWorld(machine().host, 'virtual', () => undefined)
    let seen = 0
    const outside = Promise.withResolvers<undefined>()
    setTimers(world, [3])
    world.clock.waitFor(outside.promise.then(() => (seen = world.now)))
    const advanced = world.clock.advance(1_000)
    await new Promise((resolve) => setImmediate(resolve))
    expect(world.now).toBe(START)
    outside.resolve(undefined)
    await advanced
    expect(seen).toBe(START)
    expect(world.now).toBe(START + 1_000)
  })

  it('runs what has become due when it is set to a later time', () => {
    const { world, rung } = ringing()
    setTimers(world, [3])
    world.clock.set('virtual', START + 50)
    expect(world.clock.runDue()).toBe(1)
    expect(rung).toEqual([[1, START + 50]])
  })

  it('ends an advance during which something outside sets off timers for ever at one moment', async () => {
    const world = newWorld(machine().host, 'virtual', () => undefined)
    let ended = false
    const round = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve))
      setTimers(world, new Array<number>(30_000).fill(0))
      world.clock.runDue()
      if (!ended) world.clock.waitFor(round())
    }
    world.clock.waitFor(round())
    const advanced = world.clock.advance(1_000).finally(() => (ended = true))
    await expect(advanced).rejects.toThrow('at one moment')
  })

  it('names a loop of timers instead of moving on for ever', async () => {
    const world = newWorld(machine().host, 'virtual', (where) => void where.setTimer(where.now, 'ring', {}))
    setTimers(world, [5])
    const advanced = world.clock.advance(10)
    await expect(advanced).rejects.toThrow(TimerLoop)
    await expect(advanced).rejects.toThrow('timers at one moment, and no end of them: 100000 of ring.')
    expect(world.now).toBe(START + 5)
  })

  it('leaves the rest of a loop to later, so that whoever asks what is due gets an answer', () => {
    const world = newWorld(machine().host, 'virtual', (where) => void where.setTimer(where.now, 'ring', {}))
    setTimers(world, [0])
    expect(world.clock.runDue()).toBe(100_000)
    expect(world.clock.nextDue()).toBe(START)
  })
})

describe('a real clock', () => {
  it('follows the machine and is woken for what is due first', () => {
    const rung: number[] = []
    const { host, pass, wakesAt } = machine()
    const world = newWorld(host, 'real', (where) => void rung.push(where.now))
    setTimers(world, [9_000, 2_000])
    expect(wakesAt()).toBe(START + 2_000)
    pass(3_000)
    expect(rung).toHaveLength(1)
    expect(world.now).toBe(START + 3_000)
    pass(7_000)
    expect(rung).toHaveLength(2)
    expect(wakesAt()).toBeUndefined()
  })

  it('waits on where the machine wakes it too early', () => {
    const rung: number[] = []
    const { host, pass, wakesAt } = machine()
    setTimers(
      newWorld(host, 'real', (where) => void rung.push(where.now)),
      [9_000],
    )
    pass(8_000, { early: true })
    expect(rung).toEqual([])
    expect(wakesAt()).toBeGreaterThan(START + 8_000)
    pass(2_000)
    expect(rung).toHaveLength(1)
  })

  it('keeps the wake that it asked for while timers come and go behind it', () => {
    const { host, wakesAt, asked, pass } = machine()
    const rung: number[] = []
    const world = newWorld(host, 'real', (_, timer) => rung.push(timer.id))
    setTimers(world, [3_000])
    setTimers(world, [5_000])
    world.transact(CAUSE, () => world.cancelTimer(1))
    expect(asked()).toBe(1)
    pass(3_000)
    expect(rung).toEqual([])
    pass(3_000)
    expect(rung).toEqual([2])
    expect(wakesAt()).toBeUndefined()
  })

  it('asks for another wake where its time is set', () => {
    const { host, wakesAt } = machine()
    const world = newWorld(host, 'real', () => undefined)
    setTimers(world, [60_000_000])
    const now = world.now + 50_000_000
    world.clock.set('real', now)
    expect(wakesAt()).toBeLessThanOrEqual(host.now() + 10_001_000)
  })

  it('cannot be advanced', async () => {
    const world = newWorld(machine().host, 'real', () => undefined)
    await expect(world.clock.advance(1)).rejects.toThrow(RangeError)
  })

  it('becomes virtual at the present, and real again at the present', async () => {
    const { host, pass } = machine()
    const world = newWorld(host, 'real', () => undefined)
    pass(500)
    world.clock.set('virtual')
    expect(world.now).toBe(START + 500)
    await world.clock.advance(9_000_000)
    expect(world.now).toBe(START + 9_000_500)
    world.clock.set('real')
    expect(world.now).toBe(START + 500)
  })

  it('asks the machine for nothing once it is closed', () => {
    const { host, pass, wakesAt } = machine()
    let rung = 0
    const world = newWorld(host, 'real', () => {
      rung++
    })
    setTimers(world, [2_000])
    world.close()
    pass(60_000)
    expect(wakesAt()).toBeUndefined()
    expect(world.clock.runDue()).toBe(0)
    expect(rung).toBe(0)
  })

  it('wakes a sleeper, too', async () => {
    const { host, pass } = machine()
    const world = newWorld(host, 'real', () => undefined)
    const sleep = world.clock.sleep(2_000)
    pass(2_000)
    await sleep
    expect(world.clock.nextDue()).toBeUndefined()
  })
})

describe('a sleep', () => {
  it('that is aborted is rejected with the reason, and forgotten', async () => {
    const world = newWorld(machine().host, 'virtual', () => undefined)
    const controller = new AbortController()
    const sleep = world.clock.sleep(10, controller.signal)
    controller.abort(new Error('enough'))
    await expect(sleep).rejects.toThrow('enough')
    expect(world.clock.nextDue()).toBeUndefined()
  })

  it('does not begin under a signal that was aborted before', async () => {
    const world = newWorld(machine().host, 'virtual', () => undefined)
    await expect(world.clock.sleep(10, AbortSignal.abort(new Error('late')))).rejects.toThrow('late')
    expect(world.clock.nextDue()).toBeUndefined()
  })
})

describe('the number of timers that may come up', () => {
  it('holds within one moment, and the rest of it is due still', async () => {
    const { world, rung } = ringing()
    setTimers(world, [0, 0, 0, 0, 0])
    expect(await world.clock.advanceUntilIdle(1_000, 3)).toMatchObject({ timers: 3, stopped: 'timers' })
    expect(rung).toHaveLength(3)
    expect(await world.clock.advanceUntilIdle(1_000, 9)).toMatchObject({ timers: 2, stopped: null })
  })

  it('counts what others let come up while the clock waits for them', async () => {
    const { host } = machine()
    // As an integration that calls the simulator, which is a reason for its next call.
    const callBack = (world: Empty) =>
      world.clock.waitFor(
        host.breathe().then(() => {
          world.transact(CAUSE, () => world.setTimer(world.now, 'ring', {}))
          world.clock.runDue()
        }),
      )
    const world = newWorld(host, 'virtual', callBack)
    setTimers(world, [0])
    const { timers, stopped } = await world.clock.advanceUntilIdle(1_000, 50)
    expect(stopped).toBe('timers')
    expect(Math.abs(timers - 50)).toBeLessThan(5)
    world.close()
  })

  it('ends it also while one call outside is the reason for the next', async () => {
    const { host } = machine()
    const world = newWorld(host, 'virtual', () => undefined)
    let isOver = false
    const chain = async () => {
      while (!isOver) {
        await host.breathe()
        world.transact(CAUSE, () => world.setTimer(world.now, 'ring', {}))
        world.clock.runDue()
      }
    }
    world.clock.waitFor(chain())
    const { timers, stopped } = await world.clock.advanceUntilIdle(1_000, 50)
    isOver = true
    expect(stopped).toBe('timers')
    expect(Math.abs(timers - 50)).toBeLessThan(5)
  })
})
