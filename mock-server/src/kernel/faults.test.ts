import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FaultTable } from './faults.ts'
import type { FaultRule } from './faults.ts'

interface Call {
  readonly operation: string
}
type Rule = FaultRule<Call> & { readonly operation: string }
type Timing = Partial<Omit<Rule, 'matches'>>

const CREATE = { operation: 'createThing' }

const rule = ({ operation = 'createThing', ...more }: Timing = {}): Rule => ({
  operation,
  moment: 'before',
  urgent: false,
  matches: (call) => call.operation === operation,
  ...more,
})

const tableOf = (...rules: Timing[]) => {
  const table = new FaultTable<Call, Rule>(7)
  for (const timing of rules) table.add(rule(timing))
  return table
}

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1)

/** Which of so many calls are struck, counted from one. */
const struckCalls = (table: FaultTable<Call, Rule>, calls: number): number[] =>
  numbers(calls).filter((now) => table.strike('before', now, CREATE) !== undefined)

describe('a fault', () => {
  it('of the first n calls strikes exactly those', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.nat({ max: 20 }), (first, calls) => {
        expect(struckCalls(tableOf({ first }), calls)).toEqual(numbers(Math.min(first, calls)))
      }),
    )
  })

  it('of every n-th call strikes exactly those', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), (every) => {
        const expected = numbers(12).filter((call) => call % every === 0)
        expect(struckCalls(tableOf({ every }), 12)).toEqual(expected)
      }),
    )
  })

  it.for<[string, Timing, number[]]>([
    ['without a count strikes every call', {}, numbers(9)],
    ['after n calls counts from there', { after: 2, first: 3 }, [3, 4, 5]],
    ['after n calls strikes every so-manyth of the rest', { after: 1, every: 3 }, [4, 7]],
    ['that strikes n times at the most ends then', { every: 2, times: 2 }, [2, 4]],
    ['of an interval begins with it and ends before its end', { from: 3, until: 6 }, [3, 4, 5]],
    ['of an interval counts the calls of the interval only', { from: 4, every: 2 }, [5, 7, 9]],
  ])('%s', ([, timing, expected]) => {
    expect(struckCalls(tableOf(timing), 9)).toEqual(expected)
  })

  it('says how often it can strike yet', () => {
    const remaining = (timing: Timing, calls: number) => {
      const table = tableOf(timing)
      struckCalls(table, calls)
      return table.list()[0]?.remaining
    }
    expect(remaining({}, 3)).toBeNull()
    expect(remaining({ first: 4 }, 3)).toBe(1)
    expect(remaining({ first: 4 }, 9)).toBe(0)
    expect(remaining({ first: 4, after: 2 }, 1)).toBe(4)
    expect(remaining({ first: 4, after: 2 }, 3)).toBe(3)
    expect(remaining({ times: 3, every: 2 }, 5)).toBe(1)
  })

  it('strikes its own calls at its own moment only, and counts what it saw', () => {
    const table = tableOf({ first: 1 })
    expect(table.strike('before', 0, { operation: 'listThings' })).toBeUndefined()
    expect(table.strike('answered', 0, CREATE)).toBeUndefined()
    expect(table.strike('before', 0, CREATE)).toMatchObject({ id: 1 })
    expect(table.strike('before', 0, CREATE)).toBeUndefined()
    expect(table.list()).toMatchObject([{ id: 1, seen: 2, hits: 1 }])
  })

  it('registered earlier goes first; the later one sees the call and strikes once it is free', () => {
    const table = tableOf({ first: 1 }, { first: 2 })
    expect([1, 2, 3].map((now) => table.strike('before', now, CREATE)?.id)).toEqual([1, 2, undefined])
    expect(table.list().map(({ seen, hits }) => [seen, hits])).toEqual([
      [3, 1],
      [3, 1],
    ])
  })

  it('that is urgent goes before those registered earlier, and after the urgent ones among them', () => {
    const table = tableOf({}, { urgent: true, times: 1 }, { urgent: true })
    expect([1, 2].map((now) => table.strike('before', now, CREATE)?.id)).toEqual([2, 3])
  })

  it('that was removed strikes no more, and its id does not come again', () => {
    const table = tableOf({})
    expect(table.idle).toBe(false)
    expect(table.remove(({ id }) => id === 1)).toBe(1)
    expect(table.remove(({ id }) => id === 1)).toBe(0)
    expect(table.idle).toBe(true)
    expect(struckCalls(table, 2)).toEqual([])
    expect(table.add(rule()).id).toBe(2)
  })
})

