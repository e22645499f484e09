import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaultTable } from './faults.ts'
import type { FaultOrder } from './faults.ts'

const order = (more: Partial<FaultOrder> = {}): FaultOrder => ({
  operation: 'createThing',
  position: 'before',
  kind: 'status',
  status: 503,
  ...more,
})

/** Which of so many calls are struck, counted from one. */
function struckCalls(table: FaultTable, calls: number): number[] {
  const numbers = Array.from({ length: calls }, (_, i) => i + 1)
  return numbers.filter(() => table.strike('createThing', 'before') !== undefined)
}

describe('a fault', () => {
  it('of the first n calls strikes exactly those', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat({ max: 20 }), (first, calls) => {
        const table = new FaultTable()
        table.add(order({ first }))
        const expected = Array.from({ length: Math.min(first, calls) }, (_, i) => i + 1)
        expect(struckCalls(table, calls)).toEqual(expected)
      }),
    )
  })

  it('of every n-th call strikes exactly those', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), (every) => {
        const table = new FaultTable()
        table.add(order({ every }))
        expect(struckCalls(table, 12)).toEqual(
          Array.from({ length: 12 }, (_, i) => i + 1).filter((call) => call % every === 0),
        )
      }),
    )
  })

  it('without a count strikes every call', () => {
    const table = new FaultTable()
    table.add(order())
    expect(struckCalls(table, 3)).toEqual([1, 2, 3])
  })

  it('strikes its own operation at its own position only, and counts what it saw', () => {
    const table = new FaultTable()
    table.add(order({ first: 1 }))
    expect(table.strike('listThings', 'before')).toBeUndefined()
    expect(table.strike('createThing', 'after-commit')).toBeUndefined()
    expect(table.strike('createThing', 'before')).toMatchObject({ id: 1, seen: 1, hits: 1 })
    expect(table.strike('createThing', 'before')).toBeUndefined()
    expect(table.list()).toMatchObject([{ id: 1, seen: 2, hits: 1 }])
  })

  it('registered earlier goes first; the later one sees the call and strikes once it is free', () => {
    const table = new FaultTable()
    const earlier = table.add(order({ first: 1 }))
    const later = table.add(order({ first: 2 }))
    const strike = () => table.strike('createThing', 'before')?.id
    expect([strike(), strike(), strike()]).toEqual([earlier.id, later.id, undefined])
    expect(table.list().map(({ seen, hits }) => [seen, hits])).toEqual([
      [3, 1],
      [3, 1],
    ])
  })

  it('that was removed strikes no more, and its id does not come again', () => {
    const table = new FaultTable()
    const { id } = table.add(order())
    expect(table.remove(id)).toBe(true)
    expect(table.remove(id)).toBe(false)
    expect(struckCalls(table, 2)).toEqual([])
    expect(table.add(order()).id).not.toBe(id)
    table.clear()
    expect(table.list()).toEqual([])
  })
})
