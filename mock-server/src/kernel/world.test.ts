import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collection } from './collection.ts'
import type { Host } from './host.ts'
import { World } from './world.ts'
import type { Cause, Commit, Timer } from './world.ts'

interface Note {
  readonly id: number
  readonly text: string
}

const collections = {
  notes: collection<Note>()({ byText: (note) => [[note.text]] }),
  drafts: collection<Note>()({ byText: (note) => [[note.text]] }),
}
type Notes = World<typeof collections>

const START = 1_000_000
const CAUSE: Cause = { kind: 'request', id: 1 }
const LIMITS = { capacity: 3, window: 3_000 }

const still: Host = {
  now: () => START,
  wake: () => () => undefined,
  breathe: () => Promise.resolve(),
}

function newWorld(
  more: { onTimer?: (world: Notes, timer: Timer) => void; failures?: unknown[] } = {},
): Notes {
  return new World({
    collections,
    host: still,
    randomSeed: 7,
    clock: 'virtual',
    now: START,
    onTimer: more.onTimer ?? (() => undefined),
    onTimerFailure: (error) => void more.failures?.push(error),
  })
}

/** One thing that a transaction may do. */
type Step =
  | {
      readonly do: 'put' | 'remove'
      readonly in: 'notes' | 'drafts'
      readonly id: number
      readonly text: string
    }
  | { readonly do: 'make' | 'draw' | 'timer'; readonly text: string }
  | { readonly do: 'cancel'; readonly id: number }

const text = fc.constantFrom('a', 'b', 'c')
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('put', 'remove'),
    in: fc.constantFrom('notes', 'drafts'),
    id: fc.integer({ min: 1, max: 12 }),
    text,
  }),
  fc.record({ do: fc.constantFrom('make', 'draw', 'timer'), text }),
  fc.record({ do: fc.constant('cancel' as const), id: fc.integer({ min: 1, max: 4 }) }),
)
const program = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { maxLength: 8 })

function carryOut(world: Notes, one: Step): void {
  switch (one.do) {
    case 'put':
      world.rows[one.in].put({ id: one.id, text: one.text })
      break
    case 'remove':
      world.rows[one.in].remove(one.id)
      break
    case 'make':
      world.rows.notes.put({ id: world.nextId('notes', 100, 5), text: one.text })
      break
    case 'draw':
      world.rows.drafts.put({ id: world.nextId('drafts', 100), text: world.hex(6) + world.uuid() })
      break
    case 'timer':
      world.setTimer(world.now + Math.floor(world.random() * 100), 'ring', { text: one.text })
      break
    case 'cancel':
      world.cancelTimer(one.id)
  }
}

function run(world: Notes, transactions: readonly (readonly Step[])[]): void {
  for (const steps of transactions) {
    world.transact(CAUSE, () => {
      for (const one of steps) carryOut(world, one)
    })
    world.takeFromBucket(LIMITS, 'calls')
  }
}

/** Everything about a world that anyone could notice: what it holds, and what it would draw next. */
function stateOf(world: Notes) {
  const twin = world.fork()
  const next = twin.transact(CAUSE, () => ({
    ids: [twin.nextId('notes', 100, 5), twin.nextId('drafts', 100)],
    timer: twin.setTimer(twin.now, 'next', {}).id,
    random: [twin.random(), twin.hex(8), twin.uuid()],
  }))
  return {
    now: world.now,
    bucket: world.bucketEmptyAt('calls'),
    notes: [...world.rows.notes.walk('byText')],
    notesById: [...world.rows.notes.values()],
    drafts: [...world.rows.drafts.walk('byText')],
    draftsById: [...world.rows.drafts.values()],
    timers: [...world.pendingTimers()],
    next,
  }
}

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
