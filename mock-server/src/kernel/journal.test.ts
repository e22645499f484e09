import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from './journal.ts'

const limits = fc.record({ entries: fc.integer({ min: 1, max: 12 }), bytes: fc.integer({ min: 0, max: 60 }) })
const sizes = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 80 })

describe('a journal', () => {
  it('keeps the newest entries that fit its limits, in their order, and counts those that went', () => {
    fc.assert(
      fc.property(limits, sizes, (limit, written) => {
        const journal = new Journal<{ id: number; size: number }>(limit, (entry) => entry.size)
        const all = written.map((size, id) => ({ id, size }))
        for (const entry of all) journal.append(entry)
        const kept = journal.entries()
        expect(kept).toEqual(all.slice(all.length - kept.length))
        expect(journal.dropped).toBe(all.length - kept.length)
        expect(kept.length).toBeLessThanOrEqual(limit.entries)
        expect(kept.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(limit.bytes)
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

  it('is the same whether it is read in between or not', () => {
    fc.assert(
      fc.property(limits, sizes, (limit, written) => {
        const [read, unread] = [new Journal<number>(limit, (n) => n), new Journal<number>(limit, (n) => n)]
        for (const size of written) {
          read.append(size)
          read.entries()
          unread.append(size)
        }
        // What went once does not come back: reading in between can only have dropped as much or more.
        const [few, many] = [read.entries(), unread.entries()]
        expect(many.slice(many.length - few.length)).toEqual(few)
        expect(few).toEqual(many)
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
