import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  carryOut,
  CAUSE,
  collections,
  LIMITS,
  newWorld,
  program,
  run,
  START,
  stateOf,
  step,
  still,
} from '../../test/support/notes.ts'
import { World } from './world.ts'
import type { Cause, Commit } from './world.ts'

describe('a transaction', () => {
  it('that fails leaves no trace: no row, no timer, no used-up id, no randomness', () => {
    fc.assert(
      fc.property(program, fc.array(step, { maxLength: 12 }), (before, failing) => {
        const world = newWorld()
        run(world, before)
        const state = stateOf(world)
        const commits: Commit[] = []
        world.onCommit((commit) => commits.push(commit))
        const fail = () =>
          world.transact(CAUSE, () => {
            for (const one of failing) carryOut(world, one)
            throw new Error('undone')
          })
        expect(fail).toThrow('undone')
        expect(stateOf(world)).toEqual(state)
        expect(commits).toEqual([])
      }),
    )
  })

  it('draws the same from the same seed', () => {
    fc.assert(
      fc.property(program, (transactions) => {
        const [one, other] = [newWorld(), newWorld()]
        run(one, transactions)
        run(other, transactions)
        expect(stateOf(one)).toEqual(stateOf(other))
      }),
    )
  })

  it('tells its listeners of the rows it changed, once, and why', () => {
    const world = newWorld()
    const commits: Commit[] = []
    const stop = world.onCommit((commit) => commits.push(commit))
    const cause: Cause = { kind: 'rule', id: 4, parent: CAUSE }
    const note = world.transact(cause, () => world.rows.notes.put({ id: 1, text: 'a' }))
    world.transact(CAUSE, () => world.rows.notes.get(1))
    expect(commits).toEqual([
      { cause, at: START, changes: [{ collection: 'notes', before: undefined, after: note, cause }] },
    ])
    stop()
    world.transact(CAUSE, () => world.rows.notes.remove(1))
    expect(commits).toHaveLength(1)
  })

  it('stands, even if a listener fails that is told of it', () => {
    const world = newWorld()
    const stop = world.onCommit(() => {
      throw new Error('a listener that fails')
    })
    expect(() => world.transact(CAUSE, () => world.rows.notes.put({ id: 1, text: 'a' }))).toThrow(
      'a listener',
    )
    expect(world.rows.notes.get(1)).toEqual({ id: 1, text: 'a' })
    // The world is not stuck in that transaction.
    stop()
    world.transact(CAUSE, () => world.rows.drafts.put({ id: 1, text: 'b' }))
    expect(world.rows.drafts.size).toBe(1)
  })

  it('is the only place where a world changes', () => {
    const world = newWorld()
    const outside = 'only inside a transaction'
    expect(() => world.rows.notes.put({ id: 1, text: 'a' })).toThrow(outside)
    expect(() => world.nextId('notes', 0)).toThrow(outside)
    expect(() => world.random()).toThrow(outside)
    expect(() => world.setTimer(START, 'ring', {})).toThrow(outside)
    expect(() => world.cause).toThrow(outside)
  })

  it('is alone: neither another one nor a fork fits into it', () => {
    const world = newWorld()
    expect(() => world.transact(CAUSE, () => world.transact(CAUSE, () => 1))).toThrow('open already')
    expect(() => world.transact(CAUSE, () => world.fork())).toThrow('inside a transaction')
    expect(world.transact(CAUSE, () => world.cause)).toBe(CAUSE)
  })

  it('gives no two commits the same instant while the clock is real', () => {
    const world = new World({
      collections,
      host: still,
      randomSeed: 1,
      onTimer: () => undefined,
      onTimerFailure: () => undefined,
    })
    const instants = [1, 2, 3].map((id) =>
      world.transact(CAUSE, () => {
        world.rows.notes.put({ id, text: 'a' })
        return world.now
      }),
    )
    expect(new Set(instants).size).toBe(3)
    expect([...instants].sort((a, b) => a - b)).toEqual(instants)
  })
})

