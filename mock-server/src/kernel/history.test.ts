import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collection } from './collection.ts'
import { History } from './history.ts'
import type { Cause, Commit, HistoryLimits } from './history.ts'
import { World } from './world.ts'

interface Note {
  readonly id: number
  readonly text: string
}

const START = 1_000_000
const CAUSE: Cause = { kind: 'request', id: 1 }

/** A world of notes on a still clock. A timer in it writes a note. */
const newWorld = (history: Partial<HistoryLimits> = {}) =>
  new World({
    collections: { notes: collection<Note>()({}), drafts: collection<Note>()({}) },
    host: { now: () => START, wake: () => () => undefined, breathe: () => Promise.resolve() },
    randomSeed: 7,
    clock: 'virtual',
    now: START,
    history,
    onTimer: (world, timer) => {
      world.rows.notes.put({ id: 99, text: timer.kind })
    },
    onTimerFailure: (error) => {
      throw error
    },
  })
type Notes = ReturnType<typeof newWorld>

const write = (world: Notes, id: number, text = 'a') =>
  world.transact({ kind: 'request', id }, () => world.rows.notes.put({ id, text }))
const ids = (world: Notes) => world.commits().map(({ cause }) => cause.id)

describe('what a world remembers', () => {
  it('is each commit that changed something, with the rows as they were before and after', () => {
    const world = newWorld()
    const one = write(world, 1)
    const other = write(world, 1, 'b')
    world.transact(CAUSE, () => world.rows.notes.get(1))
    expect(() =>
      world.transact(CAUSE, () => {
        world.rows.notes.remove(1)
        throw new Error('refused')
      }),
    ).toThrow('refused')
    expect(world.commits()).toMatchObject([
      { at: START, cause: CAUSE, changes: [{ collection: 'notes', before: undefined, after: one }] },
      { at: START, cause: CAUSE, changes: [{ before: one, after: other }] },
    ])
  })

  it('is no more than its limit of commits and of changes, the newest of them', () => {
    const few = newWorld({ commits: 3 })
    const small = newWorld({ changes: 3 })
    for (let id = 1; id <= 20; id++) for (const world of [few, small]) write(world, id)
    expect(ids(few)).toEqual([18, 19, 20])
    expect(ids(small)).toEqual([18, 19, 20])
  })

  it('is the newest commit even where that alone is more than the limit', () => {
    const world = newWorld({ changes: 2 })
    const putMany = () => [1, 2, 3, 4, 5].forEach((id) => void world.rows.notes.put({ id, text: 'many' }))
    world.transact(CAUSE, putMany)
    expect(ids(world)).toEqual([1])
    write(world, 6)
    expect(ids(world)).toEqual([6])
  })

  it('may be the changes of some collections only', () => {
    const world = newWorld({ only: ['notes'], commits: 2 })
    const told: Commit[] = []
    world.onCommit((commit) => told.push(commit))
    world.transact(CAUSE, () => {
      world.rows.drafts.put({ id: 1, text: 'a' })
      world.rows.notes.put({ id: 2, text: 'b' })
    })
    for (const text of ['b', 'c', 'd', 'e', 'f'])
      world.transact(CAUSE, () => world.rows.drafts.put({ id: 1, text }))
    const collectionsOf = (commits: readonly Commit[]) =>
      commits.flatMap(({ changes }) => changes.map(({ collection: name }) => name))
    expect(collectionsOf(world.commits())).toEqual(['notes'])
    expect(collectionsOf(told).slice(0, 3)).toEqual(['drafts', 'notes', 'drafts'])
    expect(world.commits()).toHaveLength(1)
  })

  it('is the past of a fork, too; each goes its own way from there', () => {
    const world = newWorld()
    write(world, 1)
    const fork = world.fork()
    write(world, 2)
    write(fork, 3)
    expect(ids(world)).toEqual([1, 2])
    expect(ids(fork)).toEqual([1, 3])
    expect(ids(fork.fork())).toEqual([1, 3])
  })

  it('never holds more than a stride beyond the limits, in whatever order commits come', () => {
    const limits = { commits: 8, changes: 20 }
    const sizesUpTo = (max: number) => fc.array(fc.integer({ min: 1, max }), { maxLength: 60, size: 'max' })
    const sizes = fc.oneof(sizesUpTo(1), sizesUpTo(30))
    fc.assert(
      fc.property(sizes, (all) => {
        const history = new History(limits)
        const made = all.map((size): Commit => ({
          cause: CAUSE,
          at: START,
          changes: Array.from({ length: size }, () => ({
            collection: 'notes',
            before: undefined,
            after: undefined,
            cause: CAUSE,
          })),
        }))
        for (const commit of made) {
          history.append(commit)
          expect(history.held).toBeLessThanOrEqual(limits.commits * 1.25)
        }
        const kept = history.commits()
        const changes = kept.reduce((sum, commit) => sum + commit.changes.length, 0)
        expect(kept).toEqual(made.slice(made.length - kept.length))
        expect(kept.length).toBeLessThanOrEqual(limits.commits)
        expect(changes <= limits.changes || kept.length === 1).toBe(true)
        // Nothing is forgotten that would have fitted.
        const next = made[made.length - kept.length - 1]
        if (next !== undefined && kept.length < limits.commits)
          expect(changes + next.changes.length).toBeGreaterThan(limits.changes)
      }),
    )
  })
})

describe('a nearer cause', () => {
  const RULE = { kind: 'rule', id: 7, name: 'Tag it' } as const

  it("stands at what is changed meanwhile, with the transaction's cause as its parent", () => {
    const world = newWorld()
    world.transact(CAUSE, () => {
      world.rows.notes.put({ id: 1, text: 'a' })
      world.because(RULE, () => world.rows.notes.put({ id: 2, text: 'b' }))
      world.rows.notes.put({ id: 3, text: 'c' })
    })
    const [commit] = world.commits()
    expect(commit?.cause).toBe(CAUSE)
    expect(commit?.changes.map(({ cause }) => cause)).toEqual([CAUSE, { ...RULE, parent: CAUSE }, CAUSE])
  })

  it('is over when it fails, and leads on through the timers that were set', async () => {
    const world = newWorld()
    world.transact(CAUSE, () => {
      const fail = () => {
        throw new Error('not this')
      }
      expect(() => world.because(RULE, fail)).toThrow('not this')
      expect(world.cause).toBe(CAUSE)
      world.because(RULE, () => world.setTimer(START + 5, 'ring', {}))
    })
    await world.clock.advance(10)
    expect(world.commits().at(-1)?.cause).toEqual({
      kind: 'timer',
      id: 1,
      name: 'ring',
      parent: { ...RULE, parent: CAUSE },
    })
  })

  it('needs a transaction', () => {
    expect(() => newWorld().because(RULE, () => 1)).toThrow('only inside a transaction')
  })
})
