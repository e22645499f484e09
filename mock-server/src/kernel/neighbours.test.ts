import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { takeFromBucket } from './leaky-bucket.ts'
import { Neighbours } from './neighbours.ts'
import type { CallPlan } from './neighbours.ts'

const SECOND = 1_000_000
const FORTY = { capacity: 40, window: 20 * SECOND }
const nobodyListens = () => undefined

interface Shape {
  readonly length: number
  readonly calls: number
  readonly atOnce: boolean
  readonly starts: number
  readonly ends?: number
  readonly obeysRetryAfter?: boolean
}

const planOf = ({
  length,
  calls,
  atOnce,
  starts,
  ends = Infinity,
  obeysRetryAfter = false,
}: Shape): CallPlan => ({
  starts,
  ends,
  obeysRetryAfter,
  mostPerSecond: (calls / length) * SECOND,
  roundAt(instant) {
    const begin = starts + Math.floor((instant - starts) / length) * length
    return { begin, end: begin + length, calls, atOnce }
  },
})

const steady = (calls: number, length: number): CallPlan =>
  planOf({ calls, length, atOnce: false, starts: 0 })

/** Every call until an instant, written out. */
function callsOf({ length, calls, atOnce, starts, ends = Infinity }: Shape, until: number): number[] {
  const instants: number[] = []
  for (let begin = starts; begin <= until; begin += length)
    for (let index = 0; index < calls; index++)
      instants.push(begin + (atOnce ? 0 : Math.floor((index * length) / calls)))
  return instants.filter((at) => at <= until && at < ends)
}

const shapes = fc.record({
  length: fc.integer({ min: 100_000, max: 5 * SECOND }),
  calls: fc.integer({ min: 1, max: 30 }),
  atOnce: fc.boolean(),
  starts: fc.integer({ min: 0, max: 10 * SECOND }),
  ends: fc.option(fc.integer({ min: 10 * SECOND, max: 40 * SECOND }), { nil: undefined }),
})
const toShape = ({ ends, ...shape }: Omit<Shape, 'ends'> & { ends: number | undefined }): Shape => ({
  ...shape,
  ...(ends !== undefined && { ends }),
})

describe('neighbours of a bucket', () => {
  it('pour every call up to and including the moment that is asked about, and none twice', () => {
    const neighbours = new Neighbours()
    neighbours.add(steady(1, SECOND), 0)
    const made = () => neighbours.list()[0]?.made
    const pour = (now: number) => neighbours.pour(0, now, undefined, nobodyListens)
    pour(0)
    expect(made()).toBe(1)
    pour(SECOND - 1)
    expect(made()).toBe(1)
    pour(SECOND)
    pour(SECOND)
    expect(made()).toBe(2)
  })

  it('fill and count exactly as if each call had come by itself', () => {
    fc.assert(
      fc.property(fc.array(shapes, { minLength: 1, maxLength: 4 }), (drawn) => {
        const until = 30 * SECOND
        const written = drawn.map(toShape)
        const neighbours = new Neighbours()
        for (const shape of written) neighbours.add(planOf(shape), 0)
        const state = neighbours.pour(0, until, FORTY, nobodyListens)
        const all = written
          .flatMap((shape, index) => callsOf(shape, until).map((at) => ({ at, index })))
          .sort((a, b) => a.at - b.at || a.index - b.index)
        let expected = 0
        const refused = written.map(() => 0)
        for (const { at, index } of all) {
          const reading = takeFromBucket(expected, at, FORTY)
          expected = reading.emptyAt
          if (!reading.allowed) refused[index] = (refused[index] ?? 0) + 1
        }
        expect(state).toBe(expected)
        expect(neighbours.list().map((one) => one.refused)).toEqual(refused)
        const made = written.map((_, index) => all.filter((call) => call.index === index).length)
        expect(neighbours.list().map((one) => one.made)).toEqual(made)
      }),
    )
  })

  it('leave the same bucket and the same counts whether time passes in one step or in many', () => {
    const steps = fc.array(fc.integer({ min: 0, max: 8 * SECOND }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(
        fc.array(shapes, { minLength: 1, maxLength: 3 }),
        fc.boolean(),
        steps,
        (drawn, obeys, gaps) => {
          const make = () => {
            const neighbours = new Neighbours()
            for (const shape of drawn)
              neighbours.add(planOf({ ...toShape(shape), obeysRetryAfter: obeys }), 0)
            return neighbours
          }
          const [once, often] = [make(), make()]
          let now = 0
          let state = 0
          for (const gap of gaps) state = often.pour(state, (now += gap), FORTY, nobodyListens)
          expect(once.pour(0, now, FORTY, nobodyListens)).toBe(state)
          const counts = (neighbours: Neighbours<CallPlan>) =>
            neighbours.list().map(({ made, refused, heldBack }) => [made, refused, heldBack])
          expect(counts(once)).toEqual(counts(often))
        },
      ),
    )
  })

  it('who obeys Retry-After is refused once, and leaves out what it would have called meanwhile', () => {
    const burst = { calls: 50, length: 60 * SECOND, atOnce: true, starts: 0 }
    const [polite, rude] = [true, false].map((obeysRetryAfter) => {
      const neighbours = new Neighbours()
      neighbours.add(planOf({ ...burst, obeysRetryAfter }), 0)
      neighbours.pour(0, 0, FORTY, nobodyListens)
      return neighbours.list()[0]
    })
    expect(polite).toMatchObject({ made: 41, refused: 1, heldBack: 9 })
    expect(rude).toMatchObject({ made: 50, refused: 10, heldBack: 0 })
  })

  it('who waits calls again at the moment that it was told', () => {
    const neighbours = new Neighbours()
    const plan = { calls: 4, length: SECOND, atOnce: false, starts: 0, obeysRetryAfter: true }
    neighbours.add(planOf(plan), 0)
    // One call fits, the next one after ten seconds: the second call is told to wait for ten, and calls then.
    const one = { capacity: 1, window: 10 * SECOND }
    neighbours.pour(0, 10 * SECOND + 250_000 - 1, one, nobodyListens)
    expect(neighbours.list()[0]).toMatchObject({ made: 2, refused: 1 })
    neighbours.pour(10 * SECOND, 10 * SECOND + 250_000, one, nobodyListens)
    expect(neighbours.list()[0]).toMatchObject({ made: 3, refused: 1 })
  })

  it('of a silence without measure only the newest calls happen', () => {
    const neighbours = new Neighbours()
    neighbours.add(steady(100, SECOND), 0)
    const years = 1000 * 365 * 86_400 * SECOND
    expect(neighbours.pour(0, years, FORTY, nobodyListens)).toBeGreaterThan(years)
    expect(neighbours.list()[0]?.made).toBeLessThan(10_000_100)
  })
})
