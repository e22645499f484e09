import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextRandom, randomHex, randomUuid } from './random.ts'

const seeds = fc.integer()

const draw = (random: number, count: number) => {
  const state = { random }
  return Array.from({ length: count }, () => nextRandom(state))
}

describe('randomness', () => {
  it('is the same again from the same seed', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(draw(seed, 20)).toEqual(draw(seed, 20))
      }),
    )
  })

  it('goes on from its state as if it had never stopped', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 20 }), (seed, count) => {
        const state = { random: seed }
        for (let i = 0; i < count; i++) nextRandom(state)
        expect(draw(state.random, 5)).toEqual(draw(seed, count + 5).slice(count))
      }),
    )
  })

  it('lies in [0, 1) and keeps a whole 32-bit number as its state', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const state = { random: seed }
        const value = nextRandom(state)
        expect(value).toBeGreaterThanOrEqual(0)
        expect(value).toBeLessThan(1)
        expect(state.random).toBe(state.random | 0)
      }),
    )
  })

  it('fills each tenth of its range about equally', () => {
    const tenths = new Array<number>(10).fill(0)
    for (const value of draw(1, 10_000))
      tenths[Math.floor(value * 10)] = (tenths[Math.floor(value * 10)] ?? 0) + 1
    for (const count of tenths) expect(Math.abs(count - 1000)).toBeLessThan(150)
  })
})

it('hexadecimal digits come in any number', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 70 }), (random, digits) => {
      const hex = randomHex({ random }, digits)
      expect(hex).toHaveLength(digits)
      expect(hex).toMatch(/^[0-9a-f]*$/)
    }),
  )
})

it('a UUID is one of version 4', () => {
  fc.assert(
    fc.property(seeds, (random) => {
      expect(randomUuid({ random })).toMatch(
        /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
      )
    }),
  )
})
