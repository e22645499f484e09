import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cloneTrees, Collection, collection, emptyTrees } from './collection.ts'
import type { Trees, WalkOptions } from './collection.ts'
import { compareKeys, startsWith } from './key.ts'
import type { Key } from './key.ts'

interface Pet {
  readonly id: number
  readonly kind: string
  readonly age: number | null
  readonly toys: readonly string[]
}

const spec = collection<Pet>()({
  byKind: ['kind'],
  byAge: ['age'],
  byAgeAndKind: ['age', 'kind'],
  byKindAndAge: (pet) => [[pet.kind, pet.age]],
  byToy: (pet) => pet.toys.map((toy) => [toy]),
})

/** The keys of a pet in each index; one whose age is not known stands in none that names the field. */
const keys = {
  byKind: (pet: Pet): Key[] => [[pet.kind]],
  byAge: (pet: Pet): Key[] => (pet.age === null ? [] : [[pet.age]]),
  byAgeAndKind: (pet: Pet): Key[] => (pet.age === null ? [] : [[pet.age, pet.kind]]),
  byKindAndAge: (pet: Pet): Key[] => [[pet.kind, pet.age]],
  byToy: (pet: Pet): Key[] => pet.toys.map((toy) => [toy]),
}
type Index = keyof typeof keys

function petShop() {
  let trees: Trees<Pet> = emptyTrees()
  const changes: [before: Pet | undefined, after: Pet | undefined][] = []
  const pets = new Collection<Pet, Index>(spec, {
    read: () => trees,
    write: () => trees,
    changed: (before, after) => changes.push([before, after]),
  })
  const snapshot = () => {
    const kept = trees
    trees = cloneTrees(kept)
    return new Collection<Pet, Index>(spec, {
      read: () => kept,
      write: () => {
        throw new Error('A snapshot is read only.')
      },
      changed: () => undefined,
    })
  }
  return { pets, changes, snapshot }
}

/** What a walk has to give, found without an index. */
function scan(pets: Iterable<Pet>, index: Index, { prefix = [], after, reverse }: WalkOptions): Pet[] {
  const entries = [...pets].flatMap((pet) =>
    keys[index](pet).map((key): [Key, Pet] => [[...key, pet.id], pet]),
  )
  const sign = reverse === true ? -1 : 1
  return entries
    .filter(([key]) => startsWith(key, prefix))
    .filter(([key]) => after === undefined || sign * compareKeys(key, after) > 0)
    .sort(([a], [b]) => sign * compareKeys(a, b))
    .map(([, pet]) => pet)
}

const kind = fc.constantFrom('cat', 'dog', 'eel')
const age = fc.option(fc.integer({ min: 0, max: 4 }), { nil: null })
const pet: fc.Arbitrary<Pet> = fc.record({
  id: fc.integer({ min: 1, max: 25 }),
  kind,
  age,
  toys: fc.uniqueArray(fc.constantFrom('ball', 'rope', 'bell'), { maxLength: 3 }),
})
const step = fc.oneof(
  { weight: 4, arbitrary: pet.map((row) => ({ put: row })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 25 }).map((id) => ({ remove: id })) },
)
const steps = fc.array(step, { maxLength: 60 })

const walks = fc.record({
  index: fc.constantFrom<Index>('byKind', 'byAge', 'byAgeAndKind', 'byKindAndAge', 'byToy'),
  place: pet,
  usePrefix: fc.boolean(),
  useAfter: fc.boolean(),
  reverse: fc.boolean(),
})

/** A walk from the place of a row, there or not: with its full key as `after`, its first part as prefix. */
function optionsOf({
  index,
  place,
  usePrefix,
  useAfter,
  reverse,
}: typeof walks extends fc.Arbitrary<infer T> ? T : never): WalkOptions {
  const [key] = keys[index](place)
  if (key === undefined) return { reverse }
  return {
    reverse,
    ...(usePrefix && { prefix: key.slice(0, 1) }),
    ...(useAfter && { after: [...key, place.id] }),
  }
}

function carryOut(pets: Collection<Pet, Index>, program: readonly ({ put: Pet } | { remove: number })[]) {
  for (const one of program) {
    if ('put' in one) pets.put(one.put)
    else pets.remove(one.remove)
  }
}

