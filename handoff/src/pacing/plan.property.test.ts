import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { modelBucket } from '../../test/support/model-bucket.ts'
import type { ModelBucket } from '../../test/support/model-bucket.ts'
import type { ApiResult } from '../gorgias/api-result.ts'
import { levelOf, reserveOf } from './bucket.ts'
import { ask, learn } from './plan.ts'
import { defaultPacingRules } from './state.ts'
import type { PacingState } from './state.ts'

const START = Date.UTC(2026, 2, 2, 9)
const TIMEOUT_MS = 30_000

/** How one call travels; `lost` is an answer that never comes. */
interface Travel {
  there: number
  back: number
  lost?: boolean
}

interface Play {
  bucket: ModelBucket
  calls: number
  travel: (call: number) => Travel
  windowMs?: number
  /** When a neighbour calls, in milliseconds after the start. */
  neighbour?: readonly number[]
  /** What the clock of the callers shows at a moment. */
  clock?: (now: number) => number
  onLearned?: (state: PacingState, now: number) => void
  onGone?: (now: number) => void
}

/** Plays a backlog against the model of Gorgias: true time goes on from event to event. */
function play({ bucket, calls, travel, windowMs = 20_000, clock = (now) => now, ...more }: Play) {
  const rules = { ...defaultPacingRules, windowMs }
  const events: { at: number; run: () => void }[] = []
  const later = (at: number, run: () => void) => void events.push({ at, run })
  let state: PacingState | undefined
  let now = START
  let gone = 0
  let asks = 0
  let last = START
  const refused = { ours: 0, theirs: 0 }

  for (const at of more.neighbour ?? [])
    later(START + at, () => void (refused.theirs += Number(!bucket.take(now).ok)))

  function go(id: number): void {
    const { there, back, lost } = travel(gone)
    gone += 1
    more.onGone?.(now)
    let answer: ApiResult<unknown> = timeOut
    later(now + there, () => {
      const judged = bucket.take(now)
      if (judged.ok) last = now
      else {
        gone -= 1
        refused.ours += 1
      }
      if (!lost) answer = judged
    })
    later(now + (lost ? TIMEOUT_MS : there + back), () => {
      state = learn(state, clock(now), id, answer, rules, 0.5)
      more.onLearned?.(state, now)
      next()
    })
  }

  function next(): void {
    const mine = ++asks
    while (gone < calls) {
      const step = ask(state, clock(now), { isRetry: false }, rules)
      state = step.state
      if (step.result.go) go(step.result.id)
      else {
        const ms = step.result.for === 'time' ? step.result.ms : 500
        later(now + ms, () => mine === asks && next())
        return
      }
    }
  }

  next()
  while (events.length > 0) {
    const first = events.reduce((a, b) => (b.at < a.at ? b : a))
    events.splice(events.indexOf(first), 1)
    now = first.at
    first.run()
  }
  return { ms: last - START, refused }
}

const timeOut: ApiResult<never> = {
  ok: false,
  failure: { code: 'unknown_outcome', message: '', detail: '', timedOut: true },
}

const at = <T>(list: readonly T[], index: number): T => list[index % list.length] as T
const travelling = (longest: number) =>
  fc.array(fc.record({ there: fc.nat(longest), back: fc.nat(longest) }), { minLength: 1, maxLength: 12 })
const travels = travelling(1_500)
const someLost = fc.array(fc.record({ there: fc.nat(3_000), back: fc.nat(3_000), lost: fc.boolean() }), {
  minLength: 3,
  maxLength: 12,
})

