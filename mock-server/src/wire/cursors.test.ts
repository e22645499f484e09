import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { compareKeys } from '../kernel/key.ts'
import type { KeyPart } from '../kernel/key.ts'
import { Refusal } from '../kernel/refusal.ts'
import { decodeCursor, encodeCursor, paginate } from './cursors.ts'
import type { Cursor, OrderedRows, OrderType, Page } from './cursors.ts'

/** Texts of any characters, halves of them too. */
const anyText = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) })
const direction = fc.constantFrom<Cursor['direction']>('next', 'prev')
const id = fc.nat({ max: Number.MAX_SAFE_INTEGER })

const typed: fc.Arbitrary<[Cursor, OrderType]> = fc.oneof(
  fc.tuple(
    fc.record({ direction, id, value: fc.integer({ min: 0, max: 4_000_000_000_000_000 }) }),
    fc.constant('datetime' as const),
  ),
  fc.tuple(fc.record({ direction, id, value: anyText }), fc.constant('text' as const)),
  fc.tuple(fc.record({ direction, id, value: fc.integer() }), fc.constant('number' as const)),
)

const base64 = (text: string) => Buffer.from(text).toString('base64')
const refusal = { reason: 'invalid', fields: { cursor: ['Not a valid cursor.'] } }

describe('a cursor', () => {
  it('says again what it was made of', () => {
    fc.assert(
      fc.property(typed, ([cursor, type]) => {
        expect(decodeCursor(encodeCursor(cursor, type), type)).toEqual(cursor)
      }),
    )
  })

  it('has the form that Gorgias gives it: direction, value without offset, id', () => {
    const cursor: Cursor = { direction: 'next', value: 1_787_769_561_578_374, id: 2_190_943_406 }
    expect(Buffer.from(encodeCursor(cursor, 'datetime'), 'base64').toString()).toBe(
      '["next", "2026-08-26T18:39:21.578374", 2190943406]',
    )
  })

  test.for([
    '',
    '!',
    'not a cursor',
    base64(''),
    base64('["next", "2026-08-26T18:39:21"]'),
    base64('["next", "2026-08-26T18:39:21", 7, 8]'),
    base64('["sideways", "2026-08-26T18:39:21", 7]'),
    base64('["next", "long ago", 7]'),
    base64('["next", 5, 7]'),
    base64('["next", null, 7]'),
    base64('["next", "2026-08-26T18:39:21", "7"]'),
    base64('["next", "2026-08-26T18:39:21", 7.5]'),
    base64('{"0": "next"}'),
    base64('null'),
  ])('%j is refused with the field', (text) => {
    expect(() => decodeCursor(text, 'datetime')).toThrow(expect.objectContaining(refusal) as Error)
  })

  it('that was tampered with is refused, unless it is another cursor that could have been written', () => {
    const places = fc.tuple(
      fc.nat(),
      fc.constantFrom('A', 'Q', 'g', 'w', '0', '9', '+', '/', '=', '!', ' '),
      fc.boolean(),
    )
    fc.assert(
      fc.property(typed, places, ([cursor, type], [place, character, insert]) => {
        const text = encodeCursor(cursor, type)
        const at = place % text.length
        const tampered = text.slice(0, at) + character + text.slice(at + (insert ? 0 : 1))
        if (tampered === text) return
        try {
          expect(encodeCursor(decodeCursor(tampered, type), type)).toBe(tampered)
        } catch (error) {
          if (!(error instanceof Refusal)) throw error
          expect(error).toMatchObject(refusal)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('of one order is refused by a list in an order of another type', () => {
    const text = encodeCursor({ direction: 'next', value: 'vip', id: 1 }, 'text')
    expect(() => decodeCursor(text, 'datetime')).toThrow(Refusal)
    expect(() => decodeCursor(text, 'number')).toThrow(Refusal)
  })
})

interface Row {
  readonly id: number
  readonly value: number
}

/** A list whose rows may change between two pages. */
function listOf(rows: Map<number, Row>, descending: boolean): OrderedRows<Row> {
  const place = (row: Row): KeyPart[] => [row.value, row.id]
  return {
    type: 'number',
    descending,
    valueOf: (row) => row.value,
    walk: (after, downwards) => {
      const sign = downwards ? -1 : 1
      return [...rows.values()]
        .sort((a, b) => sign * compareKeys(place(a), place(b)))
        .filter((row) => after === undefined || sign * compareKeys(place(row), after) > 0)
    },
  }
}

/** Ids are used once, as in life, but come in no order. */
const distinctRows = fc.uniqueArray(
  fc.record({ id: fc.integer({ min: 1, max: 999 }), value: fc.integer({ min: 0, max: 5 }) }),
  { maxLength: 60, selector: ({ id }) => id },
)
const churn = fc.array(fc.record({ come: fc.nat({ max: 4 }), go: fc.nat({ max: 1 }), at: fc.nat() }), {
  maxLength: 40,
})
const scenario = fc.record({
  all: distinctRows,
  atFirst: fc.nat({ max: 40 }),
  churn,
  limit: fc.integer({ min: 1, max: 7 }),
  descending: fc.boolean(),
})

/** Rows that come and go, and which of them were there all the time. */
function changingRows({ all, atFirst, churn: changes }: Pick<Scenario, 'all' | 'atFirst' | 'churn'>) {
  const toCome = all.slice(atFirst)
  const toChange = [...changes]
  const rows = new Map(all.slice(0, atFirst).map((one) => [one.id, one]))
  const lasting = new Set(rows.values())
  return {
    rows,
    lasting,
    change: () => {
      const { come = 0, go = 0, at = 0 } = toChange.shift() ?? {}
      for (const one of toCome.splice(0, come)) rows.set(one.id, one)
      for (const one of [...rows.values()].slice(at % (rows.size + 1)).slice(0, go)) {
        rows.delete(one.id)
        lasting.delete(one)
      }
    },
  }
}
type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never

function follow(
  start: Page<Row>,
  cursorOf: (page: Page<Row>) => string | null,
  pageAt: (cursor: string) => Page<Row>,
): Page<Row>[] {
  const pages = [start]
  for (let cursor = cursorOf(start); cursor !== null;) {
    const page = pageAt(cursor)
    pages.push(page)
    cursor = cursorOf(page)
  }
  return pages
}

describe('a walk by cursors', () => {
  it('shows each row that was there all the time exactly once, in order, while others come and go', () => {
    fc.assert(
      fc.property(scenario, fc.boolean(), ({ limit, descending, ...given }, backwards) => {
        const { rows, lasting, change } = changingRows(given)
        const list = listOf(rows, descending)
        const pageAt = (cursor?: string) => paginate(list, { limit, ...(cursor !== undefined && { cursor }) })
        let pages: Page<Row>[]
        if (backwards) {
          const last = follow(pageAt(), (page) => page.next_cursor, pageAt).at(-1) ?? pageAt()
          const changedPageAt = (cursor: string) => (change(), pageAt(cursor))
          // What the first page of this walk showed was there when it was shown.
          pages = follow(last, (page) => page.prev_cursor, changedPageAt).reverse()
          for (const one of last.rows) lasting.add(one)
        } else {
          pages = follow(
            pageAt(),
            (page) => page.next_cursor,
            (cursor) => (change(), pageAt(cursor)),
          )
        }
        const seen = pages.flatMap((page) => page.rows)
        const sign = descending ? -1 : 1
        expect(new Set(seen).size).toBe(seen.length)
        expect(seen.filter((one) => lasting.has(one))).toEqual(
          [...lasting].sort((a, b) => sign * (a.value - b.value || a.id - b.id)),
        )
        for (const page of pages) expect(page.rows.length).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 300 },
    )
  })

  it('has no cursor at either end, and both in the middle', () => {
    const rows = new Map([1, 2, 3, 4, 5].map((n) => [n, { id: n, value: n }]))
    const list = listOf(rows, false)
    const ids = (page: Page<Row>) => page.rows.map((one) => one.id)
    const first = paginate(list, { limit: 2 })
    const second = paginate(list, { limit: 2, cursor: first.next_cursor ?? '' })
    const third = paginate(list, { limit: 2, cursor: second.next_cursor ?? '' })
    expect([ids(first), ids(second), ids(third)]).toEqual([[1, 2], [3, 4], [5]])
    expect(first.prev_cursor).toBeNull()
    expect(second.prev_cursor).not.toBeNull()
    expect(third.next_cursor).toBeNull()
    const back = paginate(list, { limit: 2, cursor: third.prev_cursor ?? '' })
    expect(ids(back)).toEqual([3, 4])
    const front = paginate(list, { limit: 2, cursor: back.prev_cursor ?? '' })
    expect(ids(front)).toEqual([1, 2])
    expect(front.prev_cursor).toBeNull()
    expect(front.next_cursor).not.toBeNull()
  })

  it('of a list that fits one page has no cursors, even if it fits exactly', () => {
    const rows = new Map([1, 2].map((n) => [n, { id: n, value: n }]))
    for (const limit of [2, 3]) {
      const page = paginate(listOf(rows, true), { limit })
      expect(page.rows.map((one) => one.id)).toEqual([2, 1])
      expect([page.prev_cursor, page.next_cursor]).toEqual([null, null])
    }
  })
})
