import { describe, expect, test } from 'vitest'
import { clean, clip } from './clean.ts'
import { guardQuotes } from './quote-guard.ts'

describe('what cannot be seen is dropped', () => {
  test.each([
    ['a\u200bb\u200cc\u200dd\ufeffe', 'abcde'],
    ['\u202Egpj.exe\u202C', 'gpj.exe'],
    ['a\u0000b\u0007c\u009bd', 'abcd'],
    ['one\r\ntwo\rthree\u2028four', 'one\ntwo\nthree\nfour'],
    ['hidden\u{e0041}\u{e0042}', 'hidden'],
    ['half \ud83d', 'half \ufffd'],
  ])('%j', (text, result) => expect(clean(text)).toBe(result))

  test.each(['👩‍👩‍👧', '👩🏽‍🚀', '🏳️‍🌈', 'ä e\u0301', '日本語', 'שלום'])('%s stays whole', (text) =>
    expect(clean(text)).toBe(text),
  )

  test('a text is cut between characters', () => expect(clip('👍👍👍', 2)).toBe('👍…'))
})

describe('what help desks take for a quotation or a signature gets a bar', () => {
  test.each([
    ['> quoted', '│ quoted'],
    ['>> twice', '│ │ twice'],
    ['On Mon, 24 Nov 2025, Support wrote:', '│ On Mon, 24 Nov 2025, Support wrote:'],
    [
      'On Mon, 24 Nov 2025, Support\n<s@x.example> wrote:',
      '│ On Mon, 24 Nov 2025, Support\n│ <s@x.example> wrote:',
    ],
    [
      `On x, ${'y'.repeat(800)} wrote: ${'z'.repeat(800)}:`,
      `│ On x, ${'y'.repeat(800)} wrote: ${'z'.repeat(800)}:`,
    ],
    ['Am 24.11.2025 schrieb Dana:', '│ Am 24.11.2025 schrieb Dana:'],
    ['-----Original Message-----', '│ Original Message'],
    ['From: a\nSent: b\nTo: c', '│ From: a\n│ Sent: b\n│ To: c'],
    ['--', '│ '],
    ['Sent from my iPhone', '│ Sent from my iPhone'],
  ])('%j', (text, result) => expect(guardQuotes(text)).toBe(result))

  test.each(['On Monday I wrote to you', 'From: Berlin', 'a > b', 'a - b', 'Date: tomorrow'])(
    '%j does not',
    (text) => expect(guardQuotes(text)).toBe(text),
  )
})
