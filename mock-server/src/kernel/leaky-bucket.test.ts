import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bucketFilledTo, bucketLevel, takeFromBucket } from './leaky-bucket.ts'
import type { BucketLimits } from './leaky-bucket.ts'

const FORTY: BucketLimits = { capacity: 40, window: 20_000_000 }

const limits = fc.record({
  capacity: fc.integer({ min: 1, max: 200_000 }),
  window: fc.integer({ min: 1, max: 30_000_000 }),
})

/** Few calls fit, so that the limit is met often. */
const tightLimits = fc.record({
  capacity: fc.integer({ min: 1, max: 8 }),
  window: fc.integer({ min: 1, max: 1_000 }),
})

/** Calls at these moments; answers those that were let through. */
function letThrough(moments: readonly number[], bucket: BucketLimits): number[] {
  let state = 0
  return moments.filter((now) => {
    const reading = takeFromBucket(state, now, bucket)
    state = reading.emptyAt
    return reading.allowed
  })
}

const leaked = (time: number, { capacity, window }: BucketLimits) =>
  Math.floor(time / Math.max(1, Math.floor(window / capacity)))

describe('a leaky bucket', () => {
  it('lets 40 calls through at one moment and refuses the 41st, which fits half a second later', () => {
    expect(letThrough(new Array<number>(100).fill(5), FORTY)).toHaveLength(40)
    const full = bucketFilledTo(40, 5, FORTY)
    expect(takeFromBucket(full, 5, FORTY)).toEqual({
      allowed: false,
      emptyAt: full,
      used: 40,
      retryAfter: 500_000,
    })
    expect(takeFromBucket(full, 500_005, FORTY)).toMatchObject({ allowed: true, used: 40 })
  })

  it('takes exactly its capacity at one moment, whatever the window', () => {
    fc.assert(
      fc.property(limits, fc.nat(), (bucket, now) => {
        const full = bucketFilledTo(bucket.capacity, now, bucket)
        expect(takeFromBucket(full, now, bucket).allowed).toBe(false)
        const nearly = bucketFilledTo(bucket.capacity - 1, now, bucket)
        expect(takeFromBucket(nearly, now, bucket)).toMatchObject({ allowed: true, used: bucket.capacity })
      }),
    )
  })

  it('never lets more through in any span than its capacity and what leaks meanwhile', () => {
    fc.assert(
      fc.property(
        tightLimits,
        fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 60 }),
        (bucket, gaps) => {
          let now = 1
          const moments = gaps.map((gap) => (now += gap))
          const passed = letThrough(moments, bucket)
          for (const [i, from] of passed.entries()) {
            for (const [j, to] of passed.entries()) {
              if (j >= i) expect(j - i + 1).toBeLessThanOrEqual(bucket.capacity + leaked(to - from, bucket))
            }
          }
        },
      ),
    )
  })

  it('says to the microsecond when the next call fits', () => {
    fc.assert(
      fc.property(tightLimits, fc.nat({ max: 1000 }), fc.nat({ max: 50 }), (bucket, now, used) => {
        const state = bucketFilledTo(used, now, bucket)
        const { allowed, retryAfter } = takeFromBucket(state, now, bucket)
        if (allowed) return
        expect(takeFromBucket(state, now + retryAfter, bucket).allowed).toBe(true)
        expect(takeFromBucket(state, now + retryAfter - 1, bucket).allowed).toBe(false)
      }),
    )
  })

  it('is left as it was by a refused call', () => {
    const full = bucketFilledTo(40, 0, FORTY)
    expect(takeFromBucket(full, 100, FORTY).emptyAt).toBe(full)
  })

  it('counts the call itself, and is empty again after the window', () => {
    expect(takeFromBucket(0, 0, FORTY).used).toBe(1)
    const full = bucketFilledTo(40, 0, FORTY)
    expect(bucketLevel(full, 0, FORTY)).toBe(40)
    expect(bucketLevel(full, 10_000_000, FORTY)).toBe(20)
    expect(bucketLevel(full, 20_000_000, FORTY)).toBe(0)
    expect(bucketLevel(full, 90_000_000, FORTY)).toBe(0)
  })
})