describe('chance', () => {
  const lucky = (seed: number, probability: number, calls = 400) => {
    const table = new FaultTable<Call, Rule>(seed)
    table.add(rule({ probability }))
    return struckCalls(table, calls)
  }

  it('strikes the same calls with the same seed, and others with another', () => {
    expect(lucky(1, 0.5)).toEqual(lucky(1, 0.5))
    expect(lucky(1, 0.5)).not.toEqual(lucky(2, 0.5))
  })

  it('strikes about as many calls as it should, whatever the seed', () => {
    for (const seed of numbers(20)) {
      expect(lucky(seed, 0.25, 2_000).length).toBeGreaterThan(400)
      expect(lucky(seed, 0.25, 2_000).length).toBeLessThan(600)
    }
    expect(lucky(3, 1, 50)).toEqual(numbers(50))
  })

  it('of one fault does not depend on what others take from it', () => {
    const alone = lucky(7, 0.5)
    const table = new FaultTable<Call, Rule>(7)
    table.add(rule({ probability: 0.5 }))
    table.add(rule({ urgent: true, every: 3 }))
    const struck = numbers(400).filter((now) => table.strike('before', now, CREATE)?.id === 1)
    expect(struck).toEqual(alone.filter((call) => call % 3 !== 0))
  })

  it('begins anew, with ids, when the table is reset', () => {
    const table = new FaultTable<Call, Rule>(7)
    const play = () => {
      table.add(rule({ probability: 0.5 }))
      return [table.list()[0]?.id, struckCalls(table, 50)]
    }
    const before = play()
    table.reset()
    expect(table.idle).toBe(true)
    expect(play()).toEqual(before)
  })
})

describe('any mix of faults', () => {
  const timings: fc.Arbitrary<Timing> = fc.record(
    {
      operation: fc.constantFrom('a', 'b'),
      urgent: fc.boolean(),
      moment: fc.constantFrom('before', 'answered'),
      after: fc.nat(3),
      first: fc.integer({ min: 1, max: 5 }),
      every: fc.integer({ min: 1, max: 4 }),
      times: fc.integer({ min: 1, max: 4 }),
      probability: fc.double({ min: 0.1, max: 1, noNaN: true }),
      from: fc.nat(20),
      until: fc.nat(40),
    },
    { requiredKeys: [] },
  )
  const calls = fc.array(
    fc.record({
      operation: fc.constantFrom('a', 'b', 'c'),
      moment: fc.constantFrom('before' as const, 'answered' as const),
    }),
    { maxLength: 40 },
  )

  it('hits what it says it hit, and sees what matches in its time', () => {
    fc.assert(
      fc.property(fc.array(timings, { maxLength: 6 }), calls, fc.integer(), (rules, made, seed) => {
        const play = () => {
          const table = new FaultTable<Call, Rule>(seed)
          for (const timing of rules) table.add(rule(timing))
          const struck = made.map(
            ({ moment, operation }, now) => table.strike(moment, now, { operation })?.id,
          )
          return { table, struck }
        }
        const { table, struck } = play()
        expect(play().struck).toEqual(struck)
        for (const { id, rule: one, seen, hits, remaining } of table.list()) {
          const { from = 0, until = Infinity } = one
          const matching = made.filter(
            (call, now) =>
              call.moment === one.moment && call.operation === one.operation && now >= from && now < until,
          )
          expect(seen).toBe(matching.length)
          expect(hits).toBe(struck.filter((other) => other === id).length)
          expect(hits).toBeLessThanOrEqual(Math.min(one.times ?? Infinity, one.first ?? Infinity, seen))
          expect(remaining === null).toBe(one.times === undefined && one.first === undefined)
          if (remaining !== null) expect(remaining).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })
})

describe('a call that is held', () => {
  it('is counted while it waits', async () => {
    const table = tableOf({})
    const { promise, resolve } = Promise.withResolvers<undefined>()
    const held = table.hold(1, () => promise)
    expect(table.list()).toMatchObject([{ waiting: 1 }])
    resolve(undefined)
    await held
    expect(table.list()).toMatchObject([{ waiting: 0 }])
  })

  it('is let go when the table is reset', async () => {
    const table = tableOf({})
    const held = table.hold(1, (ended) => {
      return new Promise((_, reject) => ended.addEventListener('abort', () => reject(new Error('ended'))))
    })
    table.reset()
    await expect(held).rejects.toThrow('ended')
  })

  it('is one of ten thousand at the most: the next does not wait', async () => {
    const table = tableOf({})
    const { promise } = Promise.withResolvers<undefined>()
    const forever = () => promise
    for (let call = 0; call < 10_000; call++) void table.hold(1, forever)
    await expect(table.hold(1, forever)).resolves.toBeUndefined()
    expect(table.list()).toMatchObject([{ waiting: 10_000 }])
  })
})