describe('a part of a transaction', () => {
  const steps = fc.array(step, { maxLength: 8 })

  it('that fails leaves no trace, and what stands around it is as it would be without it', () => {
    fc.assert(
      fc.property(program, steps, steps, steps, (earlier, before, failing, after) => {
        const [world, without] = [newWorld(), newWorld()]
        run(world, earlier)
        run(without, earlier)
        const commits: Commit[] = []
        const expected: Commit[] = []
        world.onCommit((commit) => commits.push(commit))
        without.onCommit((commit) => expected.push(commit))
        world.transact(CAUSE, () => {
          for (const one of before) carryOut(world, one)
          const attempt = () =>
            world.attempt(() => {
              for (const one of failing) carryOut(world, one)
              throw new Error('not this')
            })
          expect(attempt).toThrow('not this')
          for (const one of after) carryOut(world, one)
        })
        without.transact(CAUSE, () => {
          for (const one of [...before, ...after]) carryOut(without, one)
        })
        expect(stateOf(world)).toEqual(stateOf(without))
        expect(commits).toEqual(expected)
      }),
    )
  })

  it('that succeeds stands, unless the transaction or the part around it fails', () => {
    const world = newWorld()
    const put = (id: number) => world.attempt(() => world.rows.notes.put({ id, text: 'a' }))
    const fail = (): never => {
      throw new Error('undone')
    }
    world.transact(CAUSE, () => {
      expect(put(1)).toEqual({ id: 1, text: 'a' })
      expect(() => world.attempt(() => [put(2), fail()])).toThrow('undone')
    })
    expect(() => world.transact(CAUSE, () => [put(3), fail()])).toThrow('undone')
    expect([...world.rows.notes.values()].map(({ id }) => id)).toEqual([1])
    expect(() => put(4)).toThrow('only inside a transaction')
  })
})

describe('ids', () => {
  it('of a sequence only grow, by at most the gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 }), (gap, count) => {
        const world = newWorld()
        let last = 500
        for (let i = 0; i < count; i++) {
          const id = world.transact(CAUSE, () => world.nextId('things', 500, gap))
          expect(id).toBeGreaterThan(last)
          expect(id).toBeLessThanOrEqual(last + gap)
          last = id
        }
      }),
    )
  })
})

describe('a timer', () => {
  it('comes up once, in a transaction whose cause leads back to what set it', async () => {
    const causes: Cause[] = []
    const world = newWorld({ onTimer: (where) => void causes.push(where.cause) })
    const timer = world.transact(CAUSE, () => world.setTimer(START + 10, 'ring', { n: 1 }))
    await world.clock.advance(9)
    expect(causes).toEqual([])
    await world.clock.advance(1)
    await world.clock.advance(1_000)
    expect(causes).toEqual([{ kind: 'timer', id: timer.id, name: 'ring', parent: CAUSE }])
    expect([...world.pendingTimers()]).toEqual([])
  })

  it('that was cancelled never comes up', async () => {
    let rung = 0
    const world = newWorld({
      onTimer: () => {
        rung++
      },
    })
    const timer = world.transact(CAUSE, () => world.setTimer(START + 10, 'ring', {}))
    world.transact(CAUSE, () => world.cancelTimer(timer.id))
    await world.clock.advance(1_000)
    expect(rung).toBe(0)
  })

  it('that fails is dropped and told; it leaves no other trace and does not hold up the next', async () => {
    const failures: unknown[] = []
    const world = newWorld({
      failures,
      onTimer: (where, timer) => {
        where.rows.notes.put({ id: where.nextId('notes', 0), text: timer.kind })
        if (timer.kind === 'bad') throw new Error('no use')
      },
    })
    world.transact(CAUSE, () => {
      world.setTimer(START + 1, 'bad', {})
      world.setTimer(START + 2, 'good', {})
    })
    await world.clock.advance(10)
    expect(failures).toEqual([new Error('no use')])
    expect([...world.rows.notes.values()]).toEqual([{ id: 1, text: 'good' }])
    expect([...world.pendingTimers()]).toEqual([])
  })
})

it('the rate bucket is apart from transactions: a request that fails still counts', () => {
  const world = newWorld()
  world.takeFromBucket(LIMITS, 'calls')
  const state = world.bucketEmptyAt('calls')
  expect(() =>
    world.transact(CAUSE, () => {
      throw new Error('refused')
    }),
  ).toThrow('refused')
  expect(world.bucketEmptyAt('calls')).toBe(state)
})
