import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv, writeCsv } from './csv.ts'

describe('CSV', () => {
  it('quotes what would be read as something else, and nothing more', () => {
    const row = ['plain', 'a,b', 'say "hi"', 'two\nlines', ' blank', 7, true, null]
    expect(writeCsv([row])).toBe('plain,"a,b","say ""hi""","two\nlines"," blank",7,true,\r\n')
  })

  it('is read as it was written, whatever stands in the cells', () => {
    const cell = fc.oneof(fc.string(), fc.constantFrom('"', ',', '\n', '\r\n', ' ', '""', 'a"b'))
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }))
    fc.assert(
      fc.property(rows, (written) => {
        expect(readCsv(writeCsv(written))).toEqual({ rows: written })
      }),
    )
  })

  it.each([
    [
      'a,b\n1,2',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['\uFEFFa\r\n\r\n1\r\n', [['a'], ['1']]],
    ['a,\n', [['a', '']]],
    ['', []],
  ])('of others is read too: %j', (text, rows) => {
    expect(readCsv(text)).toEqual({ rows })
  })

  it.each([
    ['a,b\n1,"2', 2],
    ['a\n"b"c\n', 2],
    ['a"b', 1],
  ])('that is broken names its line: %j', (text, badLine) => {
    expect(readCsv(text)).toEqual({ badLine })
  })

  it('of millions of quotes is read without running out of stack', () => {
    const text = '""'.repeat(2_000_000)
    expect(readCsv(`"${text}"`)).toEqual({ rows: [['"'.repeat(2_000_000)]] })
    expect(readCsv(`"${text}`)).toEqual({ badLine: 1 })
  })
})