describe('pacing against the leaky bucket', () => {
  it('alone is never told that it called too often, also where answers are lost (REQ-096)', () => {
    const shapes = fc.constantFrom({ capacity: 40, windowMs: 20_000 }, { capacity: 80, windowMs: 10_000 })
    fc.assert(
      fc.property(
        shapes,
        fc.oneof(travels, someLost),
        fc.integer({ min: 1, max: 150 }),
        (shape, list, calls) => {
          const bucket = modelBucket(shape)
          play({ bucket, calls, travel: (n) => at<Travel>(list, n), windowMs: shape.windowMs })
          expect(bucket).toMatchObject({ refused: 0, accepted: calls })
        },
      ),
      { numRuns: 200 },
    )
  })

  it('alone takes 98 % or more of what the bucket allows, also where answers take a second', () => {
    fc.assert(
      fc.property(travelling(500), (list) => {
        const bucket = modelBucket()
        const { ms } = play({ bucket, calls: 500, travel: (n) => at(list, n) })
        expect(500 / (40 + ms / 500)).toBeGreaterThanOrEqual(0.98)
      }),
      { numRuns: 40 },
    )
  })

  it('alone leaves next to no room for neighbours that are not there', () => {
    fc.assert(
      fc.property(travels, fc.integer({ min: 1, max: 150 }), (list, calls) => {
        const onLearned = (state: PacingState, now: number) =>
          expect(reserveOf(state, now, defaultPacingRules)).toBe(2)
        play({ bucket: modelBucket(), calls, travel: (n) => at(list, n), onLearned })
      }),
    )
  })

  it('takes the bucket for no emptier than it is once it has heard from it', () => {
    const neighbour = fc.array(fc.nat(60_000), { maxLength: 100 })
    const there = fc.array(fc.nat(1_500), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(neighbour, there, fc.integer({ min: 1, max: 80 }), (others, list, calls) => {
        const bucket = modelBucket()
        const onLearned = (state: PacingState, now: number) =>
          expect(levelOf(state, now, defaultPacingRules)).toBeGreaterThanOrEqual(bucket.levelAt(now) - 1e-6)
        play({
          bucket,
          calls,
          travel: (n) => ({ there: at(list, n), back: 0 }),
          neighbour: others,
          onLearned,
        })
      }),
      { numRuns: 200 },
    )
  })

  it('goes on after any step of the clock, forth or back', () => {
    const steps = fc.array(fc.record({ at: fc.nat(60_000), by: fc.integer({ min: -1e9, max: 1e9 }) }), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(steps, travels, (list, way) => {
        const clock = (now: number) =>
          list.reduce((time, step) => (now - START >= step.at ? time + step.by : time), now)
        const { ms } = play({ bucket: modelBucket(), calls: 120, travel: (n) => at(way, n), clock })
        // Without steps it takes 42 s; each costs at most the bucket's own time, and a 429 with its rest.
        expect(ms).toBeLessThan(50_000 + list.length * 42_000)
      }),
    )
  })

  it('bears clocks of several machines that are half a second apart', () => {
    fc.assert(
      fc.property(
        travelling(300),
        fc.array(fc.integer({ min: -250, max: 250 }), { minLength: 20, maxLength: 20 }),
        (list, offs) => {
          let look = 0
          const clock = (now: number) => now + at(offs, look++)
          const { refused } = play({ bucket: modelBucket(), calls: 300, travel: (n) => at(list, n), clock })
          expect(refused.ours).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  it('finds its place beside a steady neighbour that uses half the bucket, with next to no 429 (REQ-094)', () => {
    fc.assert(
      fc.property(travelling(300), (list) => {
        const bucket = modelBucket()
        const others = Array.from({ length: 700 }, (_, n) => n * 1_000)
        const { ms } = play({ bucket, calls: 500, travel: (n) => at(list, n), neighbour: others })
        expect(bucket.refused).toBeLessThanOrEqual(5)
        expect(ms).toBeLessThan(510_000)
      }),
      { numRuns: 30 },
    )
  })

  it('learns the size of the bursts of a neighbour and leaves room for them', () => {
    const bucket = modelBucket()
    const others = Array.from({ length: 35 }, (_, n) => Array<number>(20).fill(7_000 + n * 20_000)).flat()
    const { ms, refused } = play({
      bucket,
      calls: 500,
      travel: () => ({ there: 50, back: 50 }),
      neighbour: others,
    })
    expect(refused.ours).toBeLessThanOrEqual(25)
    expect(ms).toBeLessThan(540_000)
  })

  it('never calls before the end of a Retry-After', () => {
    const waits = fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(waits, fc.nat(2_000), (list, late) => {
        const rules = defaultPacingRules
        let now = START
        let state: PacingState | undefined
        let end = 0
        for (const [index, retryAfterMs] of list.entries()) {
          const step = ask(state, now, { isRetry: false }, rules)
          state = step.state
          if (!step.result.go) {
            expect(now).toBeLessThan(end + 20_000)
            now += step.result.for === 'time' ? step.result.ms : 500
            continue
          }
          expect(now).toBeGreaterThanOrEqual(end)
          now += late
          const code = index % 2 === 0 ? 'rate_limited' : 'server_error'
          const failure = { code, message: '', detail: '', status: 429, retryAfterMs } as const
          state = learn(state, now, step.result.id, { ok: false, failure }, rules, 0)
          end = Math.max(end, now + retryAfterMs)
          const early = ask(state, end - 1, { isRetry: false }, rules)
          expect(early.result.go).toBe(false)
        }
      }),
    )
  })
})
