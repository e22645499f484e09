import { describe, expect, it } from 'vitest'
import { inOrder } from './in-order.ts'

const never = new AbortController().signal

/** Work that ends when the test says so. */
function manualWork() {
  const ends = new Map<string, () => void>()
  const begun: string[] = []
  const work = (piece: string) =>
    new Promise<string>((resolve) => {
      begun.push(piece)
      ends.set(piece, () => resolve(piece.toUpperCase()))
    })
  return { begun, work, end: (piece: string) => ends.get(piece)?.() }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('inOrder', () => {
  it('hands results out in the order of the batch, whichever ends first', async () => {
    const { work, end } = manualWork()
    const results: string[] = []
    const batch = inOrder(['a', 'b'], { atOnce: 2, lane: (piece) => piece, stop: never }, work, (r) =>
      results.push(r),
    )
    end('b')
    await settle()
    expect(results).toEqual([])
    end('a')
    expect(await batch).toBe(0)
    expect(results).toEqual(['A', 'B'])
  })

  it('runs no more at once than it may, and one lane one after the other', async () => {
    const { begun, work, end } = manualWork()
    const batch = inOrder(
      ['a1', 'a2', 'b1', 'c1'],
      { atOnce: 2, lane: (piece) => piece[0], stop: never },
      work,
      () => undefined,
    )
    expect(begun).toEqual(['a1', 'b1'])
    end('b1')
    await settle()
    expect(begun).toEqual(['a1', 'b1', 'c1'])
    end('a1')
    await settle()
    expect(begun).toEqual(['a1', 'b1', 'c1', 'a2'])
    end('a2')
    end('c1')
    expect(await batch).toBe(0)
  })

  it('begins nothing after a stop, lets the running ones end and counts the rest', async () => {
    const { work, end, begun } = manualWork()
    const stop = new AbortController()
    const results: string[] = []
    const batch = inOrder(['a', 'b', 'c'], { atOnce: 1, lane: (p) => p, stop: stop.signal }, work, (r) =>
      results.push(r),
    )
    stop.abort()
    end('a')
    expect(await batch).toBe(2)
    expect(results).toEqual(['A'])
    expect(begun).toEqual(['a'])
  })

  it('has nothing to do with an empty batch', async () => {
    const work = () => Promise.reject(new Error('not to be called'))
    expect(await inOrder([], { atOnce: 1, lane: () => 0, stop: never }, work, () => undefined)).toBe(0)
  })
})
