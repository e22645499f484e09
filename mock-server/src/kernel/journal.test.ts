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
const texts = fc.array(fc.record({ headers: text, request: text, response: text }), { maxLength: 60 })
const NONE = { headers: null, request: null, response: null }

const readAll = (journal: Journal<Note>, from?: number) =>
  Array.from(journal.walk(from), ({ entry, texts }) => {
    const { headers, request, response } = texts()
    return { ...entry, headers, request, response }
  })

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
          if (readInBetween) readAll(journal)
        }
        const kept = readAll(journal)
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
        const journal = new Journal<Note>({ entries: 60, bytes: 60 * 60 * 3 })
        for (const [id, one] of written.entries()) journal.append({ id }, one)
        expect(readAll(journal)).toEqual(written.map((one, id) => ({ id, ...one })))
        expect(journal.dropped).toBe(0)
      }),
    )
  })

  it('keeps an entry whose text is too large without the text', () => {
    const journal = new Journal<Note>({ entries: 5, bytes: 10 })
    journal.append({ id: 1 }, { headers: '{}', request: 'x'.repeat(11), response: 'short' })
    expect(readAll(journal)).toEqual([{ id: 1, headers: '{}', request: null, response: 'short' }])
    journal.append({ id: 2 }, NONE)
    expect(Array.from(journal.walk(), ({ texts }) => texts().lost)).toEqual([true, false])
  })

  it('begins anew after clear', () => {
    const journal = new Journal<Note>({ entries: 1, bytes: 100 })
    journal.append({ id: 1 }, NONE)
    journal.append({ id: 2 }, NONE)
    expect(readAll(journal)).toEqual([{ id: 2, ...NONE }])
    journal.clear()
    expect(readAll(journal)).toEqual([])
    expect(journal.dropped).toBe(0)
  })

  it('is read from a position on, which stays good while entries come and go', () => {
    const journal = new Journal<Note>({ entries: 3, bytes: 1000 })
    const ids = (from: number) => readAll(journal, from).map(({ id }) => id)
    for (const id of [0, 1, 2]) journal.append({ id }, NONE)
    expect([journal.begin, journal.end]).toEqual([0, 3])
    expect(ids(1)).toEqual([1, 2])
    for (const id of [3, 4]) journal.append({ id }, NONE)
    expect([journal.begin, journal.end]).toEqual([2, 5])
    expect(ids(1)).toEqual([2, 3, 4])
    journal.clear()
    journal.append({ id: 5 }, NONE)
    expect([journal.begin, journal.end]).toEqual([5, 6])
    expect(ids(5)).toEqual([5])
  })

  it('tells whoever follows of each entry and of the end, until they stop', () => {
    const journal = new Journal<Note>({ entries: 3, bytes: 1000 })
    const told: string[] = []
    const follow = (name: string) =>
      journal.follow({
        appended: () => told.push(`${name} ${journal.end}`),
        closed: () => told.push(`${name} closed`),
      })
    const stop = follow('a')
    follow('b')
    journal.append({ id: 1 }, NONE)
    stop()
    journal.append({ id: 2 }, NONE)
    journal.close()
    journal.append({ id: 3 }, NONE)
    expect(told).toEqual(['a 1', 'b 1', 'b 2', 'b closed'])
  })

  it('of no entries keeps none and says so', () => {
    const journal = new Journal<Note>({ entries: 0, bytes: 1000 })
    journal.append({ id: 1 }, NONE)
    expect(journal.keeps).toBe(false)
    expect(readAll(journal)).toEqual([])
  })
})
