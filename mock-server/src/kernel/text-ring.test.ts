import fc from 'fast-check'
import { expect, it } from 'vitest'
import { TextRing } from './text-ring.ts'

const text = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.nat({ max: 200_000 }).map((length) => 'x'.repeat(length)),
)

it('a ring of texts gives back every text that it has, as it was, and has the newest that fit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300_000 }), fc.array(text, { maxLength: 30 }), (limit, texts) => {
      const ring = new TextRing(limit)
      const places = texts.map((one) => ring.write(one))
      let room = limit
      let intact = true
      for (const [i, place] of [...places.entries()].reverse()) {
        const written = texts[i] ?? ''
        // Half of the ring may be lost to the gap at its end.
        room -= 2 * Buffer.byteLength(written)
        if (Buffer.byteLength(written) > limit) intact = false
        if (room > 0 && intact) expect(ring.has(place)).toBe(true)
        expect(ring.read(place)).toBe(ring.has(place) ? written : undefined)
      }
    }),
  )
})

it('a text that is larger than the ring is not kept, and what was kept before may stay', () => {
  const ring = new TextRing(10)
  const small = ring.write('abc')
  expect(ring.read(ring.write('x'.repeat(11)))).toBeUndefined()
  expect(ring.read(small)).toBe('abc')
})

it('a ring begins anew after clear', () => {
  const ring = new TextRing(100)
  ring.write('abc')
  ring.clear()
  expect(ring.read(ring.write('def'))).toBe('def')
})
