import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  CAUSE,
  collections,
  LIMITS,
  newWorld,
  program,
  run,
  START,
  stateOf,
  still,
} from '../../test/support/notes.ts'
import { World } from './world.ts'
import type { Commit } from './world.ts'

describe('a snapshot', () => {
  it('stays what it was, whatever becomes of the world and of those that are begun from it', () => {
    fc.assert(
      fc.property(program, program, program, program, (before, later, here, there) => {
        const [world, alone] = [newWorld(), newWorld()]
        run(world, before)
        run(alone, before)
        const snapshot = world.snapshot()
        const [first, second] = [world.fork(snapshot), world.fork(snapshot)]
        // By turns: each writes on what the others hold as well.
        for (let i = 0; i < Math.max(later.length, here.length, there.length); i++) {
          run(world, later.slice(i, i + 1))
          run(first, here.slice(i, i + 1))
          run(second, there.slice(i, i + 1))
        }
        alone.emptyBuckets()
        expect(stateOf(world.fork(snapshot))).toEqual(stateOf(alone))
        const aloneHere = newWorld()
        run(aloneHere, before)
        aloneHere.emptyBuckets()
        run(aloneHere, here)
        expect(stateOf(first)).toEqual(stateOf(aloneHere))
      }),
    )
  })

  it('of each commit leads back to the state after that commit, and to its past', () => {
    fc.assert(
      fc.property(program, (transactions) => {
        const world = newWorld()
        const seen = transactions.map((steps) => {
          run(world, [steps])
          world.emptyBuckets()
          return { snapshot: world.snapshot(), state: stateOf(world), past: world.commits() }
        })
        for (const { snapshot, state, past } of seen.reverse()) {
          const back = world.fork(snapshot)
          expect(stateOf(back)).toEqual(state)
          expect(back.commits()).toEqual(past)
        }
      }),
    )
  })

  it('knows nothing of what happened later, though it shares the past', () => {
    const world = newWorld()
    const put = (id: number) => world.transact(CAUSE, () => world.rows.notes.put({ id, text: 'a' }))
    put(1)
    const snapshot = world.snapshot()
    put(2)
    expect(world.commits()).toHaveLength(2)
    expect(world.fork(snapshot).commits()).toEqual(world.commits().slice(0, 1))
  })

  it('brings back the time and the mode of the clock', async () => {
    const world = newWorld()
    const snapshot = world.snapshot()
    await world.clock.advance(5_000)
    world.clock.set('real')
    const back = world.fork(snapshot)
    expect([back.now, back.clock.mode]).toEqual([START, 'virtual'])
  })

  it('cannot be taken inside a transaction, which may yet fail', () => {
    const world = newWorld()
    expect(() => world.transact(CAUSE, () => world.snapshot())).toThrow('no state to come back to')
  })
})

describe('a dump', () => {
  it('stands for a world that becomes what the other would have become', () => {
    fc.assert(
      fc.property(program, program, (before, after) => {
        const world = newWorld()
        run(world, before)
        const dump = structuredClone(world.dump())
        const options = {
          collections,
          host: still,
          onTimer: () => undefined,
          onTimerFailure: () => undefined,
        }
        const loaded = World.load({ ...options, randomSeed: 99 }, dump)
        expect(loaded.dump()).toEqual(dump)
        run(world, after)
        run(loaded, after)
        expect(stateOf(loaded)).toEqual(stateOf(world))
        expect(loaded.dump()).toEqual(world.dump())
      }),
    )
  })

  it('carries the bytes of files', () => {
    const world = newWorld()
    const bytes = new Uint8Array([1, 2, 3])
    const hash = world.transact(CAUSE, () => world.putBytes(bytes))
    const options = { collections, host: still, onTimer: () => undefined, onTimerFailure: () => undefined }
    const loaded = World.load({ ...options, randomSeed: 1 }, world.dump())
    expect(loaded.getBytes(hash)).toEqual(bytes)
  })
})

describe('a fork', () => {
  it('shares nothing: each side becomes what it would have become alone', () => {
    fc.assert(
      fc.property(program, program, program, (common, here, there) => {
        const [world, aloneHere, aloneThere] = [newWorld(), newWorld(), newWorld()]
        run(world, common)
        const fork = world.fork()
        // By turns, so that either side writes on what the other has just cloned.
        for (let i = 0; i < Math.max(here.length, there.length); i++) {
          run(world, here.slice(i, i + 1))
          run(fork, there.slice(i, i + 1))
        }
        run(aloneHere, [...common, ...here])
        run(aloneThere, common)
        aloneThere.emptyBuckets()
        run(aloneThere, there)
        expect(stateOf(world)).toEqual(stateOf(aloneHere))
        expect(stateOf(fork)).toEqual(stateOf(aloneThere))
      }),
    )
  })

  it('has an empty bucket, listeners of its own and a clock of its own', async () => {
    const world = newWorld()
    const commits: Commit[] = []
    world.onCommit((commit) => commits.push(commit))
    world.takeFromBucket(LIMITS, 'calls')
    const fork = world.fork()
    fork.transact(CAUSE, () => fork.rows.notes.put({ id: 1, text: 'a' }))
    await fork.clock.advance(5_000)
    expect(commits).toEqual([])
    expect(world.now).toBe(START)
    expect(fork.now).toBe(START + 5_000)
    expect(world.bucketEmptyAt('calls')).toBe(START + 1_000)
    expect(fork.bucketEmptyAt('calls')).toBe(0)
  })

  it('carries the pending timers, and runs them for itself', async () => {
    const rung: string[] = []
    const world = newWorld({
      onTimer: (where, timer) => {
        where.rows.notes.put({ id: timer.id, text: 'rung' })
        rung.push(where === world ? 'world' : 'fork')
      },
    })
    world.transact(CAUSE, () => world.setTimer(START + 10, 'ring', {}))
    const fork = world.fork()
    await fork.clock.advance(10)
    expect(rung).toEqual(['fork'])
    expect([...world.pendingTimers()]).toHaveLength(1)
    expect(world.rows.notes.size).toBe(0)
    expect(fork.rows.notes.size).toBe(1)
  })
})
