import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Json } from '../../kernel/json.ts'
import { differences, wrongMatcher } from './match.ts'

const matches = (expected: Json, found: unknown): boolean => differences(expected, found, 'body').length === 0

describe('a value is as expected', () => {
  test.for<[Json, unknown, boolean]>([
    [1, 1, true],
    [1, '1', false],
    [{ a: 1 }, { a: 1, b: 2 }, true],
    [{ a: { b: null } }, { a: { b: null, c: 1 } }, true],
    [{ a: 1 }, {}, false],
    [{ toString: { any: true } }, {}, false],
    [[1, { a: 2 }], [1, { a: 2, b: 3 }], true],
    [[1], [1, 2], false],
    [{ equals: { a: 1 } }, { a: 1 }, true],
    [{ equals: { a: 1 } }, { a: 1, b: 2 }, false],
    [{ equals: { contains: 'x' } }, { contains: 'x' }, true],
    [{ contains: 'der' }, 'order', true],
    [{ contains: 'Der' }, 'order', false],
    [{ contains: { name: 'vip' } }, [{ name: 'a' }, { name: 'vip', id: 3 }], true],
    [{ contains: { name: 'vip' } }, [{ name: 'a' }], false],
    [{ like: 'h-*' }, 'h-1', true],
    [{ like: 'h-*' }, 1, false],
    [{ any: true }, null, true],
    [{ any: true }, undefined, false],
    [{ any: 'array' }, [], true],
    [{ any: 'object' }, [], false],
    [{ absent: true }, undefined, true],
    [{ absent: true }, null, false],
    [{ a: { absent: true } }, { b: 1 }, true],
    [{ absent: false }, null, true],
    [{ contains: 'x', like: 'x' }, { contains: 'x', like: 'x' }, true],
  ])('%j and %j: %s', ([expected, found, is]) => {
    expect(matches(expected, found)).toBe(is)
  })
})

it('each difference names its field, what was expected and what was there', () => {
  expect(differences({ a: [{ b: 1 }], c: { like: 'x*' }, d: 2 }, { a: [{ b: 2 }], c: 5 }, 'body')).toEqual([
    { field: 'body.a.0.b', expected: '1', found: 2 },
    { field: 'body.c', expected: 'a text like "x*"', found: 5 },
    { field: 'body.d', expected: '2', found: undefined },
  ])
})

it('what a value is itself it matches, exactly and in part', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json
      expect(matches({ equals: json }, json)).toBe(true)
    }),
  )
})

test.for<[Json, string]>([
  [{ a: { like: 5 } }, 'body.a.like'],
  [{ absent: 1 }, 'body.absent'],
  [{ a: [{ any: 'text' }] }, 'body.a.0.any'],
  [{ contains: { any: 7 } }, 'body.contains.any'],
])('what %j says wrongly is named', ([expected, field]) => {
  expect(wrongMatcher(expected, 'body')?.field).toBe(field)
})
