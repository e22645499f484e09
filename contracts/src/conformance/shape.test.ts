import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compareShapes } from './differences.ts'
import { mergeShapes, shapeOf, widenShape } from './shape.ts'
import { readShape, writeShape } from './shape-text.ts'

const value = fc.jsonValue({ maxDepth: 4 })

describe('the shape of a value', () => {
  it('holds types and keys in their order, and no value', () => {
    expect(writeShape(shapeOf({ id: 7, name: 'Dana', score: 1.5, tags: [{ id: 1 }], meta: null }))).toEqual({
      type: 'object',
      keys: {
        id: 'integer',
        name: 'string',
        score: 'number',
        tags: { type: 'array', items: { type: 'object', keys: { id: 'integer' } } },
        meta: 'null',
      },
    })
    expect(Object.keys(shapeOf({ b: 1, a: 2 }).keys ?? {})).toEqual(['b', 'a'])
  })

  it('does not tell ids that stand as keys', () => {
    const written = JSON.stringify(
      shapeOf({ '319613': { value: 'a' }, '6a8ee355f22a0b59f9b3ac3d': { value: null } }),
    )
    expect(written).not.toMatch(/\d/)
    expect(readShape(writeShape(JSON.parse(written) as never)).keys).toHaveProperty('*')
  })

  it('says of the rows of a list what all of them have, and what only some have', () => {
    const { items } = shapeOf([
      { id: 1, color: null },
      { id: 2, color: 'red', kind: 'x' },
    ])
    expect(items && writeShape(items)).toEqual({
      type: 'object',
      keys: { id: 'integer', color: 'null | string', kind: 'string' },
      optional: ['kind'],
    })
  })

  it('is read as it was written', () => {
    fc.assert(
      fc.property(value, (json) => {
        const shape = shapeOf(json)
        expect(readShape(JSON.parse(JSON.stringify(writeShape(shape))))).toEqual(shape)
      }),
    )
    expect(() => readShape({ type: 'text' })).toThrow('"text" is no type')
  })

  it('fits itself, and every merged shape that it is part of', () => {
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [a, b] = [shapeOf(one), shapeOf(other)]
        expect(compareShapes(a, a)).toEqual([])
        const strange = compareShapes(mergeShapes(a, b), a).filter(({ kind }) => kind !== 'empty')
        expect(strange.filter(({ kind }) => kind !== 'order')).toEqual([])
      }),
    )
  })

  it('takes types over from recordings of the same thing, but no keys', () => {
    const wide = widenShape(shapeOf({ name: null, sender: null }), [
      shapeOf({ name: 'a', sender: { id: 1 }, new: 1 }),
    ])
    expect(writeShape(wide)).toEqual({
      type: 'object',
      keys: { name: 'null | string', sender: { type: 'null | object', keys: { id: 'integer' } } },
    })
  })
})

describe('a comparison of shapes', () => {
  const recorded = { id: 1, name: 'a', meta: null, tags: [{ id: 1 }] }
  const differences = (simulated: object) =>
    compareShapes(shapeOf(recorded), shapeOf(simulated)).map(({ kind, at }) => `${kind} ${at}`)

  it.each([
    ['a key that is missing', { id: 1, name: 'a', tags: [{ id: 1 }] }, ['missing meta']],
    ['a key that is new', { ...recorded, extra: 1 }, ['extra extra']],
    ['another order', { name: 'a', id: 1, meta: null, tags: [{ id: 1 }] }, ['order ']],
    ['a type that was not seen', { ...recorded, id: '1' }, ['type id']],
    ['null where there was none', { ...recorded, name: null }, ['type name']],
    ['a text where there was null only', { ...recorded, meta: 'x' }, ['type meta']],
    ['a list without rows', { ...recorded, tags: [] }, ['empty tags[]']],
    ['a key that only some rows have', { ...recorded, tags: [{ id: 1 }, {}] }, ['missing tags[].id']],
  ])('tells %s', (_what, simulated, expected) => {
    expect(differences(simulated)).toEqual(expected)
  })

  it('says of two orders only where they part', () => {
    const [difference] = compareShapes(
      shapeOf({ a: 1, b: 1, c: 1, d: 1 }),
      shapeOf({ a: 1, c: 1, b: 1, d: 1 }),
    )
    expect(difference).toMatchObject({ recorded: 'b, c', simulated: 'c, b' })
  })
})
