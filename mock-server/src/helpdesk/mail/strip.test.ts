import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stripHtml, stripText } from './strip.ts'

/** Heads of quotes in some languages: each would repeat, where a dollar stands, all that precedes it. */
const DOLLARS = [
  ['On', 'wrote'],
  ['Le', 'écrit'],
  ['El', 'escribió'],
  ['Il', 'scritto'],
  ['Em', 'escreveu'],
]

describe('the text of an e-mail without what it quotes', () => {
  it.for<[what: string, text: string, own: string]>([
    [
      'a quote with its head',
      'Thanks!\n\nOn Mon, 2 Mar 2026, Acme <a@b.test> wrote:\n> Soon.\n> Best',
      'Thanks!',
    ],
    ['a German head', 'Danke\n\nAm 02.03.2026 um 09:00 schrieb Acme <a@b.test>:\n> Bald', 'Danke'],
    [
      'a forwarded head',
      'See below\n\n-----Original Message-----\nFrom: Acme <a@b.test>\n\nSoon',
      'See below',
    ],
    ['a signature', 'Where is it?\n\n-- \nAna Lima\n+49 30 1234', 'Where is it?'],
    ['a telephone', 'Where is it?\n\nSent from my iPhone', 'Where is it?'],
    ['answers between quotes', 'Yes.\n> When?\nTomorrow.', 'Yes.\nTomorrow.'],
    ['nothing to leave out', 'One line\n\nand another', 'One line\n\nand another'],
    ['one line', '> only a quote', '> only a quote'],
    ['nothing of its own', '> only\n> quotes', '> only\n> quotes'],
    ['line ends of DOS', 'Thanks!\r\n\r\nOn Mon, Acme <a@b.test> wrote:\r\n> Soon.', 'Thanks!'],
  ])('leaves out %s', ([, text, own]) => {
    expect(stripText(text).text).toBe(own)
  })

  it('tells the signature', () => {
    expect(stripText('Where is it?\n\n-- \nAna Lima').signature).toBe('-- \nAna Lima')
    expect(stripText('Where\nis it?').signature).toBeNull()
  })

  it('keeps long lines, dollars, private characters and long gaps as they are', () => {
    const text = ['A'.repeat(3_000), 'It was $& and $`', '\uE0000\uE000', '\n'.repeat(60), 'end'].join('\n')
    expect(stripText(text).text).toBe(text)
    expect(stripText(`${text}\n\nOn Mon, Acme <a@b.test> wrote:\n> ${'long '.repeat(500)}`).text).toBe(text)
  })

  it('keeps what lies beyond the part that is looked at, unless that is quoted', () => {
    const own = Array.from({ length: 2_000 }, (_, i) => `line ${i} of mine`).join('\n')
    expect(stripText(own).text).toBe(own)
    const quoted = own.replace(/^/gm, '> ')
    expect(stripText(`Mine\n\nOn Mon, Acme <a@b.test> wrote:\n${quoted}`).text).toBe('Mine')
  })

  it.for<[what: string, text: string]>([
    ['blank lines', '\n'.repeat(500_000)],
    ['blanks', `a\n${' '.repeat(500_000)}\nb`],
    ['heads of quotes that never end', 'Op schreef\n'.repeat(100_000)],
    ['words that heads are looked for by', 'abc. x skrev y pisze z\n'.repeat(50_000)],
    ['a line that might be many heads', `x\n${'On x on at wrote '.repeat(50_000)}`],
    [
      'dollars in heads',
      `${'x\n'.repeat(100)}${DOLLARS.map(([on, wrote]) => `${on} ${'$`'.repeat(180)} me ${wrote}:`).join('\n\n')}`,
    ],
    ['nothing but quotes', '>'.repeat(200) + '\n>'.repeat(200_000)],
    ['dots and colons', 'W dniu .:\n'.repeat(50_000)],
  ])('takes no longer for %s', ([, text]) => {
    expect(stripText(text).text.length).toBeLessThanOrEqual(text.length)
  })

  it('holds nothing that the text does not hold, in its order', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('', '> quoted', '-- ', 'On Mon, A <a@b.c> wrote:', '$&', '\uE0003\uE000', 'Cheers'),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), (lines) => {
        const text = lines.join('\n')
        let at = 0
        for (const sign of stripText(text).text.replace(/\s/g, '')) {
          at = text.indexOf(sign, at) + sign.length
          expect(at, sign).toBeGreaterThanOrEqual(sign.length)
        }
      }),
    )
  })
})

describe('the HTML of an e-mail without what it quotes', () => {
  it.for<[what: string, html: string, own: string]>([
    [
      'Gorgias',
      '<div>mine</div><div><br></div><div>On Thu, A &lt;a@b.c&gt; wrote:</div><blockquote class="gorgias_quote">x</blockquote>',
      '<div>mine</div>',
    ],
    [
      'Gmail',
      '<div dir="ltr">mine</div><br><div class="gmail_quote"><div>On</div></div>',
      '<div dir="ltr">mine</div>',
    ],
    ['Outlook', '<p>mine</p><div id="appendonsend"></div><hr>', '<p>mine</p>'],
    [
      'Thunderbird',
      '<p>mine</p><div class="moz-cite-prefix">Am</div><blockquote>x</blockquote>',
      '<p>mine</p>',
    ],
    ['no program', '<p>mine</p>', '<p>mine</p>'],
    ['a quote alone', '<blockquote>x</blockquote>', '<blockquote>x</blockquote>'],
  ])('leaves out the quote of %s', ([, html, own]) => {
    expect(stripHtml(html)).toBe(own)
  })

  it.for(['<div '.repeat(200_000), '<div class="'.repeat(80_000), `x${'<br>'.repeat(200_000)}<blockquote>`])(
    'takes no longer for what is hostile',
    (html) => {
      expect(stripHtml(html).length).toBeLessThanOrEqual(html.length)
    },
  )
})
