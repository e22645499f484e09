/** Elements whose content is not for reading. */
const HIDDEN = new Set('script style head title template noscript textarea svg math'.split(' '))
const BREAKS = new Set('br hr p div li tr h1 h2 h3 h4 h5 h6 blockquote table ul ol'.split(' '))
const TAG = /<(?:!--|[!?]|(\/?)([a-z][a-z0-9]*))/iy

/**
 * The words of an HTML message, with its line breaks. The result is plain text and is escaped like any other, so
 * this decides only what is legible, never what is safe. One pass: what is not closed ends the message.
 */
export function htmlToPlain(html: string): string {
  const lower = html.toLowerCase()
  let words = ''
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    const until = open < 0 ? html.length : open
    words += html.slice(at, until).replace(/\s+/g, ' ')
    if (open < 0) break
    TAG.lastIndex = open
    const tag = TAG.exec(html)
    if (!tag) {
      words += '<'
      at = open + 1
      continue
    }
    const name = tag[2]?.toLowerCase() ?? ''
    if (BREAKS.has(name) && (tag[1] === '/' || name === 'br' || name === 'hr')) words += '\n'
    at = endOf(tag[0], name, tag[1] !== '/', lower, open)
  }
  const lines = words.split('\n').map((line) => line.replace(/ +/g, ' ').trim())
  return decode(lines.join('\n')).trim()
}

/** Where reading goes on behind a tag, a comment or an element that is hidden with all that is in it. */
function endOf(tag: string, name: string, opens: boolean, lower: string, open: number): number {
  const after = (mark: string, from: number) => {
    const found = lower.indexOf(mark, from)
    return found < 0 ? lower.length : found + mark.length
  }
  if (tag === '<!--') return after('-->', open)
  return opens && HIDDEN.has(name) ? after('>', after(`</${name}`, open)) : after('>', open)
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  euro: '€',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
}

const decode = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return NAMED[String(name)] ?? whole
    const point = decimal !== undefined ? Number(decimal) : Number.parseInt(String(hex), 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
