import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from './journal.ts'
import type { JournalLimits } from './journal.ts'

const limits = fc.record({ entries: fc.integer({ min: 1, max: 12 }), bytes: fc.integer({ min: 0, max: 60 }) })
const sizes = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 80 })

/** The longest end of a list that fits the limits. */
function longestEnd(all: readonly number[], { entries, bytes }: JournalLimits): readonly number[] {
  const fits = (end: readonly number[]) => end.length <= entries && end.reduce((a, b) => a + b, 0) <= bytes
  let end = all
  while (!fits(end)) end = end.slice(1)
  return end
}

describe('a journal', () => {
  it('keeps the newest entries that fit its limits, and counts those that went', () => {
    fc.assert(
      fc.property(limits, sizes, fc.boolean(), (limit, written, readInBetween) => {
        const journal = new Journal<number>(limit, (size) => size)
        for (const size of written) {
          journal.append(size)
          if (readInBetween) journal.entries()
        }
        const kept = longestEnd(written, limit)
        expect(journal.entries()).toEqual(kept)
        expect(journal.dropped).toBe(written.length - kept.length)
      }),
    )
  })

  it('drops nothing that fits', () => {
    fc.assert(
      fc.property(sizes, (written) => {
        const journal = new Journal<number>({ entries: 80, bytes: 1600 }, (size) => size)
        for (const size of written) journal.append(size)
        expect(journal.entries()).toEqual(written)
        expect(journal.dropped).toBe(0)
      }),
    )
  })

  it('begins anew after clear', () => {
    const journal = new Journal<number>({ entries: 1, bytes: 100 }, () => 1)
    journal.append(1)
    journal.append(2)
    expect(journal.entries()).toEqual([2])
    journal.clear()
    expect(journal.entries()).toEqual([])
    expect(journal.dropped).toBe(0)
  })
})
