import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readJson } from './read-json.ts'

describe('readJson', () => {
  it('reads JSON, with or without a byte order mark', () => {
    expect(readJson('\uFEFF{"a": [1, null]}')).toEqual({ ok: true, value: { a: [1, null] } })
  })

  it.each([
    ['{"a": 1,}', 1, 9, 'expected a key in double quotes'],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected "," or "}"'],
    ['[1, 2', 1, 6, 'the text ends too early: expected "," or the end of the list or object'],
    ['{"a": "x', 1, 9, 'the text ends too early: expected the end of a string'],
    ['[1,]', 1, 4, 'expected a value'],
    ['{"a" 1}', 1, 6, 'expected ":"'],
    ['{a: 1}', 1, 2, 'expected a key in double quotes or "}"'],
    ['"a\\x"', 1, 3, 'expected an escape such as \\n or \\u00e9'],
    ['"a\nb"', 1, 3, 'expected no line break or control character in a string'],
    ['nul', 1, 1, 'expected a value'],
    ['{} {}', 1, 4, 'expected nothing after the value'],
    ['01', 1, 2, 'expected nothing after the value'],
    ['', 1, 1, 'the text ends too early: expected a value'],
  ])('names the place where %j breaks', (text, line, column, message) => {
    expect(readJson(text)).toEqual({ ok: false, line, column, message })
  })

  it('finds a place in every prefix of a JSON text, at its end', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), (json, cut) => {
        const prefix = json.slice(0, cut % (json.length + 1))
        const read = readJson(prefix)
        if (read.ok) return
        // Numbers and literals can break where they begin; everything else breaks at the end.
        expect(prefix.length - (read.column - 1)).toBeLessThanOrEqual(40)
        expect(read.message).not.toBe('')
      }),
    )
  })

  it('ends for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",: \n\\u01-ent'.split('')) }), (text) => {
        const read = readJson(text)
        if (!read.ok) expect(read.column).toBeGreaterThan(0)
      }),
      { numRuns: 2000 },
    )
  })

  it('is not confused by a deep text', () => {
    expect(readJson('['.repeat(100_000))).toMatchObject({ ok: false, line: 1, column: 100_001 })
  })
})
