import fc from 'fast-check'
import { collection } from '../../src/kernel/collection.ts'
import type { Host } from '../../src/kernel/host.ts'
import { World } from '../../src/kernel/world.ts'
import type { Cause, Timer } from '../../src/kernel/world.ts'

interface Note {
  readonly id: number
  readonly text: string
}

export const collections = {
  notes: collection<Note>()({ byText: (note) => [[note.text]] }),
  drafts: collection<Note>()({ byText: (note) => [[note.text]] }),
}
export type Notes = World<typeof collections>

export const START = 1_000_000
export const CAUSE: Cause = { kind: 'request', id: 1 }
export const LIMITS = { capacity: 3, window: 3_000 }

export const still: Host = {
  now: () => START,
  wake: () => () => undefined,
  breathe: () => Promise.resolve(),
}

/** A world with notes and drafts, as small as a world can be: what is shown of it holds of any. */
export function newWorld(
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
export const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('put', 'remove'),
    in: fc.constantFrom('notes', 'drafts'),
    id: fc.integer({ min: 1, max: 12 }),
    text,
  }),
  fc.record({ do: fc.constantFrom('make', 'draw', 'timer'), text }),
  fc.record({ do: fc.constant('cancel' as const), id: fc.integer({ min: 1, max: 4 }) }),
)
/** Transactions, one after the other. */
export const program = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), { maxLength: 8 })

export function carryOut(world: Notes, one: Step): void {
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

export function run(world: Notes, transactions: readonly (readonly Step[])[]): void {
  for (const steps of transactions) {
    world.transact(CAUSE, () => {
      for (const one of steps) carryOut(world, one)
    })
    world.takeFromBucket(LIMITS, 'calls')
  }
}

/** Everything about a world that anyone could notice: what it holds, and what it would draw next. */
export function stateOf(world: Notes) {
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
