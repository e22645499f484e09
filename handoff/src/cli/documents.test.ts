import { describe, expect, it } from 'vitest'
import { readDocuments } from './documents.ts'

const read = (text: string) => readDocuments('in.json', new TextEncoder().encode(text))

describe('an input', () => {
  it('is one value, an array, or JSON Lines', () => {
    expect(read('{\n  "a": 1\n}')).toEqual([{ ok: true, source: 'in.json', value: { a: 1 } }])
    expect(read('[1, 2]')).toMatchObject([
      { source: 'in.json[0]', value: 1 },
      { source: 'in.json[1]', value: 2 },
    ])
    expect(read('{"a": 1}\n\n{"a": 2}\r\n')).toMatchObject([
      { source: 'in.json:1', value: { a: 1 } },
      { source: 'in.json:3', value: { a: 2 } },
    ])
    expect(read('{"a": 1}\n')).toHaveLength(1)
  })

  it.each([
    [
      '{\n  "a": 1',
      'in.json:2:9: not JSON: the text ends too early: expected "," or the end of the list or object',
    ],
    ['{"a": 1}\n{"a": \n', 'in.json:2:7: not JSON: the text ends too early: expected a value'],
    ['', 'in.json:1:1: the input is empty'],
  ])('that is broken gives nothing but the place: %j', (text, message) => {
    expect(read(text)).toEqual([{ ok: false, source: expect.any(String) as string, message }])
  })

  it('that is not UTF-8 is refused', () => {
    expect(readDocuments('in.json', Uint8Array.of(0x22, 0xff, 0x22))).toMatchObject([
      { ok: false, message: 'in.json: not UTF-8 text' },
    ])
  })
})
