import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareKeys, HIGHEST, startsWith } from './key.ts'
import type { Key, KeyPart } from './key.ts'

const stored: fc.Arbitrary<KeyPart> = fc.oneof(
  fc.constant(null),
  fc.integer({ min: -3, max: 3 }),
  fc.double({ noNaN: true }),
  fc.constantFrom('', 'a', 'b', 'ab'),
  fc.string(),
)
const keys: fc.Arbitrary<Key> = fc.array(stored, { maxLength: 4 })

describe('compareKeys', () => {
  it('is a total order: reversed with its arguments, and transitive', () => {
    fc.assert(
      fc.property(keys, keys, keys, (a, b, c) => {
        expect(Math.sign(compareKeys(a, b))).toBe(0 - Math.sign(compareKeys(b, a)))
        if (compareKeys(a, b) <= 0 && compareKeys(b, c) <= 0) expect(compareKeys(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })

  it('takes only keys of the same parts for equal', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const same = a.length === b.length && a.every((part, i) => part === b[i])
        expect(compareKeys(a, b) === 0).toBe(same)
      }),
    )
  })

  it('puts null before numbers, numbers before texts, texts before HIGHEST', () => {
    const sorted: KeyPart[] = [null, -1, 0, Infinity, '', 'a', HIGHEST]
    expect([...sorted].reverse().sort((a, b) => compareKeys([a], [b]))).toEqual(sorted)
  })

  it('puts every key between its prefix and its prefix with HIGHEST', () => {
    fc.assert(
      fc.property(keys, keys, (prefix, rest) => {
        const key = [...prefix, ...rest]
        expect(startsWith(key, prefix)).toBe(true)
        expect(compareKeys(prefix, key)).toBeLessThanOrEqual(0)
        expect(compareKeys(key, [...prefix, HIGHEST])).toBeLessThan(0)
      }),
    )
  })
})

it('a key that differs in one part of the prefix does not start with it', () => {
  expect(startsWith([1, 'a', 2], [1, 'b'])).toBe(false)
  expect(startsWith([1], [1, 'a'])).toBe(false)
  expect(startsWith([1], [])).toBe(true)
})