describe('a collection', () => {
  it('walks an index exactly as a scan of all rows would', () => {
    fc.assert(
      fc.property(steps, fc.array(walks, { minLength: 5, maxLength: 10 }), (program, ways) => {
        const { pets } = petShop()
        carryOut(pets, program)
        for (const way of ways) {
          const options = optionsOf(way)
          expect([...pets.walk(way.index, options)]).toEqual(scan(pets.values(), way.index, options))
          const { prefix = [] } = options
          expect(pets.first(way.index, prefix)).toEqual(scan(pets.values(), way.index, { prefix })[0])
          expect(pets.list(way.index, prefix)).toEqual(scan(pets.values(), way.index, { prefix }))
        }
      }),
    )
  })

  it('walks alike whether it was looked at between changes, after them, or after more than wait for their indexes', () => {
    const cats = Array.from({ length: 300 }, (_, i) => ({
      id: (i % 100) + 1,
      kind: 'cat',
      age: i % 7,
      toys: [],
    }))
    const seen = [1, 50, 300].map((between) => {
      const { pets } = petShop()
      for (const [i, cat] of cats.entries()) {
        pets.put(cat)
        if (i % 3 === 0) pets.remove(cat.id - 1)
        if (i % between === 0) expect(pets.first('byKind', ['cat'])).toBeDefined()
      }
      return [...pets.walk('byAge')].map(({ id }) => id)
    })
    expect(seen[1]).toEqual(seen[0])
    expect(seen[2]).toEqual(seen[0])
    expect(seen[0]?.length).toBeGreaterThan(60)
  })

  it('holds what a map holds, in the order of ids', () => {
    fc.assert(
      fc.property(steps, (program) => {
        const { pets } = petShop()
        const map = new Map<number, Pet>()
        carryOut(pets, program)
        for (const one of program) {
          if ('put' in one) map.set(one.put.id, one.put)
          else map.delete(one.remove)
        }
        expect([...pets.values()]).toEqual([...map.values()].sort((a, b) => a.id - b.id))
        expect(pets.size).toBe(map.size)
      }),
    )
  })

  it('leaves a snapshot as it was, rows and indexes, whatever is written afterwards', () => {
    fc.assert(
      fc.property(steps, steps, (before, after) => {
        const { pets, snapshot } = petShop()
        carryOut(pets, before)
        const kept = snapshot()
        const look = () => ({
          rows: [...kept.values()],
          walks: Object.keys(keys).map((index) => [...kept.walk(index as Index)]),
        })
        const then = look()
        carryOut(pets, after)
        expect(look()).toEqual(then)
      }),
    )
  })

  it('tells of each change the row before and after', () => {
    const { pets, changes } = petShop()
    const rex: Pet = { id: 1, kind: 'dog', age: 2, toys: [] }
    pets.put(rex)
    const older = pets.patch(1, { age: 3 })
    pets.remove(1)
    expect(older).toEqual({ ...rex, age: 3 })
    expect(changes).toEqual([
      [undefined, rex],
      [rex, older],
      [older, undefined],
    ])
  })

  it('takes no notice of the same row again, and of the removal of none', () => {
    const { pets, changes } = petShop()
    const rex = pets.put({ id: 1, kind: 'dog', age: 2, toys: [] })
    pets.put(rex)
    expect(pets.remove(2)).toBeUndefined()
    expect(changes).toHaveLength(1)
  })

  it('refuses to patch a row that is not there', () => {
    const { pets } = petShop()
    expect(() => pets.patch(7, { age: 1 })).toThrow('No row 7')
  })

  it('finds the first row of an index below a prefix', () => {
    const { pets } = petShop()
    pets.put({ id: 2, kind: 'cat', age: 1, toys: ['ball'] })
    pets.put({ id: 1, kind: 'cat', age: 5, toys: ['ball', 'rope'] })
    expect(pets.first('byKindAndAge', ['cat'])?.id).toBe(2)
    expect(pets.first('byToy', ['rope'])?.id).toBe(1)
    expect(pets.first('byKind', ['eel'])).toBeUndefined()
  })
})
