import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from './journal.ts'

interface Note {
  readonly id: number
}

const text = fc.option(
  fc.nat({ max: 30 }).map((length) => 'x'.repeat(length)),
  { nil: null },
)
const texts = fc.array(fc.record({ request: text, response: text }), { maxLength: 60 })
const NONE = { request: null, response: null }

describe('a journal', () => {
  it('keeps the newest entries with their texts, whoever looks in between, and counts those that went', () => {
    const limits = fc.record({
      entries: fc.integer({ min: 1, max: 12 }),
      bytes: fc.integer({ min: 60, max: 400 }),
    })
    fc.assert(
      fc.property(limits, texts, fc.boolean(), (limit, written, readInBetween) => {
        const journal = new Journal<Note>(limit)
        for (const [id, one] of written.entries()) {
          journal.append({ id }, one)
          if (readInBetween) journal.entries()
        }
        const kept = journal.entries()
        const all = written.map((one, id) => ({ id, ...one }))
        expect(kept).toEqual(all.slice(all.length - kept.length))
        expect(kept.length).toBeLessThanOrEqual(limit.entries)
        expect(journal.dropped).toBe(all.length - kept.length)
      }),
    )
  })

  it('drops nothing that fits', () => {
    fc.assert(
      fc.property(texts, (written) => {
        const journal = new Journal<Note>({ entries: 60, bytes: 60 * 60 * 2 })
        for (const [id, one] of written.entries()) journal.append({ id }, one)
        expect(journal.entries()).toEqual(written.map((one, id) => ({ id, ...one })))
        expect(journal.dropped).toBe(0)
      }),
    )
  })

  it('keeps an entry whose text is too large without the text', () => {
    const journal = new Journal<Note>({ entries: 5, bytes: 10 })
    journal.append({ id: 1 }, { request: 'x'.repeat(11), response: 'short' })
    expect(journal.entries()).toEqual([{ id: 1, request: null, response: 'short' }])
  })

  it('begins anew after clear', () => {
    const journal = new Journal<Note>({ entries: 1, bytes: 100 })
    journal.append({ id: 1 }, NONE)
    journal.append({ id: 2 }, NONE)
    expect(journal.entries()).toEqual([{ id: 2, ...NONE }])
    journal.clear()
    expect(journal.entries()).toEqual([])
    expect(journal.dropped).toBe(0)
  })
})
